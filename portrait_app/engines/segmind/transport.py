"""The one door to the network: a request goes out, a whole reply or an AppError comes back.

No redirect is followed here, nothing is sent twice, no connection is used twice (one that had gone stale
would leave the outcome of a paid request in doubt), and nothing of a request gets into an error.
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
from portrait_app.engines.segmind.failures import FAILURES, explain
from portrait_app.engines.segmind.reach import Reach
from portrait_app.engines.segmind.wire import Cut, Wait, WatchedConnection, WatchedTLSConnection

log = logging.getLogger(__name__)
# urllib3 warns of a malformed header by quoting the stranger's text behind it, whatever that holds.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

KEY_HEADER = "x-api-key"

_CHUNK = 16 * 1024  # bytes asked for at a time: what a compressed one may unfold to stays small
_ERROR_TEXT = 64 * 1024  # bytes read of a reply that is not a picture


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may take, in seconds, and how large a reply may be once unpacked, in bytes."""

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
    """Send a request and return its reply, whatever its status but a redirect.

    The key that it was sent with is taken out: a reply's words go to the screen, the log and the disk.

    With a `reach`, only an address within it is connected to (a proxy is not judged: it connects in
    our place), and a redirect is returned too, without its body, for the caller to judge.

    Raises:
        AppError: by its kind, whether the request may have arrived. After a GET that does not
            matter, and every failure on the way is CANNOT_CONNECT.
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
                logging.DEBUG
                if method == "GET"
                else logging.INFO,  # a queued request is asked for each second
                "%s %s answered %d with %d bytes after %.1f s",
                method,
                _host(url),
                reply.status,
                len(reply.body),
                time.monotonic() - started,
            )
            return _without_key(reply, (headers or {}).get(KEY_HEADER, ""))
    raise failure  # out here, where no library's exception, which holds the headers, hangs on to it


def _without_key(reply: RawReply, key: str) -> RawReply:
    """Return a reply in which the key does not stand, in whatever form the service wrote it."""
    headers = {redacted(name, key): redacted(value, key) for name, value in reply.headers.items()}
    return RawReply(reply.status, headers, blacked_out(reply.body, key))


def _prepared(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None
) -> requests.PreparedRequest:
    """Return a request that belongs to no session, so that a ~/.netrc is never sent along."""
    ours = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "PortraitStudio"}
    return requests.Request(method, url, data=body, headers={**ours, **headers}).prepare()


def _send(prepared: requests.PreparedRequest, limits: Limits, wait: Wait, reach: Reach | None) -> RawReply:
    with requests.Session() as session:
        system = session.merge_environment_settings(prepared.url or "", {}, None, None, None)
    _check_proxy(requests.utils.select_proxy(prepared.url or "", system["proxies"]))
    adapter = _Adapter(wait, reach)
    try:
        # Straight to the adapter: a session would read a redirect's body without any limit.
        response = adapter.send(
            prepared,
            stream=True,
            timeout=(limits.connect, limits.total),
            verify=system["verify"] or True,
            proxies=system["proxies"],
        )
        try:
            key = prepared.headers.get(KEY_HEADER, "")
            return _receive(response, limits.size, wait, redirects=reach is not None, key=key)
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
        raise AppError(
            ErrorKind.REDIRECTED, f"to {redacted(_host(headers.get('location', '')), key)}", status=status
        )
    if status != 200:
        return RawReply(status, headers, _opening(response))
    wait.answered = True
    parts: list[bytes] = []
    size = 0
    for part in _parts(response):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise AppError(ErrorKind.REPLY_TOO_LARGE, f"more than {limit} bytes", status=status)
    wait.check()  # a body without a length ends as quietly when it is cut as when it is whole
    if not size and "content-length" not in headers:  # so do headers
        raise ConnectionError("the reply ended before its body")
    return RawReply(status, headers, b"".join(parts))  # which lets others run meanwhile


def _host(location: str) -> str:
    """Return the host of an address that a stranger wrote."""
    try:
        host = urlsplit(location).hostname or ""
    except ValueError:
        host = ""
    return host if re.fullmatch(r"[\w.:-]{1,253}", host, re.ASCII) else "another address"


def _opening(response: requests.Response) -> bytes:
    """Return the start of an error's text. The status says what happened: a cut text is no failure."""
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
    """Opens every connection under a Wait, and trusts what the system trusts."""

    def __init__(self, wait: Wait, reach: Reach | None) -> None:
        self._wait = wait
        self._reach = reach
        super().__init__(max_retries=0)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Give the pool, which requests has just chosen, connections of our own.

        requests would add its own list of authorities to the system's here.
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
    """Raise ProxyError for a proxy that we cannot use, such as SOCKS, which would need another library."""
    if not proxy:
        return
    try:
        address = urllib3.util.parse_url(proxy)
    except urllib3.exceptions.LocationParseError:
        raise requests.exceptions.ProxyError from None
    if not address.host or address.scheme not in (None, "http", "https"):
        raise requests.exceptions.ProxyError


def _tls_context(verify: bool | str) -> ssl.SSLContext:
    """Return a context of this call's own, because truststore locks one while it shakes hands."""
    if not isinstance(verify, str):
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:  # REQUESTS_CA_BUNDLE
        if Path(verify).is_dir():
            return ssl.create_default_context(capath=verify)
        return ssl.create_default_context(cafile=verify)
    except OSError as error:
        raise ssl.SSLError(f"no certificates in {verify}: {error.strerror or 'unreadable'}") from None
