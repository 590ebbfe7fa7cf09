"""Pictures that were paid for and are somewhere else: fetched without the key, from where it is safe."""

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
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import words_of

_LONGEST = 120  # seconds at most for one picture
_MOST_REDIRECTS = 3
_NOT_YET = (403, 404)  # storage says so of what is not everywhere yet
_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before such a picture is asked for again


def download(address: str, settings: Settings, cancel: Cancel) -> bytes:
    """Return what is at `address`, which may be anybody's.

    Storage redirects, and nothing of ours goes along that could be stolen, so up to three redirects are
    followed; each is judged like the first address.

    Raises:
        AppError: PICTURE_NOT_FETCHED where a later try may bring it, REPLY_UNREADABLE where none will,
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
    """Wait without work; at once over when the program closes, as the next question then says."""
    woken = Event()
    with cancel.on_cancel(woken.set):
        woken.wait(seconds)


def _follow(address: str, settings: Settings, until: float, cancel: Cancel) -> RawReply:
    """Return what is at `address`, or wherever it redirects to."""
    for _ in range(_MOST_REDIRECTS + 1):
        reply = _ask(address, settings, until, cancel)
        if not 300 <= reply.status < 400:
            return reply
        address = _next(address, reply)
    raise AppError(ErrorKind.REPLY_UNREADABLE, "the picture's address leads on and on")


def _ask(address: str, settings: Settings, until: float, cancel: Cancel) -> RawReply:
    reach = reach_for(address, settings)
    if reach is None:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "the picture's address is not a safe one")
    limits = configured_limits(settings)
    left = max(until - time.monotonic(), 0.01)
    try:
        return exchange("GET", address, Limits(limits.connect, left, limits.size), cancel=cancel, reach=reach)
    except AppError as error:
        if error.kind in (ErrorKind.CANCELLED, ErrorKind.REPLY_TOO_LARGE):
            raise
        # By its own kind it would look as if nothing had been paid for.
        lasting = error.kind in (ErrorKind.BAD_ADDRESS, ErrorKind.REPLY_UNREADABLE)
        kind = ErrorKind.REPLY_UNREADABLE if lasting else ErrorKind.PICTURE_NOT_FETCHED
        raise AppError(kind, f"the picture could not be fetched: {error}") from None


def _next(address: str, reply: RawReply) -> str:
    try:
        return urljoin(address, reply.headers.get("location", "").strip())
    except ValueError:
        return ""
