"""Where the service is, who may be asked without it, and how the key is put on a request."""

import ipaddress
from urllib.parse import urlsplit

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports import Settings


def service_address(settings: Settings, name: str) -> str:
    """Return the address of what the service calls `name`."""
    return f"{str(settings.value('api_url')).strip().rstrip('/')}/v1/{name}"


def may_be_fetched(address: str, settings: Settings) -> bool:
    """Say whether a picture may be fetched from `address`: by https, or on this machine if the service is."""
    try:
        target = urlsplit(address)
        if target.scheme.lower() == "https":
            return bool(target.hostname)
        return _is_this_machine(address) and _is_this_machine(service_address(settings, ""))
    except ValueError:
        return False


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
    return {"x-api-key": key}
