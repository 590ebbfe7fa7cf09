"""The message that the library's disk is not there, until it is back."""

from pathlib import Path

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.library_watch import LibraryWatch
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.shell.shell import Shell


class AbsenceController(QObject):
    """Says that the library is not there. When it is back, takes the message away and loads what is shown."""

    def __init__(
        self, shell: Shell, watch: LibraryWatch, folder: Path, gallery: Gallery, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._folder = folder
        self._gallery = gallery
        watch.went.connect(self._on_went)
        watch.came.connect(self._on_came)
        watch.failed.connect(shell.presenter.present)
        if not watch.is_there:  # the window was rebuilt meanwhile
            self._on_went()

    def _on_went(self) -> None:
        path = str(self._folder)
        # The same words as of the library itself, so that both are one message.
        self._shell.presenter.present(
            AppError(ErrorKind.LIBRARY_ABSENT, f"there is no library in {path}", path=path)
        )

    def _on_came(self) -> None:
        self._shell.presenter.withdraw_kind(ErrorKind.LIBRARY_ABSENT)
        self._shell.say(self.tr("The library is there again"))
        self._gallery.controller.refresh()
        self._gallery.view.try_missing_again()
        self._gallery.pictures.look_again()
