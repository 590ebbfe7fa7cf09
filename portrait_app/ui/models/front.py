"""The front of the models: their pages of the settings dialog, and what keeps the lists up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.core.engines import ENGINES
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.money.controller import MoneyController
    from portrait_app.ui.shell.dialog_controller import DialogController
    from portrait_app.ui.shell.session import Session
    from portrait_app.ui.shell.settings_pages import SettingsPart

PAGE = "models"  # key of the page in the settings dialog


class ModelsFront(QObject):
    """Registers the pages of the settings dialog. A test request needs an open session."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.settings_changed.connect(self._on_settings_changed)

    def fill(self) -> None:
        from portrait_app.ui.shell.settings_pages import SettingsPage

        #: noun, plural: the AI models
        self._shell.settings_pages.append(SettingsPage(PAGE, self.tr("Models"), self._build_page))

    def open(self, session: Session, *, money: MoneyController, dialogs: DialogController) -> None:
        from portrait_app.ui.models.folder_controller import FolderController
        from portrait_app.ui.shell.settings_pages import SettingsPage

        self._session = session
        self._money = money
        for engine, additions in session.additions.items():
            controller = FolderController(self._shell, engine, additions, session.keys, self)
            controller.setup_wanted.connect(lambda key: dialogs.open_settings(page=key))
            self._shell.settings_pages.append(SettingsPage(engine, "", controller.build_part))

    def _build_page(self) -> SettingsPart:
        from portrait_app.ui.models.models_page import ModelsPage

        return ModelsPage(self._shell.models)

    def _on_settings_changed(self, changed: set[str]) -> None:
        """Ask an engine again for its models when one of its settings has changed."""
        for row in ENGINES:
            if changed & {setting.key for setting in row.settings}:
                self._shell.models.refresh(row.key)
