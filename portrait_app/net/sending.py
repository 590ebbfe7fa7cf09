"""Send one request over a connection of its own, under a Deadline, and through the system's proxy."""

import functools
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from portrait_app.net.address_check import AddressCheck
from portrait_app.net.failures import UnsupportedProxy
from portrait_app.net.wire import Deadline, WatchedConnection, WatchedTLSConnection


def prepared(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
) -> requests.PreparedRequest:
    """Return a request without a session, so that no password of ~/.netrc is sent."""
    ours = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "PortraitStudio"}
    return requests.Request(method, url, data=body, headers={**ours, **headers}).prepare()


@contextmanager
def opened(
    request: requests.PreparedRequest,
    connect: float,
    read: float,
    wait: Deadline,
    reach: AddressCheck | None,
    *,
    by_proxy: bool = True,
) -> Iterator[requests.Response]:
    """Send a request, and yield its reply, whose body has not been read. No redirect is followed.

    `connect` and `read` are seconds: for the connection, and for each single read. `wait` limits the whole
    call. With a `reach`, only addresses within it are connected to, except by a proxy. Without `by_proxy`,
    the system's proxy is not used.

    Raises:
        Exception: one of FAILURES.
    """
    with requests.Session() as session:
        system = session.merge_environment_settings(request.url or "", {}, None, None, None)
    proxies = system["proxies"] if by_proxy else {}
    _check_proxy(requests.utils.select_proxy(request.url or "", proxies))
    adapter = _Adapter(wait, reach)
    try:
        # Send by the adapter: a session would read a redirect's body without a limit.
        response = adapter.send(
            request,
            stream=True,
            timeout=(connect, read),
            verify=system["verify"] or True,
            proxies=proxies,
        )
        try:
            yield response
        finally:
            response.close()
    finally:
        adapter.close()


class _Adapter(HTTPAdapter):
    """Opens every connection under a Deadline, and trusts the operating system's certificates."""

    def __init__(self, wait: Deadline, reach: AddressCheck | None) -> None:
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
    """Raise ProxyError for a proxy that cannot be used, such as SOCKS: no Deadline can end its calls."""
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
