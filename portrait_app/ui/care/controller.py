"""The controller for missing files and for the dialog of the library check. Both update the grid."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from portrait_app.core.check import Located
from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.ui.care.check_dialog import LibraryCheckDialog
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.care.missing_search import MissingSearch
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.kit.formats import count_text
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
        actions["locate_file"].triggered.connect(lambda: self._act_on_missing(self._choose_place))
        actions["forget"].triggered.connect(lambda: self._act_on_missing(self._ask_to_forget))
        actions["find_missing"].triggered.connect(lambda: self._choose_folder(None))
        self._search = MissingSearch(housekeeping, self._presenter.notices, self)
        housekeeping.located.connect(self._on_located)
        housekeeping.stopped.connect(self._show_again)
        housekeeping.forgotten.connect(self._on_forgotten)
        housekeeping.adopted.connect(self._on_adopted)
        housekeeping.failed.connect(self._on_failed)
        self._offer([])

    def open_check(self) -> None:
        """Open the dialog of the library check. The check starts when the user presses its button."""
        self._take_back_notice()
        self._dialog = LibraryCheckDialog(self._housekeeping, self._window)
        self._dialog.show_wanted.connect(self._shell.desktop.show_file)
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

    def _act_on_missing(self, act: Callable[[list[int]], None]) -> None:
        """Call `act` with the missing pictures among those that the user means."""
        missing = set(self._missing)

        def act_on(ids: list[int]) -> None:
            if meant := [picture_id for picture_id in ids if picture_id in missing]:
                act(meant)

        self._target.act(act_on)

    def _choose_place(self, missing: Sequence[int]) -> None:
        """Ask for the missing file, or for a folder to search if several are missing."""
        if len(missing) != 1:
            self._choose_folder(missing)
            return
        file, _filter = QFileDialog.getOpenFileName(self._window, self.tr("Choose the missing file"))
        if file:
            self._take_back_notice()
            self._search.begin(missing, Path(file))

    def _choose_folder(self, ids: Sequence[int] | None) -> None:
        """Ask for a folder, and search it for the files of these pictures; None for all missing files."""
        title = self.tr("Search a folder for the missing files")
        if folder := QFileDialog.getExistingDirectory(self._window, title):
            self._take_back_notice()
            self._search.begin(ids, Path(folder))

    def _ask_to_forget(self, ids: Sequence[int]) -> None:
        words = CareCounts()
        notice = Notice(NoticeKind.INFO, words.forget(len(ids)), words.forget_means(len(ids)))
        forget, keep = (
            #: button, verb: removes what is known of a picture or job
            notice.add_action(self.tr("Forget")),
            notice.add_action(self.tr("Keep", "button, verb: leaves it as it is")),
        )
        forget.clicked.connect(notice.dismissed)
        forget.clicked.connect(lambda: self._housekeeping.forget(ids))
        keep.clicked.connect(notice.dismissed)
        self._put_up(notice)
        keep.setFocus()

    # --- results ---

    def _on_located(self, located: Located) -> None:
        if located.restored:
            self._take_back_notice()
            self._show_again()
        if self._dialog is not None:  # the dialog shows the result itself
            return
        if located.missing:
            self._say_not_found(located)
        elif not located.restored:
            self._shell.say(self.tr("No file is missing"))
        else:
            self._shell.say(CareCounts().back_in_place(len(located.restored)))

    def _show_again(self) -> None:
        """Show the pictures whose files may be back, also after a search that the user has stopped."""
        self._view.try_missing_again()
        self._pictures.look_again()
        self._gallery.look_again()  # a search for missing pictures does not show them any more
        self._settle.start()

    def _say_not_found(self, located: Located) -> None:
        title, found = self.tr("This is not the missing file"), len(located.restored)
        if found or len(located.missing) > 1:
            title = CareCounts().found_of(found + len(located.missing), count_text(found))
        notice = Notice(
            NoticeKind.INFO,
            title,
            self.tr(
                "Files are recognised by their content, not by their names. The missing file may be "
                "in another folder."
            ),
        )
        search = notice.add_action(self.tr("Search a folder…"))
        search.clicked.connect(notice.dismissed)
        search.clicked.connect(lambda: self._choose_folder(located.missing))
        self._put_up(notice)

    def _on_forgotten(self, ids: list[int]) -> None:
        self._view.selection.discard_hidden(ids)
        self._gallery.refresh()
        if self._dialog is None:
            words = CareCounts().forgotten(len(ids))
            self._shell.say(words if ids else self.tr("The file is back: nothing was forgotten."))
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
