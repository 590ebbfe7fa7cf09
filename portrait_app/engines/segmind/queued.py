"""Queued delivery (v2): the service takes a request at once, and is then asked how far it is.

Once there is a ticket the request is with the service, whatever happens here. So every failure that
does not say that the request itself ended is OUTCOME_UNKNOWN, and the same ticket can be asked again.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.core.redaction import BLACKED_OUT, holds_key
from portrait_app.core.retry import reset_delay
from portrait_app.engines.segmind.addresses import is_service, key_headers, service_address
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.replies import holds_pictures, is_request_id
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.engines.segmind.stranger_json import parse_json
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import words_of
from portrait_app.imaging.reading import looks_like_an_image

ACCEPTED = (200, 201, 202)

_ANSWER = 30.0  # seconds that one question of how far it is may take
_BELIEVED = 3  # times in a row that a record must be missing: a new one is not seen everywhere at once
_SLOWEST = 16  # times as slow as usual, while the service has trouble
_STATES = ("QUEUED", "PROCESSING", "COMPLETED", "FAILED")
# What passes by itself; also an answer that makes no sense, such as the page of a hotel's network.
_PASSING = (
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER_ERROR,
    ErrorKind.SERVICE_UNAVAILABLE,
    ErrorKind.REPLY_UNREADABLE,
    ErrorKind.UNEXPECTED_STATUS,
)


def read_ticket(reply: RawReply, secret: str) -> Ticket | None:
    """Return the ticket of a reply to a submission, None where it holds none."""
    data = parse_json(reply.body)
    if not isinstance(data, dict):
        return None
    request_id = data.get("request_id")
    if not is_request_id(request_id):
        return None
    status = _url(data, "status_url", secret) or _url(data, "poll_url", secret)
    return Ticket(request_id, status, _url(data, "response_url", secret))


def _url(data: Mapping[str, Any], name: str, secret: str) -> str:
    """Return an address, which goes to disk: so not one that holds the key."""
    url = data.get(name)
    if not isinstance(url, str) or len(url) > 2000 or BLACKED_OUT in url or holds_key(url, secret):
        return ""
    return url


class Poll:
    """Asks for one ticket, about once a second, until its result is there."""

    def __init__(self, ticket: Ticket, settings: Settings, key: str, cancel: Cancel, seconds: float) -> None:
        self._ticket = ticket
        self._settings = settings
        self._key = key
        self._cancel = cancel
        self._seconds = seconds  # between two questions
        self._limits = configured_limits(settings)
        self._until = time.monotonic() + self._limits.total

    def result(self) -> RawReply:
        """Wait for the raw result.

        Raises:
            AppError: JOB_FAILED, REPLY_TOO_LARGE; else OUTCOME_UNKNOWN, with the facts ``request_id``
                and ``because``, the kind of what ended the wait.
        """
        try:
            headers = key_headers(self._key)
            self._wait_for(self._own_address(self._ticket.status_url, "/status"), headers, _is_result)
            # It is made, and goes within the hour: a deadline that is near must not leave it behind.
            self._until = max(self._until, time.monotonic() + 2 * _ANSWER)
            return self._wait_for(self._own_address(self._ticket.response_url, ""), headers, _is_result)
        except AppError as error:
            if error.kind in (ErrorKind.JOB_FAILED, ErrorKind.REPLY_TOO_LARGE):
                raise
            facts = {"request_id": self._ticket.request_id, "because": str(error.kind)}
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, str(error), **facts) from None

    def _own_address(self, url: str, ending: str) -> str:
        """Return the service's `url` where it leads to the service itself, else the documented one.

        The key is sent there, so an answer alone cannot name another host.
        """
        if is_service(url, self._settings):
            return url
        return service_address(self._settings, f"requests/{self._ticket.request_id}{ending}", "v2")

    def _wait_for(
        self, address: str, headers: Mapping[str, str], is_there: Callable[[RawReply], bool]
    ) -> RawReply:
        troubles = missing = 0
        trouble: AppError | None = None
        while True:
            delay = self._seconds
            try:
                reply = self._ask(address, headers)
                if is_there(reply):
                    return reply
                troubles = missing = 0
                trouble = None
            except AppError as error:
                missing = missing + 1 if error.kind is ErrorKind.NO_SUCH_MODEL else 0
                if missing == _BELIEVED or not (missing or error.kind in _PASSING):
                    raise
                troubles += 1
                # What came before says more than a question that the deadline cut short.
                if trouble is None or time.monotonic() < self._until:
                    trouble = error if error.kind in _PASSING else None
                delay *= min(2**troubles, _SLOWEST)
                if error.kind is ErrorKind.RATE_LIMITED:
                    delay = max(delay, reset_delay(error, datetime.now(UTC)))
            self._pause(delay, trouble)

    def _ask(self, address: str, headers: Mapping[str, str]) -> RawReply:
        """Return an answer that says how far the request is, or that is its result."""
        left = max(self._until - time.monotonic(), 0.01)
        limits = Limits(self._limits.connect, min(left, _ANSWER), self._limits.size)
        reply = exchange("GET", address, limits, headers=headers, cancel=self._cancel)
        state = _state(reply)
        if state == "FAILED":  # said under any status; 422 is the documented one
            reply = RawReply(422, reply.headers, reply.body)
        if state == "FAILED" or (not state and reply.status not in ACCEPTED):
            raise error_of(reply, self._key, datetime.now(UTC))
        if not state and not _is_result(reply):
            raise AppError(ErrorKind.REPLY_UNREADABLE, words_of(reply.body, self._key))
        return reply

    def _pause(self, seconds: float, trouble: AppError | None) -> None:
        """Wait without work; at once over when the program closes. At the deadline, say what kept it."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise trouble or AppError(ErrorKind.OUTCOME_UNKNOWN, "the service has not finished it yet")
        woken = Event()
        with self._cancel.on_cancel(woken.set):
            woken.wait(min(seconds, left))


def _state(reply: RawReply) -> str:
    """Return how far an answer says that the request is, empty where it does not."""
    data = None if looks_like_an_image(reply.body) else parse_json(reply.body)
    state = data.get("status") if isinstance(data, dict) else None
    state = state.strip().upper() if isinstance(state, str) else ""
    return state if state in _STATES else ""


def _is_result(reply: RawReply) -> bool:
    """Say whether an answer is the result: one that is finished, or says nothing but has pictures."""
    state = _state(reply)
    return state == "COMPLETED" or (not state and carries_pictures(reply))


def carries_pictures(reply: RawReply) -> bool:
    """Say whether there are pictures in an answer, or addresses of pictures."""
    return looks_like_an_image(reply.body) or holds_pictures(parse_json(reply.body))
