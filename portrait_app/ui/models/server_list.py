"""Finds, tests and saves the user's servers. Contains no widgets."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.ports.servers import ServerDesk
from portrait_app.core.ports.system import Settings
from portrait_app.core.servers import (
    SETTING,
    FoundServer,
    ServerEntry,
    ServerReport,
    read_servers,
    servers_text,
)
from portrait_app.jobs.runner import Lane, TaskRunner

Reported = Callable[[ServerReport], None]
Failed = Callable[[AppError], None]


class ServerList(QObject):
    """The list in the settings, and the servers themselves. Nothing blocks the GUI thread."""

    saved = Signal()  # the list, and the passwords that belong to it
    failed = Signal(object)  # AppError: a password could not be stored or removed

    def __init__(
        self, desk: ServerDesk, settings: Settings, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._runner = runner

    @property
    def servers(self) -> tuple[ServerEntry, ...]:
        return read_servers(str(self._settings.value(SETTING)))

    def test(
        self, server: ServerEntry, password: str | None, done: Reported, failed: Failed, owner: QObject
    ) -> Cancel:
        """Ask a server what it can do. There is no callback after `owner` is destroyed."""
        cancel = Cancel()
        test = partial(self._desk.test, server, password, cancel)
        self._runner.run(test, done, failed, lane=Lane.MODELS, owner=owner)
        return cancel

    def find(self, done: Callable[[tuple[FoundServer, ...]], None], failed: Failed, owner: QObject) -> Cancel:
        """Look for servers on this computer."""
        cancel = Cancel()
        self._runner.run(partial(self._desk.find, cancel), done, failed, lane=Lane.MODELS, owner=owner)
        return cancel

    def save(self, servers: Sequence[ServerEntry], passwords: Sequence[tuple[ServerEntry, str]]) -> None:
        """Keep the list, and store the passwords that were changed. An empty password is removed."""
        gone = [server for server in self.servers if server.user and not _has_login(servers, server)]
        self._settings.set(SETTING, servers_text(servers))
        changes = [*((server, "") for server in gone), *passwords]
        if not changes:
            self.saved.emit()
            return

        def store() -> None:
            for server, password in changes:
                self._desk.save_password(server, password)

        def failed(error: AppError) -> None:
            self.failed.emit(error)
            self.saved.emit()

        self._runner.run(store, lambda _none: self.saved.emit(), failed, lane=Lane.KEYCHAIN, owner=self)


def _has_login(servers: Sequence[ServerEntry], login: ServerEntry) -> bool:
    """Return whether a server in the list uses the same login at the same address."""
    return any((one.user, one.address) == (login.user, login.address) for one in servers)
