"""Addresses of the service, checks of other addresses, and the header with the key.

Addresses are parsed by urllib3, which also opens the connections. Another parser may see another host in a
deceptive address such as ``https://evil.test\\@api.segmind.com``.
"""

from typing import NamedTuple

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.engines.segmind.reach import Reach, is_loopback, literal, reach_of
from portrait_app.engines.segmind.transport import KEY_HEADER

_OFFICIAL_HOST = "api.segmind.com"
_OFFICIAL_HISTORY = "https://api.spotprod.segmind.com"
_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """The server that an address leads to."""

    scheme: str
    host: str
    port: int


def origin_of(address: str) -> Origin | None:
    """Return the server of an http or https address; None for an invalid or deceptive address."""
    if not address.isascii() or not address.isprintable() or "\\" in address or " " in address:
        return None
    try:
        parsed = parse_url(address)
    except LocationParseError:
        return None
    scheme = (parsed.scheme or "").lower()
    if parsed.auth is not None or not parsed.host or scheme not in _PORTS:
        return None
    return Origin(scheme, parsed.host.strip("[]").lower().rstrip("."), parsed.port or _PORTS[scheme])


def _base(settings: Settings) -> str:
    return str(settings.value("api_url")).strip().rstrip("/")


def home_address(settings: Settings) -> str:
    """Return the root address of the service."""
    return f"{_base(settings)}/"


def service_address(settings: Settings, name: str, version: str = "v1") -> str:
    """Return the address of the endpoint `name`."""
    return f"{_base(settings)}/{version}/{name}"


def history_address(settings: Settings, request_id: str = "") -> str:
    """Return the address of the service's request history, or of one request in it.

    The key is sent there. So the official history is used only together with the official service.
    """
    base = str(settings.value("history_url")).strip().rstrip("/")
    if not base:
        service = origin_of(_base(settings))
        official = service is not None and service.host == _OFFICIAL_HOST
        base = _OFFICIAL_HISTORY if official else _base(settings)
    address = f"{base}/inference-request/request-history"
    return f"{address}/{request_id}" if request_id else address


def is_service(address: str, settings: Settings) -> bool:
    """Say whether `address` leads to the configured service. Only that server may get the key."""
    origin = origin_of(address)
    return origin is not None and origin == origin_of(_base(settings))


def reach_for(address: str, settings: Settings) -> Reach | None:
    """Return which IP addresses may be connected to for a picture at `address`; None if none may.

    The scheme must be https, unless both the picture and the service are on this computer. Allowed are the
    service's own host, which the user chose; every public address; and private addresses if the service is
    private in the same way.
    """
    origin, service = origin_of(address), origin_of(_base(settings))
    if origin is None or service is None:
        return None
    if origin.scheme != "https" and not (is_loopback(origin.host) and is_loopback(service.host)):
        return None
    if origin.host == service.host:
        return lambda _: True
    reach = reach_of(service.host)
    # Behind a proxy we never see the resolved address, so an address written as a number is checked here.
    if (written := literal(origin.host)) is not None and not reach(str(written)):
        return None
    return reach


def key_headers(key: str) -> dict[str, str]:
    """Return the header with the key.

    Raises:
        AppError: KEY_MISSING; KEY_REJECTED for a key that no header can hold. A library would also refuse
            such a key, but quote it in its error.
    """
    if not key:
        raise AppError(ErrorKind.KEY_MISSING)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise AppError(ErrorKind.KEY_REJECTED, "it holds characters that no key can have")
    return {KEY_HEADER: key}
