"""Decide which IP addresses may be connected to for an address that a stranger wrote.

The resolved IP address is checked at the moment of connecting. A host name proves nothing, because it may
resolve to another IP address the next time.
"""

import ipaddress
import socket
from collections.abc import Callable

AddressCheck = Callable[[str], bool]  # whether an IP address may be connected to
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Private networks, where users have computers of their own. Every other non-public address is refused.
_AT_HOME = [
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(OSError):
    """A host name whose IP addresses may all not be connected to."""


def reach_of(service_host: str) -> AddressCheck:
    """Return a check that allows public IP addresses, and private ones if `service_host` is as private.

    A service given by name counts as public, whatever its name resolves to.
    """
    service = literal(service_host)

    def reach(address: str) -> bool:
        there = literal(address)
        if there is None:
            return False
        return _is_public(there) or (service is not None and _are_neighbours(service, there))

    return reach


def is_loopback(host: str) -> bool:
    address = literal(host)
    return address is not None and address.is_loopback


def literal(host: str) -> _Address | None:
    """Return the IP address that `host` is, unwrapped to IPv4 if possible; None if `host` is a name."""
    if host == "localhost" or host.endswith(".localhost"):
        host = "127.0.0.1"
    try:
        return _unwrapped(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))  # resolvers also accept 2130706433 and 127.1
    except (OSError, ValueError):
        return None


def _unwrapped(address: _Address) -> _Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _is_public(address: _Address) -> bool:
    if address.is_multicast or address.is_reserved:
        return False
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not site_local


def _are_neighbours(service: _Address, there: _Address) -> bool:
    """Say whether a private service may name a private address: both loopback, or both in a home network."""
    return (service.is_loopback and there.is_loopback) or (_is_at_home(service) and _is_at_home(there))


def _is_at_home(address: _Address) -> bool:
    return any(address in network for network in _AT_HOME)
