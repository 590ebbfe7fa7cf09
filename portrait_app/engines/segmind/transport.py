"""The only access to the network: send a request, and return a whole reply or raise an AppError.

No redirect is followed, and nothing is sent twice. No connection is used twice: a stale one would leave
the outcome of a paid request unknown. No error contains any part of a request.
"""

import functools
import logging
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.redaction import blacked_out, redacted
from portrait_app.engines.segmind.failures import FAILURES, UnsupportedProxy, explain
from portrait_app.engines.segmind.reach import Reach
from portrait_app.engines.segmind.wire import Cut, Wait, WatchedConnection, WatchedTLSConnection

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
    reach: Reach | None = None,
) -> RawReply:
    """Send a request and return its reply, with any status. A redirect after a GET raises instead.

    The API key is removed from the reply, because its text goes to the screen, the log and the disk.

    With a `reach`, only addresses within it are connected to. A proxy is exempt: it connects on its own. With
    a `reach`, and after a POST, a redirect is returned without its body, for the caller to judge. A redirect
    after a POST does not tell whether anything was made.

    Raises:
        AppError: its kind says whether the request may have arrived. For a GET that does not matter, so
            every failure on the way is CANNOT_CONNECT.
    """
    started = time.monotonic()
    cancel = cancel or Cancel()
    with Wait(limits.total) as wait, cancel.on_cancel(wait.abort):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED, Cut.ABORTED)
        try:
            reply = _send(_prepared(method, url, headers or {}, body), limits, wait, reach)
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


def _prepared(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None
) -> requests.PreparedRequest:
    """Return a request without a session, so that no password of ~/.netrc is sent."""
    ours = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "PortraitStudio"}
    return requests.Request(method, url, data=body, headers={**ours, **headers}).prepare()


def _send(prepared: requests.PreparedRequest, limits: Limits, wait: Wait, reach: Reach | None) -> RawReply:
    with requests.Session() as session:
        system = session.merge_environment_settings(prepared.url or "", {}, None, None, None)
    _check_proxy(requests.utils.select_proxy(prepared.url or "", system["proxies"]))
    adapter = _Adapter(wait, reach)
    try:
        # Send by the adapter: a session would read a redirect's body without a limit.
        response = adapter.send(
            prepared,
            stream=True,
            timeout=(limits.connect, limits.total),
            verify=system["verify"] or True,
            proxies=system["proxies"],
        )
        try:
            key = prepared.headers.get(KEY_HEADER, "")
            redirects = reach is not None or prepared.method != "GET"
            return _receive(response, limits.size, wait, redirects=redirects, key=key)
        finally:
            response.close()
    finally:
        adapter.close()


def _receive(
    response: requests.Response, limit: int, wait: Wait, *, redirects: bool, key: str = ""
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


class _Adapter(HTTPAdapter):
    """Opens every connection under a Wait, and trusts the operating system's certificates."""

    def __init__(self, wait: Wait, reach: Reach | None) -> None:
        self._wait = wait
        self._reach = reach
        super().__init__(max_retries=0)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Make the pool open our own connections.

        The original method would add the certificates of `requests` to those of the operating system.
        """
        del url, cert
        reach = None if conn.proxy else self._reach
        kind: Any = functools.partial(WatchedConnection, wait=self._wait, reach=reach)
        if conn.scheme == "https":
            tls = _tls_context(verify)
            kind = functools.partial(WatchedTLSConnection, wait=self._wait, reach=reach, tls_context=tls)
        conn.ConnectionCls = kind

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if proxy.lower().startswith("https"):
            options["proxy_ssl_context"] = _tls_context(True)
        return super().proxy_manager_for(proxy, **options)


def _check_proxy(proxy: str | None) -> None:
    """Raise ProxyError for a proxy that cannot be used, such as SOCKS: a Wait cannot end its connections."""
    if not proxy:
        return
    try:
        address = urllib3.util.parse_url(proxy)
    except urllib3.exceptions.LocationParseError:
        raise requests.exceptions.ProxyError from None
    if address.scheme not in (None, "http", "https"):
        raise UnsupportedProxy
    if not address.host:
        raise requests.exceptions.ProxyError


def _tls_context(verify: bool | str) -> ssl.SSLContext:
    """Return a new context for each call, because truststore locks a context during the handshake."""
    if not isinstance(verify, str):
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:  # REQUESTS_CA_BUNDLE
        if Path(verify).is_dir():
            return ssl.create_default_context(capath=verify)
        return ssl.create_default_context(cafile=verify)
    except OSError as error:
        raise ssl.SSLError(f"no certificates in {verify}: {error.strerror or 'unreadable'}") from None
