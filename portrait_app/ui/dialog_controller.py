"""The dialogs that need no library, and what the buttons of errors do with them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from portrait_app.core.errors import AppError
from portrait_app.core.ports import Settings
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.actions import Actions
from portrait_app.ui.dialogs.about import AboutDialog
from portrait_app.ui.dialogs.settings import SettingsDialog
from portrait_app.ui.main_window import MainWindow
from portrait_app.ui.messages import Remedy
from portrait_app.ui.presenter import ErrorPresenter
from portrait_app.ui.theme import Theme


class DialogController(QObject):
    """Opens settings, About and folders. It works from the first paint, also where no library opens."""

    settings_changed = Signal(object)  # the set of keys whose values changed
    key_requested = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        actions: Actions,
        presenter: ErrorPresenter,
        settings: Settings,
        runner: TaskRunner,
        theme: Theme,
        version: str,
        credits_: Sequence[tuple[str, str]],
        folders: Mapping[str, Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._actions = actions
        self._settings = settings
        self._runner = runner
        self._theme = theme
        self._version = version
        self._credits = credits_
        self._folders = folders
        for key, handler in {
            "settings": self.open_settings,
            "about": self.open_about,
            "logs": lambda: self._open_folder("logs"),
            "quit": window.close,
        }.items():
            actions[key].triggered.connect(handler)
        presenter.remedy_requested.connect(self._perform)

    def open_settings(self) -> None:
        dialog = SettingsDialog(
            self._settings, self._runner, self._window, with_key=self._actions["key"].isEnabled()
        )
        dialog.key_requested.connect(self.key_requested)
        dialog.saved.connect(self._on_saved)
        dialog.exec()
        dialog.deleteLater()

    def _on_saved(self, changed: set[str]) -> None:
        self._theme.set_appearance(str(self._settings.value("appearance")))
        self.settings_changed.emit(changed)

    def open_about(self) -> None:
        dialog = AboutDialog(self._version, self._credits, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _perform(self, remedy: Remedy, _error: AppError | None) -> None:
        match remedy:
            case Remedy.OPEN_SETTINGS:
                self.open_settings()
            case Remedy.OPEN_LIBRARY_FOLDER:
                self._open_folder("library")

    def _open_folder(self, name: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folders[name])))
