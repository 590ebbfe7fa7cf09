"""Addresses of the service, checks of other addresses, and the header with the key."""

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.net.address_check import AddressCheck
from portrait_app.net.origins import origin_of, reach_from
from portrait_app.net.transport import KEY_HEADER

_OFFICIAL_HOST = "api.segmind.com"
_OFFICIAL_HISTORY = "https://api.spotprod.segmind.com"


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


def reach_for(address: str, settings: Settings) -> AddressCheck | None:
    """Return which IP addresses may be connected to for a picture at `address`; None if none may."""
    return reach_from(_base(settings), address)


def key_headers(key: str) -> dict[str, str]:
    """Return the header with the key.

    Raises:
        AppError: KEY_MISSING; KEY_REJECTED for a key that no header can hold. A library would also refuse
            such a key, but quote it in its error.
    """
    if not key:
        raise AppError(ErrorKind.KEY_MISSING)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise AppError(ErrorKind.KEY_REJECTED, "the key contains invalid characters")
    return {KEY_HEADER: key}
