"""Dialogs that need no library, and the remedies of errors that open them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from portrait_app.core.errors import AppError
from portrait_app.core.licence import Licence
from portrait_app.jobs.runner import Lane
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.shell.about import CREDITS, AboutDialog
from portrait_app.ui.shell.long_text import LongTextDialog
from portrait_app.ui.shell.messages import Remedy
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from portrait_app.ui.shell.shell import Shell


class DialogController(QObject):
    """Opens settings, About and folders. Works from the first paint, even if no library can be opened."""

    key_requested = Signal()

    def __init__(
        self,
        *,
        shell: Shell,
        theme: Theme,
        read_licences: Callable[[], Sequence[Licence]],
        folders: Mapping[str, Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = window = shell.window
        self._actions = actions = shell.actions
        self._presenter = presenter = shell.presenter
        self._settings = shell.settings
        self._runner = shell.runner
        self._theme = theme
        self._read_licences = read_licences
        self._folders = folders
        for key, handler in {
            "settings": lambda _checked: self.open_settings(),
            "about": self.open_about,
            "logs": lambda: self._open_folder("logs"),
            "quit": window.close,
        }.items():
            actions[key].triggered.connect(handler)
        presenter.remedy_requested.connect(self._perform)

    def open_settings(self, key: str = "", *, page: str = "") -> None:
        """Open the settings dialog: at the setting `key`, or at the page of an engine or a subject."""
        dialog = SettingsDialog(
            self._settings,
            self._runner,
            self._window,
            with_key=self._actions["key"].isEnabled(),
            registered=self._shell.settings_pages,
        )
        dialog.key_requested.connect(self.key_requested)
        move = self._actions["move_library"]
        dialog.move_button.setEnabled(move.isEnabled() and move.isVisible())
        dialog.move_requested.connect(move.trigger, Qt.ConnectionType.QueuedConnection)
        dialog.saved.connect(self._on_saved)
        dialog.show_page(page)
        if key:
            dialog.show_setting(key)
        dialog.exec()
        dialog.deleteLater()

    def _on_saved(self, changed: set[str]) -> None:
        self._theme.set_appearance(str(self._settings.value("appearance")))
        self._shell.settings_changed.emit(changed)

    def open_about(self) -> None:
        dialog = AboutDialog(self._shell.version, CREDITS, self._window)
        self._runner.run(self._read_licences, dialog.set_licences, lane=Lane.FILES, owner=dialog)
        dialog.exec()
        dialog.deleteLater()

    def tell_of_crash(self, report: str) -> None:
        """Offer the report of a crashed session, if there is one. The program never sends the report."""
        if not report:
            return
        notice = Notice(
            NoticeKind.INFO,
            self.tr("Portrait Studio ended unexpectedly last time"),
            self.tr(
                "Stored pictures are kept, and unfinished jobs are still in the queue. A report says "
                "where it happened."
            ),
        )
        show = notice.add_action(self.tr("Show report…"))
        show.clicked.connect(lambda: self._show_report(report))
        self._presenter.notices.add(notice)
        notice.speak()

    def _show_report(self, report: str) -> None:
        sentence = self.tr(
            "The report names parts of the program. It contains no prompt, no picture and no key, and it "
            "is not sent automatically. To help, copy it and send it to whoever gave you the program."
        )
        dialog = LongTextDialog(self.tr("Crash report"), sentence, report, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _perform(self, remedy: Remedy, _error: AppError | None) -> None:
        match remedy:
            case Remedy.OPEN_SETTINGS:
                self.open_settings()
            case Remedy.OPEN_LIBRARY_FOLDER:
                self._open_folder("library")

    def _open_folder(self, name: str) -> None:
        self._shell.desktop.open_folder(self._folders[name])
