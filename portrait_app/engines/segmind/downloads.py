"""Download paid pictures from other hosts: without the key, and only from safe addresses."""

import time
from threading import Event
from urllib.parse import urljoin

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.engines.segmind.addresses import reach_for
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.statuses import is_success, is_temporary
from portrait_app.net.messages import words_of
from portrait_app.net.transport import Limits, exchange

_LONGEST = 120  # seconds for one picture
_MOST_REDIRECTS = 3
_NOT_YET = (403, 404)  # storage answers so while a new file is not on all its servers
_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before each retry


def download(address: str, settings: Settings, cancel: Cancel) -> bytes:
    """Return the bytes at `address`, which a stranger may have chosen.

    Storage services redirect, and the request contains nothing secret. So up to three redirects are followed,
    and each target is checked like the first address.

    Raises:
        AppError: PICTURE_NOT_FETCHED if a retry may succeed, REPLY_UNREADABLE if none can,
            REPLY_TOO_LARGE, CANCELLED.
    """
    until = time.monotonic() + min(configured_limits(settings).total, _LONGEST)
    for pause in _PAUSES:
        reply = _follow(address, settings, until, cancel)
        if reply.status not in _NOT_YET or time.monotonic() + pause > until:
            break
        _wait(pause, cancel)
    else:
        reply = _follow(address, settings, until, cancel)
    if is_success(reply.status):
        return reply.body
    said = f"the picture's address answered {reply.status}: {words_of(reply.body)}"
    raise AppError(
        ErrorKind.PICTURE_NOT_FETCHED if is_temporary(reply.status) else ErrorKind.REPLY_UNREADABLE, said
    )


def _wait(seconds: float, cancel: Cancel) -> None:
    """Sleep for some seconds, or until the call is cancelled; the next request then raises."""
    woken = Event()
    with cancel.on_cancel(woken.set):
        woken.wait(seconds)


def _follow(address: str, settings: Settings, until: float, cancel: Cancel) -> RawReply:
    """Return the reply of `address`, after following its redirects."""
    for _ in range(_MOST_REDIRECTS + 1):
        reply = _ask(address, settings, until, cancel)
        if not 300 <= reply.status < 400:
            return reply
        address = _next(address, reply)
    raise AppError(ErrorKind.REPLY_UNREADABLE, "the picture's address redirects too often")


def _ask(address: str, settings: Settings, until: float, cancel: Cancel) -> RawReply:
    reach = reach_for(address, settings)
    if reach is None:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "the picture's address is not safe")
    limits = configured_limits(settings)
    left = max(until - time.monotonic(), 0.01)
    try:
        return exchange("GET", address, Limits(limits.connect, left, limits.size), cancel=cancel, reach=reach)
    except AppError as error:
        if error.kind in (ErrorKind.CANCELLED, ErrorKind.REPLY_TOO_LARGE):
            raise
        # The original kind would say that nothing was paid for.
        lasting = error.kind in (ErrorKind.BAD_ADDRESS, ErrorKind.REPLY_UNREADABLE)
        kind = ErrorKind.REPLY_UNREADABLE if lasting else ErrorKind.PICTURE_NOT_FETCHED
        raise AppError(kind, f"the picture could not be fetched: {error}") from None


def _next(address: str, reply: RawReply) -> str:
    try:
        return urljoin(address, reply.headers.get("location", "").strip())
    except ValueError:
        return ""
