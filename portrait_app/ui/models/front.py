"""The front of the models: their pages of the settings dialog, and what keeps the lists up to date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.core.engines import ENGINES
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.core.errors import AppError
    from portrait_app.ui.models.model_test import ModelTest
    from portrait_app.ui.models.server_list import ServerList
    from portrait_app.ui.money.controller import MoneyController
    from portrait_app.ui.shell.dialog_controller import DialogController
    from portrait_app.ui.shell.message_row import Remedy
    from portrait_app.ui.shell.session import Session
    from portrait_app.ui.shell.settings_pages import SettingsPart

PAGE = "models"  # key of the page in the settings dialog


class ModelsFront(QObject):
    """Registers the pages of the settings dialog. A test request needs an open session."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._test: ModelTest | None = None  # until a library is open
        shell.settings_changed.connect(self._on_settings_changed)

    def fill(self) -> None:
        from portrait_app.ui.shell.settings_pages import SettingsPage

        #: noun, plural: the AI models
        self._shell.settings_pages.append(SettingsPage(PAGE, self.tr("Models"), self._build_page))

    def open(self, session: Session, *, money: MoneyController, dialogs: DialogController) -> None:
        from portrait_app.ui.models.model_test import ModelTest

        self._test = ModelTest(session, self._shell.models, money)
        self._open_folders(session, dialogs)
        self._open_servers(session, dialogs)

    def _open_folders(self, session: Session, dialogs: DialogController) -> None:
        """Add to the page of each engine that uses models of the user's own."""
        from portrait_app.ui.models.folder_controller import FolderController
        from portrait_app.ui.shell.settings_pages import SettingsPage

        for engine, additions in session.additions.items():
            controller = FolderController(self._shell, engine, additions, session.keys, self)
            controller.setup_wanted.connect(lambda key: dialogs.open_settings(page=key))
            self._shell.settings_pages.append(SettingsPage(engine, "", controller.build_part))

    def _open_servers(self, session: Session, dialogs: DialogController) -> None:
        """Add a page for each engine that uses the user's own servers."""
        from portrait_app.ui.models.reachability import Reachability
        from portrait_app.ui.models.server_list import ServerList
        from portrait_app.ui.shell.settings_pages import SettingsPage

        shell = self._shell
        Reachability(session.queue, shell.models, shell.settings, self)
        for engine, desk in session.backend.servers.items():
            servers = ServerList(desk, shell.settings, shell.runner, self)
            servers.saved.connect(partial(shell.models.refresh, engine))
            servers.saved.connect(session.queue.pump)
            servers.failed.connect(shell.presenter.present)
            shell.settings_pages.append(SettingsPage(engine, "", partial(_servers_part, engine, servers)))
            shell.presenter.remedy_requested.connect(partial(_show_servers, dialogs, engine))

    def _build_page(self) -> SettingsPart:
        from portrait_app.ui.models.models_page import ModelsPage

        return ModelsPage(self._shell.models, self._shell.runner, self._test)

    def _on_settings_changed(self, changed: set[str]) -> None:
        """Ask an engine again for its models when one of its settings has changed."""
        for row in ENGINES:
            if changed & {setting.key for setting in row.settings}:
                self._shell.models.refresh(row.key)


def _servers_part(engine: str, servers: ServerList) -> SettingsPart:
    from portrait_app.ui.models.server_page import ServersPart

    return ServersPart(engine, servers)


def _show_servers(dialogs: DialogController, engine: str, remedy: Remedy, _error: AppError | None) -> None:
    from portrait_app.ui.shell.message_row import Remedy

    if remedy is Remedy.OPEN_SERVERS:
        dialogs.open_settings(page=engine)
