"""Finds and tests servers for the settings page."""

from collections.abc import Callable

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import FoundServer, ServerEntry, ServerReport
from portrait_app.engines.server.abilities import read_abilities
from portrait_app.engines.server.connection import Connection
from portrait_app.engines.server.passwords import Passwords
from portrait_app.engines.server.pool import ServerPool
from portrait_app.net.transport import Limits

# AUTOMATIC1111, Forge and SD.Next (7860 and the next), Draw Things (7860, 7859), KoboldCpp, sd-server, others
PORTS = (7860, 7861, 7862, 7859, 5001, 1234, 8080)
_LOOK = Limits(connect=0.5, total=3, size=16 * 1024 * 1024)
_NEEDS_LOGIN = (ErrorKind.LOGIN_MISSING, ErrorKind.LOGIN_REFUSED)


class Desk:
    """Implements `ServerDesk`."""

    def __init__(
        self, pool: ServerPool, passwords: Passwords, ports: Callable[[], tuple[int, ...]] = lambda: PORTS
    ) -> None:
        self._pool = pool
        self._passwords = passwords
        self._ports = ports

    def test(self, server: ServerEntry, password: str | None, cancel: Cancel) -> ServerReport:
        stored = self._passwords.of(server) if password is None else password
        self._passwords.conceal(stored)
        try:
            abilities = read_abilities(Connection(server, stored), cancel)
        except AppError as error:
            if error.kind is not ErrorKind.CANCELLED and password is None:
                self._pool.note(server, error)
            raise
        self._pool.note(server, abilities)
        return abilities.report

    def find(self, cancel: Cancel) -> tuple[FoundServer, ...]:
        found: list[FoundServer] = []
        for port in self._ports():
            address = f"http://127.0.0.1:{port}"
            try:
                abilities = read_abilities(Connection(ServerEntry("", address, address)), cancel, _LOOK)
            except AppError as error:
                if error.kind is ErrorKind.CANCELLED:
                    raise
                if error.kind in _NEEDS_LOGIN:
                    found.append(FoundServer(address, ""))
                continue
            found.append(FoundServer(address, abilities.program.name))
        return tuple(found)

    def save_password(self, server: ServerEntry, password: str) -> None:
        self._passwords.save(server, password)
