"""Receive a long body piece by piece. The only limit is that of a time in which little arrives."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import requests
import urllib3

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.net.address_check import AddressCheck
from portrait_app.net.failures import FAILURES, explain
from portrait_app.net.sending import opened, prepared
from portrait_app.net.wire import Deadline, EndReason

_PIECE = 256 * 1024  # bytes: the most that one piece holds
_LITTLE = 16 * 1024  # bytes: a server that sends less within the patience counts as silent


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, and for the next data."""

    connect: float
    data: float


class Stream:
    """A reply whose body is still to be read."""

    def __init__(self, response: requests.Response, wait: Deadline) -> None:
        self._response = response
        self._wait = wait
        self._arrived = 0  # bytes since the wait was prolonged
        self.status = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives.

        Raises:
            AppError: CANNOT_CONNECT if the body was cut off or nothing arrived for too long; CANCELLED.
        """
        while True:
            try:
                piece = self._next()
            except FAILURES as error:
                failure = explain(error, "GET", self._wait)
            else:
                if not piece:
                    return
                yield piece
                continue
            raise failure

    def _next(self) -> bytes:
        """Return the next piece; empty at the end. Raises one of FAILURES."""
        raw: urllib3.HTTPResponse = self._response.raw
        piece: bytes = raw.read1(_PIECE, decode_content=False)
        self._arrived += len(piece)
        if self._arrived >= _LITTLE:
            self._arrived = 0
            self._wait.prolong()
        self._wait.check()  # a body without a length ends without an error even when it is cut off
        return piece


@contextmanager
def streamed(
    method: str,
    url: str,
    patience: Patience,
    *,
    headers: Mapping[str, str],
    cancel: Cancel,
    reach: AddressCheck,
) -> Iterator[Stream]:
    """Send a GET or HEAD without a body, and yield the reply with any status. No redirect is followed.

    Only addresses within `reach` are connected to.

    Raises:
        AppError: CANNOT_CONNECT, TLS_FAILED, PROXY_FAILED, PROXY_UNSUPPORTED, BAD_ADDRESS; CANCELLED.
    """
    failure: AppError | None = None
    with Deadline(patience.data) as wait, cancel.on_cancel(wait.abort), ExitStack() as stack:
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED, EndReason.ABORTED)
        try:
            request = prepared(method, url, headers)
            opening = opened(request, patience.connect, patience.data, wait, reach)
            response = stack.enter_context(opening)
        except FAILURES as error:
            failure = explain(error, "GET", wait)
        else:
            yield Stream(response, wait)
    if failure is not None:  # outside `except`: else the library's exception would be its context
        raise failure
