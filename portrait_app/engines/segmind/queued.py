"""Queued delivery (v2): the service accepts a request immediately, and is then polled for its state.

Once there is a ticket, the service has the request, whatever happens here. So every failure is
OUTCOME_UNKNOWN unless it says that the request itself ended. The same ticket can then be polled again.
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
from portrait_app.net.messages import words_of
from portrait_app.net.transport import Limits, exchange

_ANSWER = 30.0  # seconds for one poll
_BELIEVED = 3  # 404 answers in a row before they are believed: a new request is not on all servers at once
_SLOWEST = 16  # longest pause between two polls during trouble, as a multiple of the usual pause
# With these the request itself has ended. Every other error may be temporary: even a refusal, a rejected key,
# or an answer that makes no sense, such as the login page of a hotel's network.
_FINAL = (ErrorKind.JOB_FAILED, ErrorKind.JOB_CANCELLED, ErrorKind.REPLY_TOO_LARGE)
_ENDS_IT = (*_FINAL, ErrorKind.CANCELLED, ErrorKind.OUTCOME_UNKNOWN)


class Poll:
    """Polls for one ticket, about once a second, until the result is there."""

    def __init__(self, ticket: Ticket, settings: Settings, key: str, cancel: Cancel, seconds: float) -> None:
        self._ticket = ticket
        self._settings = settings
        self._key = key
        self._cancel = cancel
        self._seconds = seconds  # between two polls
        self._limits = configured_limits(settings)
        self._until = time.monotonic() + self._limits.total

    def result(self) -> RawReply:
        """Wait for the result, and return its raw reply.

        Raises:
            AppError: JOB_FAILED, JOB_CANCELLED, REPLY_TOO_LARGE; else OUTCOME_UNKNOWN, with the facts
                ``request_id`` and ``because``, the kind of the error that ended the wait.
        """
        try:
            headers = key_headers(self._key)
            reply = self._wait_for(self._own_address(self._ticket.status_url, "/status"), headers)
            if carries_pictures(reply):
                return reply
            # The service deletes a result within an hour, so a near deadline is extended to fetch it.
            self._until = max(self._until, time.monotonic() + 2 * _ANSWER)
            return self._wait_for(self._own_address(self._ticket.response_url, ""), headers)
        except AppError as error:
            if error.kind in _FINAL:
                raise
            facts = {"request_id": self._ticket.request_id, "because": str(error.kind)}
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, str(error), **facts) from None

    def _own_address(self, url: str, ending: str) -> str:
        """Return `url` if it leads to the service itself, else the documented address.

        The key is sent to it, so an answer must not be able to name another host.
        """
        if url.startswith("/"):
            url = urljoin(home_address(self._settings), url)
        if is_service(url, self._settings):
            return url
        return service_address(self._settings, f"requests/{self._ticket.request_id}{ending}", "v2")

    def _wait_for(self, address: str, headers: Mapping[str, str]) -> RawReply:
        troubles = missing = 0
        trouble: AppError | None = None  # the latest trouble, unless a good answer followed
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
        """Return an answer with the request's state or its result. Raises AppError for any other."""
        left = max(self._until - time.monotonic(), 0.01)
        limits = Limits(self._limits.connect, min(left, _ANSWER), self._limits.size)
        reply = exchange("GET", address, limits, headers=headers, cancel=self._cancel)
        state = state_of(reply)
        if state in FAILED | CANCELLED:  # the documented status is 422, but any counts
            failed = error_of(RawReply(422, reply.headers, reply.body), self._key, datetime.now(UTC))
            kind = ErrorKind.JOB_CANCELLED if state in CANCELLED else failed.kind
            raise AppError(kind, failed.detail, **failed.facts)
        if state not in FINISHED and not is_success(reply.status):
            raise error_of(reply, self._key, datetime.now(UTC))
        if not state and not _is_result(reply):
            raise AppError(ErrorKind.REPLY_UNREADABLE, words_of(reply.body, self._key))
        return reply

    def _is_cut_off(self, error: AppError) -> bool:
        """Say whether the deadline alone ended a poll. Then the error says nothing about the service."""
        return error.kind is ErrorKind.CANNOT_CONNECT and time.monotonic() >= self._until

    def _pause(self, seconds: float, trouble: AppError | None) -> None:
        """Sleep, or raise at the deadline. Ends early when the call is cancelled."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise trouble or AppError(ErrorKind.OUTCOME_UNKNOWN, "the service has not finished it yet")
        woken = Event()
        with self._cancel.on_cancel(woken.set):
            woken.wait(min(seconds, left))


def _is_result(reply: RawReply) -> bool:
    """Say whether an answer is the result: its state is finished, or it has pictures and no state."""
    state = state_of(reply)
    return state in FINISHED or (not state and carries_pictures(reply))
