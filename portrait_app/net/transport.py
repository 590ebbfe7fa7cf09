"""Send a request, and return a whole reply or raise an AppError.

No redirect is followed, and nothing is sent twice. No connection is used twice: a stale one would leave
the outcome of a paid request unknown. No error contains any part of a request.
"""

import logging
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
import urllib3

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.redaction import blacked_out, redacted
from portrait_app.net.address_check import AddressCheck
from portrait_app.net.failures import FAILURES, explain
from portrait_app.net.sending import opened, prepared
from portrait_app.net.wire import Deadline, EndReason

log = logging.getLogger(__name__)
# urllib3 quotes a malformed header in its warning. That text comes from a stranger and may contain anything.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

KEY_HEADER = "x-api-key"

_CHUNK = 16 * 1024  # bytes read at a time: so a compressed chunk cannot expand to much
_ERROR_TEXT = 64 * 1024  # bytes that are read of an error's body
_WITHOUT_BODY = (204, 205)  # these statuses never have a body, so nothing was cut off


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a call: seconds to connect, seconds in all, and bytes of the decompressed reply."""

    connect: float
    total: float
    size: int


def exchange(
    method: str,
    url: str,
    limits: Limits,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    cancel: Cancel | None = None,
    reach: AddressCheck | None = None,
    by_proxy: bool = True,
) -> RawReply:
    """Send a request and return its reply, with any status. A redirect after a GET raises instead.

    The API key is removed from the reply, because its text goes to the screen, the log and the disk.

    With a `reach`, only addresses within it are connected to. A proxy is exempt: it connects on its own. With
    a `reach`, and after a POST, a redirect is returned without its body, for the caller to judge. A redirect
    after a POST does not tell whether anything was made. Without `by_proxy`, the system's proxy is not used:
    for a computer of the local network, which a proxy cannot reach and should not read.

    Raises:
        AppError: its kind says whether the request may have arrived. For a GET that does not matter, so
            every failure on the way is CANNOT_CONNECT.
    """
    started = time.monotonic()
    cancel = cancel or Cancel()
    with Deadline(limits.total) as wait, cancel.on_cancel(wait.abort):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED, EndReason.ABORTED)
        try:
            reply = _send(prepared(method, url, headers or {}, body), limits, wait, reach, by_proxy)
        except FAILURES as error:
            failure = explain(error, method, wait)
        else:
            log.log(
                logging.DEBUG if method == "GET" else logging.INFO,  # polls would fill the log
                "%s %s answered %d with %d bytes after %.1f s",
                method,
                _host(url),
                reply.status,
                len(reply.body),
                time.monotonic() - started,
            )
            return _without_key(reply, (headers or {}).get(KEY_HEADER, ""))
    raise failure  # outside `except`: else the library's exception, with the headers, would be its context


def _without_key(reply: RawReply, key: str) -> RawReply:
    """Return the reply without the key, in whatever form the service wrote the key."""
    headers = {redacted(name, key): redacted(value, key) for name, value in reply.headers.items()}
    return RawReply(reply.status, headers, blacked_out(reply.body, key))


def _send(
    request: requests.PreparedRequest,
    limits: Limits,
    wait: Deadline,
    reach: AddressCheck | None,
    by_proxy: bool,
) -> RawReply:
    with opened(request, limits.connect, limits.total, wait, reach, by_proxy=by_proxy) as response:
        key = request.headers.get(KEY_HEADER, "")
        redirects = reach is not None or request.method != "GET"
        return _receive(response, limits.size, wait, redirects=redirects, key=key)


def _receive(
    response: requests.Response, limit: int, wait: Deadline, *, redirects: bool, key: str = ""
) -> RawReply:
    status = response.status_code
    headers = {name.lower(): value for name, value in response.headers.items()}
    if 300 <= status < 400:
        if redirects:
            return RawReply(status, headers, b"")
        raise AppError(ErrorKind.REDIRECTED, redacted(redirected_to(headers), key), status=status)
    if not 200 <= status < 300:
        return RawReply(status, headers, _opening(response))
    wait.status = status
    parts: list[bytes] = []
    size = 0
    for part in _parts(response):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise AppError(ErrorKind.REPLY_TOO_LARGE, f"more than {limit} bytes", status=status)
    wait.check()  # a body without a length ends without an error even when it is cut off
    if not size and status not in _WITHOUT_BODY and "content-length" not in headers:  # so do cut-off headers
        raise ConnectionError("the reply ended before its body")
    return RawReply(status, headers, b"".join(parts))  # joining releases the GIL


def redirected_to(headers: Mapping[str, str]) -> str:
    """Return the host of a redirect's target, as text that can be stored."""
    return f"to {_host(headers.get('location', ''))}"


def _host(location: str) -> str:
    """Return the host of an address. A stranger wrote it, so odd hosts are left out."""
    try:
        host = urlsplit(location).hostname or ""
    except ValueError:
        host = ""
    return host if re.fullmatch(r"[\w.:-]{1,253}", host, re.ASCII) else "another address"


def _opening(response: requests.Response) -> bytes:
    """Return the start of an error's body. A cut-off body is no failure: the status says what happened."""
    text = bytearray()
    try:
        for part in _parts(response):
            text += part
            if len(text) >= _ERROR_TEXT:
                break
    except FAILURES:
        log.info("The text of a reply with status %d was cut", response.status_code)
    return bytes(text[:_ERROR_TEXT])


def _parts(response: requests.Response) -> Iterator[bytes]:
    raw: urllib3.HTTPResponse = response.raw
    return raw.stream(_CHUNK, decode_content=True)
