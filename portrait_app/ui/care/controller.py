"""The controller for missing files and for the dialog of the library check. Both update the grid."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from portrait_app.core.check import Located
from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.ui.care.check_dialog import LibraryCheckDialog
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.shell.shell import Shell

_SETTLED = 120  # milliseconds after the last change of the selection, which often changes in many steps
_LOOKED_AT = 500  # most selected pictures whose files are checked; the library check has no limit


class LibraryCare(QObject):
    """Offers *Locate file…* and *Forget* for selected pictures whose files are missing."""

    def __init__(
        self, shell: Shell, gallery: Gallery, housekeeping: HousekeepingController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._actions = actions = shell.actions
        self._view = gallery.view
        self._target = target = gallery.target
        self._pictures = gallery.pictures
        self._gallery = gallery.controller
        self._housekeeping = housekeeping
        self._presenter = shell.presenter
        self._missing: list[int] = []
        self._dialog: LibraryCheckDialog | None = None
        self._notice: Notice | None = None
        self._settle = QTimer(self, singleShot=True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self._look)
        target.changed.connect(self._settle.start)
        actions["check_library"].triggered.connect(self.open_check)
        actions["locate_file"].triggered.connect(self._choose_place)
        actions["forget"].triggered.connect(self._ask_to_forget)
        housekeeping.located.connect(self._on_located)
        housekeeping.forgotten.connect(self._on_forgotten)
        housekeeping.adopted.connect(self._on_adopted)
        housekeeping.failed.connect(self._on_failed)
        self._offer([])

    def open_check(self) -> None:
        """Open the dialog of the library check. The check starts when the user presses its button."""
        self._take_back_notice()
        self._dialog = LibraryCheckDialog(self._housekeeping, self._window)
        self._dialog.exec()
        self._dialog.deleteLater()
        self._dialog = None

    # --- selection ---

    def _look(self) -> None:
        selected = self._target.ids()[:_LOOKED_AT]
        if not selected:
            self._offer([])
            return

        def found(missing: list[int]) -> None:
            if selected == self._target.ids()[:_LOOKED_AT]:
                self._offer(missing)

        self._housekeeping.find_missing(selected, found)

    def _offer(self, missing: Sequence[int]) -> None:
        self._missing = list(missing)
        for key in ("locate_file", "forget"):
            self._actions[key].setVisible(bool(missing))

    # --- commands of the user ---

    def _choose_place(self) -> None:
        """Ask for the missing file, or for a folder to search if several are missing."""
        if len(self._missing) != 1:
            self._choose_folder(self._missing)
            return
        file, _filter = QFileDialog.getOpenFileName(self._window, self.tr("Choose the missing file"))
        if file:
            self._housekeeping.locate(self._missing, Path(file))

    def _choose_folder(self, ids: Sequence[int]) -> None:
        title = self.tr("Search a folder for the missing files")
        if folder := QFileDialog.getExistingDirectory(self._window, title):
            self._housekeeping.locate(ids, Path(folder))

    def _ask_to_forget(self) -> None:
        ids = self._missing
        title = (
            self.tr("Forget this picture?")
            if len(ids) == 1
            else self.tr("Forget {count} pictures?").format(count=QLocale().toString(len(ids)))
        )
        words = self.tr("All that is known of it leaves the library. No file is touched.")
        notice = Notice(NoticeKind.INFO, title, words)
        forget, keep = notice.add_action(self.tr("Forget")), notice.add_action(self.tr("Keep"))
        forget.clicked.connect(notice.dismissed)
        forget.clicked.connect(lambda: self._housekeeping.forget(ids))
        keep.clicked.connect(notice.dismissed)
        self._put_up(notice)
        keep.setFocus()

    # --- results ---

    def _on_located(self, located: Located) -> None:
        if located.restored:
            self._take_back_notice()
            self._view.try_missing_again()
            self._pictures.look_again()
            self._settle.start()
        if self._dialog is not None:  # the dialog shows the result itself
            return
        if located.missing:
            self._say_not_found(located)
        else:
            self._shell.say(self.tr("The file is back in its place"))

    def _say_not_found(self, located: Located) -> None:
        notice = Notice(
            NoticeKind.INFO,
            self.tr("That is not the missing file"),
            self.tr(
                "A picture is known by its data, whatever its file is called. It may be in another folder."
            ),
        )
        search = notice.add_action(self.tr("Search a folder…"))
        search.clicked.connect(notice.dismissed)
        search.clicked.connect(lambda: self._choose_folder(located.missing))
        self._put_up(notice)

    def _on_forgotten(self, ids: list[int]) -> None:
        self._gallery.refresh()
        if self._dialog is None:
            words = self.tr("{count} forgotten").format(count=QLocale().toString(len(ids)))
            self._shell.say(words if ids else self.tr("The file is there again: nothing was forgotten"))
        self._settle.start()

    def _on_adopted(self, pictures: list[Picture], _asked: int) -> None:
        self._gallery.pictures_arrived(pictures)

    def _on_failed(self, error: AppError) -> None:
        if self._dialog is None:
            self._presenter.present(error)

    def _put_up(self, notice: Notice) -> None:
        """Show a notice in place of the previous one."""
        self._take_back_notice()
        self._notice = notice
        notice.dismissed.connect(self._forget_notice)
        self._presenter.notices.add(notice)

    def _take_back_notice(self) -> None:
        if self._notice is not None:
            self._presenter.notices.remove(self._notice)
            self._notice = None

    def _forget_notice(self) -> None:
        self._notice = None
