"""Where the service is, who may be asked without it, and how the key is put on a request.

Addresses are taken apart by urllib3, which opens the connections: another reader may see another
host in one that was written to deceive, such as ``https://evil.test\\@api.segmind.com``.
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
    """Whom an address leads to."""

    scheme: str
    host: str
    port: int


def origin_of(address: str) -> Origin | None:
    """Return whom an http or https address leads to, None for one that nobody should follow."""
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
    """Return the address of the service itself."""
    return f"{_base(settings)}/"


def service_address(settings: Settings, name: str, version: str = "v1") -> str:
    """Return the address of what the service calls `name`."""
    return f"{_base(settings)}/{version}/{name}"


def history_address(settings: Settings, request_id: str = "") -> str:
    """Return where the service's history of requests is, or its record of one.

    The key is sent there: so the official history is asked only with the official service's key.
    """
    base = str(settings.value("history_url")).strip().rstrip("/")
    if not base:
        service = origin_of(_base(settings))
        official = service is not None and service.host == _OFFICIAL_HOST
        base = _OFFICIAL_HISTORY if official else _base(settings)
    address = f"{base}/inference-request/request-history"
    return f"{address}/{request_id}" if request_id else address


def is_service(address: str, settings: Settings) -> bool:
    """Say whether `address` leads to the configured service itself, the only one to be shown the key."""
    origin = origin_of(address)
    return origin is not None and origin == origin_of(_base(settings))


def reach_for(address: str, settings: Settings) -> Reach | None:
    """Return which machines may be connected to for a picture at `address`; None for none at all.

    By https, or on this machine if the service is. To the service's own host, which a person chose;
    to any public one; and to a private one only if the service is as private.
    """
    origin, service = origin_of(address), origin_of(_base(settings))
    if origin is None or service is None:
        return None
    if origin.scheme != "https" and not (is_loopback(origin.host) and is_loopback(service.host)):
        return None
    if origin.host == service.host:
        return lambda _: True
    reach = reach_of(service.host)
    # Behind a proxy no connection of ours shows the address, so what is written out is judged here.
    if (written := literal(origin.host)) is not None and not reach(str(written)):
        return None
    return reach


def key_headers(key: str) -> dict[str, str]:
    """Return the header that carries the key.

    Raises:
        AppError: KEY_MISSING, or KEY_REJECTED for one that no header can carry: a library would
            refuse it too, and quote it while doing so.
    """
    if not key:
        raise AppError(ErrorKind.KEY_MISSING)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise AppError(ErrorKind.KEY_REJECTED, "it holds characters that no key can have")
    return {KEY_HEADER: key}
