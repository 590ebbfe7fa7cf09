"""Keeps connections on this machine: names are looked up in a table, and other hosts are refused."""

import ipaddress
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock


@contextmanager
def loopback_only(names: Mapping[str, str]) -> Iterator[list[str]]:
    """In the block, allow connections to this machine only. Yield the other addresses that were tried.

    `names` maps the names that can be looked up to their addresses. Other names are not found.
    """
    tried: list[str] = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect_ex

    def from_table(host: Any, *args: Any, **options: Any) -> Any:
        name = names.get(str(host), str(host))
        if _is_address(name) or name == "localhost":
            return look_up(name, *args, **options)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def guarded(connection: socket.socket, address: Any) -> int:
        if not ipaddress.ip_address(address[0]).is_loopback:
            tried.append(address[0])
            raise OSError(f"{address[0]} is not this machine")
        return connect(connection, address)

    proxies = {name: "" for name in os.environ if name.lower().endswith("_proxy")}
    with (
        mock.patch.dict(os.environ, {**proxies, "no_proxy": "*"}),
        mock.patch.object(socket, "getaddrinfo", from_table),
        mock.patch.object(socket.socket, "connect_ex", guarded),
    ):
        yield tried


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
