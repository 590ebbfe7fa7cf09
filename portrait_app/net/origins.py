"""The server that an address leads to, and whether a service may name that address.

Addresses are parsed by urllib3, which also opens the connections. Another parser may see another host in a
deceptive address such as ``https://evil.test\\@api.segmind.com``.
"""

from typing import NamedTuple

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from portrait_app.net.address_check import AddressCheck, is_loopback, literal, reach_of

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


def reach_from(service_address: str, address: str) -> AddressCheck | None:
    """Return which IP addresses may be connected to for an `address` that a service names; None if none may.

    The scheme must be https, unless both the address and the service are on this computer. Allowed are the
    service's own host, which the user chose; every public address; and private addresses if the service is
    private in the same way.
    """
    origin, service = origin_of(address), origin_of(service_address)
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
