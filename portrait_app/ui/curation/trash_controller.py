"""The controller that empties the Trash: question, work on a worker, and result."""

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import Emptied, TrashContents
from portrait_app.core.errors import AppError
from portrait_app.core.ports.curation import Curation
from portrait_app.jobs.runner import Lane
from portrait_app.ui.curation.empty_trash_dialog import EmptyTrashDialog
from portrait_app.ui.curation.trash_bar import TrashBar
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell


class TrashController(QObject):
    """Asks before files are sent to the system's trash. Cancelling stops soon; sent files stay there."""

    emptied = Signal()  # pictures may have left the library
    _reported = Signal(int, int)  # pictures done, total; emitted by the worker

    def __init__(
        self,
        shell: Shell,
        curation: Curation,
        gallery: GalleryController,
        bar: TrashBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._curation = curation
        self._gallery = gallery
        self._bar = bar
        self._runner = shell.runner
        self._cancel = Cancel()
        self._dialog: EmptyTrashDialog | None = None
        self._reported.connect(self._on_reported)
        shell.actions["empty_trash"].triggered.connect(self._look)
        shell.at_end(self.stop)
        gallery.count_changed.connect(self._show_bar)
        gallery.begun.connect(self._show_bar)
        shell.window.page_changed.connect(self._show_bar)

    def stop(self) -> None:
        """Stop emptying: the user cancels, or the program ends."""
        self._cancel.cancel()

    def _show_bar(self) -> None:
        """Show the bar if the grid shows the Trash and the Trash has pictures."""
        shows_trash = self._window.page is WindowPage.GALLERY and self._gallery.query.filter.trashed
        self._bar.setVisible(shows_trash and self._gallery.count > 0)

    def _look(self) -> None:
        if self._dialog is None:
            self._runner.run(self._curation.trash_contents, self._ask, owner=self)

    def _ask(self, contents: TrashContents) -> None:
        if self._dialog is not None:
            return
        dialog = self._dialog = EmptyTrashDialog(contents, self._window)
        dialog.empty_wanted.connect(self._empty)
        dialog.stop_wanted.connect(self.stop)
        dialog.exec()
        self.stop()  # in case the dialog was closed while files were sent
        self._dialog = None
        dialog.deleteLater()

    def _empty(self, with_favourites: bool) -> None:
        cancel = self._cancel = Cancel()

        def empty() -> Emptied:
            return self._curation.empty_trash(
                with_favourites=with_favourites, report=self._reported.emit, cancel=cancel
            )

        self._runner.run(empty, self._on_emptied, self._on_failed, lane=Lane.FILES, owner=self)

    def _on_reported(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(done, total)

    def _on_emptied(self, emptied: Emptied) -> None:
        self._gallery.refresh()
        self.emptied.emit()
        if self._dialog is not None:
            self._dialog.show_result(emptied)

    def _on_failed(self, error: AppError) -> None:
        self._gallery.refresh()
        self.emptied.emit()
        if self._dialog is not None:
            self._dialog.fail()
        self._runner.failed.emit(error)
