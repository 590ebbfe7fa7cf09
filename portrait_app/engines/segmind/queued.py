"""Queued delivery (v2): the service takes a request at once, and is then asked how far it is.

Once there is a ticket the request is with the service, whatever happens here. So every failure that
does not say that the request itself ended is OUTCOME_UNKNOWN, and the same ticket can be asked again.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Event
from urllib.parse import urljoin

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.core.retry import reset_delay
from portrait_app.engines.segmind.addresses import home_address, is_service, key_headers, service_address
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.statuses import error_of, is_success
from portrait_app.engines.segmind.tickets import CANCELLED, FAILED, FINISHED, carries_pictures, state_of
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import words_of

_ANSWER = 30.0  # seconds that one question of how far it is may take
_BELIEVED = 3  # times in a row that a record must be missing: a new one is not seen everywhere at once
_SLOWEST = 16  # times as slow as usual, while the service has trouble
# The request itself ended so. Everything else passes, for all that is known: also a refusal, an answer that
# makes no sense, such as the page of a hotel's network, and one that a key is wrong.
_FINAL = (ErrorKind.JOB_FAILED, ErrorKind.JOB_CANCELLED, ErrorKind.REPLY_TOO_LARGE)
_ENDS_IT = (*_FINAL, ErrorKind.CANCELLED, ErrorKind.OUTCOME_UNKNOWN)


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
            AppError: JOB_FAILED, JOB_CANCELLED, REPLY_TOO_LARGE; else OUTCOME_UNKNOWN, with the facts
                ``request_id`` and ``because``, the kind of what ended the wait.
        """
        try:
            headers = key_headers(self._key)
            reply = self._wait_for(self._own_address(self._ticket.status_url, "/status"), headers)
            if carries_pictures(reply):
                return reply
            # It is made, and goes within the hour: a deadline that is near must not leave it behind.
            self._until = max(self._until, time.monotonic() + 2 * _ANSWER)
            return self._wait_for(self._own_address(self._ticket.response_url, ""), headers)
        except AppError as error:
            if error.kind in _FINAL:
                raise
            facts = {"request_id": self._ticket.request_id, "because": str(error.kind)}
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, str(error), **facts) from None

    def _own_address(self, url: str, ending: str) -> str:
        """Return the service's `url` where it leads to the service itself, else the documented one.

        The key is sent there, so an answer alone cannot name another host.
        """
        if url.startswith("/"):
            url = urljoin(home_address(self._settings), url)
        if is_service(url, self._settings):
            return url
        return service_address(self._settings, f"requests/{self._ticket.request_id}{ending}", "v2")

    def _wait_for(self, address: str, headers: Mapping[str, str]) -> RawReply:
        troubles = missing = 0
        trouble: AppError | None = None  # the last one
        while True:
            delay = self._seconds
            try:
                reply = self._ask(address, headers)
                if _is_result(reply):
                    return reply
                troubles = missing = 0
                trouble = None
            except AppError as error:
                missing = missing + 1 if error.kind is ErrorKind.NO_SUCH_MODEL else 0
                if missing == _BELIEVED or error.kind in _ENDS_IT:
                    raise
                troubles += 1
                if not self._is_cut_off(error):
                    trouble = None if missing else error
                delay *= min(2**troubles, _SLOWEST)
                if error.kind is ErrorKind.RATE_LIMITED:
                    delay = max(delay, reset_delay(error, datetime.now(UTC)))
            self._pause(delay, trouble)

    def _ask(self, address: str, headers: Mapping[str, str]) -> RawReply:
        """Return an answer that says how far the request is, or that is its result."""
        left = max(self._until - time.monotonic(), 0.01)
        limits = Limits(self._limits.connect, min(left, _ANSWER), self._limits.size)
        reply = exchange("GET", address, limits, headers=headers, cancel=self._cancel)
        state = state_of(reply)
        if state in FAILED | CANCELLED:  # said under any status; 422 is the documented one
            failed = error_of(RawReply(422, reply.headers, reply.body), self._key, datetime.now(UTC))
            kind = ErrorKind.JOB_CANCELLED if state in CANCELLED else failed.kind
            raise AppError(kind, failed.detail, **failed.facts)
        if state not in FINISHED and not is_success(reply.status):
            raise error_of(reply, self._key, datetime.now(UTC))
        if not state and not _is_result(reply):
            raise AppError(ErrorKind.REPLY_UNREADABLE, words_of(reply.body, self._key))
        return reply

    def _is_cut_off(self, error: AppError) -> bool:
        """Say whether just the deadline ended a question: that tells nothing of the service."""
        return error.kind is ErrorKind.CANNOT_CONNECT and time.monotonic() >= self._until

    def _pause(self, seconds: float, trouble: AppError | None) -> None:
        """Wait without work; at once over when the program closes. At the deadline, say what kept it."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise trouble or AppError(ErrorKind.OUTCOME_UNKNOWN, "the service has not finished it yet")
        woken = Event()
        with self._cancel.on_cancel(woken.set):
            woken.wait(min(seconds, left))


def _is_result(reply: RawReply) -> bool:
    """Say whether an answer is the result: one that is finished, or says nothing but has pictures."""
    state = state_of(reply)
    return state in FINISHED or (not state and carries_pictures(reply))
