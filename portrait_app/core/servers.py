"""The list of picture servers that the user runs, as the settings keep it."""

import ipaddress
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

SETTING = "servers"  # key of the setting with the list

MOST_SERVERS = 32
_LONGEST = 200  # characters of a name, an address or a user name
_API = "/sdapi/v1"
_PORTS = {"http": 80, "https": 443}
# Names that only a local network resolves.
_LOCAL_ENDINGS = (".local", ".localhost", ".lan", ".home", ".home.arpa", ".internal", ".fritz.box")
_SHARED = ipaddress.ip_network("100.64.0.0/10")  # private networks over the internet, such as Tailscale


@dataclass(frozen=True, slots=True)
class ServerEntry:
    """A server in the user's list."""

    id: str  # part of the slugs of its models, so it never changes
    name: str  # the user's name for it
    address: str  # as `tidy_address` returns it
    user: str = ""  # name for HTTP Basic authentication; empty if the server asks for none
    is_enabled: bool = True


def read_servers(text: str) -> tuple[ServerEntry, ...]:
    """Return the servers in the setting's text. Entries that are not valid are left out."""
    try:
        known = json.loads(text)
    except ValueError:
        return ()
    found: dict[str, ServerEntry] = {}
    for entry in known[:MOST_SERVERS] if isinstance(known, list) else ():
        server = _server(entry)
        if server is not None:
            found.setdefault(server.id, server)
    return tuple(found.values())


def servers_text(servers: Iterable[ServerEntry]) -> str:
    """Return the list as text for the setting."""
    return json.dumps([asdict(server) for server in servers], ensure_ascii=False)


def _server(entry: Any) -> ServerEntry | None:
    if not isinstance(entry, dict):
        return None
    texts = {key: entry.get(key, "") for key in ("id", "name", "address", "user")}
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts.values()):
        return None
    address = tidy_address(texts["address"])
    if not address or not texts["id"].isalnum():
        return None
    is_enabled = entry.get("is_enabled", True) is not False
    return ServerEntry(texts["id"], texts["name"].strip() or address, address, texts["user"], is_enabled)


def tidy_address(text: str) -> str:
    """Return an address that the user typed with its scheme, and without the path of the API.

    Return an empty text if it cannot be an address, or if it contains a password.
    """
    text = text.strip()
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or not _is_host(host):
        return ""
    host = f"[{host}]" if ":" in host else host
    path = parts.path.partition(_API)[0].rstrip("/").removesuffix("/docs")
    place = host if port is None or port == _PORTS[parts.scheme] else f"{host}:{port}"
    return f"{parts.scheme}://{place}{path}"


def _is_host(host: str) -> bool:
    return host.isascii() and host.isprintable() and not set(host) & set(" \\\"'<>|^`{}%")


def is_in_the_clear(address: str) -> bool:
    """Return whether anybody on the way can read what is sent: plain http to another network."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not is_nearby(parts.hostname or "")


def is_nearby(host: str) -> bool:
    """Return whether a host is this computer or in a private network, as far as its name tells."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.lower().endswith(_LOCAL_ENDINGS)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_private or address.is_loopback or address.is_link_local or address in _SHARED


@dataclass(frozen=True, slots=True)
class ServerReport:
    """What a server says about itself."""

    program: str = ""  # name of the program, such as "Forge"; empty if it is not known
    models: tuple[str, ...] = ()
    samplers: tuple[str, ...] = field(default=())
    lists_models: bool = True  # if not, it uses the model that is loaded there
    shows_progress: bool = True
    can_stop: bool = True  # a picture that is being made there can be stopped


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answered during a search."""

    address: str
    program: str
