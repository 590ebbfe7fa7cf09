"""The controller of imports: reads files on a worker, adds them to the library, or fills the panel."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.dropped_images import DroppedImages
from portrait_app.jobs.file_import import MOST_FILES, FileImport, FileState, ImportEntry
from portrait_app.jobs.runner import Lane
from portrait_app.ui.create.filled import Filled
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.importing.dialog import ImportDialog
from portrait_app.ui.importing.drop_overlay import DropOverlay
from portrait_app.ui.importing.words import (
    added_words,
    adding_words,
    reading_words,
    too_many_words,
    unmapped_rows,
    used_words,
)
from portrait_app.ui.kit.dragged_files import files_in, image_kind
from portrait_app.ui.shell.shell import Shell

T = TypeVar("T")
_SHOWN_AT_ONCE = 50  # added pictures that the grid shows together
_STEP = 50  # milliseconds between two updates of the progress


class ImportController(QObject):
    """Reads the files that the user brings, and carries out the commands of the dialog, one task at a time.

    The dialog stays open until the user closes it. Files brought meanwhile are added to its list.
    """

    _found = Signal(object, int)  # Cancel of the task, number of its files
    _came = Signal(object, object)  # Cancel of the task, ImportEntry

    def __init__(
        self,
        shell: Shell,
        files: FileImport,
        gallery: GalleryController,
        fill_panel: Callable[[GenerationRequest], Filled],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._files = files
        self._images = DroppedImages()
        self._gallery = gallery
        self._fill_panel = fill_panel
        self._runner = shell.runner
        self._dialog: ImportDialog | None = None
        self._cancel: Cancel | None = None
        self._waiting: list[Path] = []  # files brought while a task was running
        self._words: Callable[[int, int], str] = reading_words
        self._done = self._total = 0
        self._results: list[ImportEntry] = []  # of the running or the last task
        self._added: list[Picture] = []  # pictures that the grid does not show yet
        self._step = QTimer(self, singleShot=True)
        self._step.setInterval(_STEP)
        self._step.timeout.connect(self._show_progress)
        self._found.connect(self._on_found)
        self._came.connect(self._on_came)
        shell.actions["import"].triggered.connect(self._ask)
        shell.actions["paste"].triggered.connect(self._paste)
        shell.at_end(self._close)
        overlay = DropOverlay(self._window)
        overlay.dropped.connect(self.bring)
        overlay.image_dropped.connect(self._bring_image)

    @property
    def busy(self) -> bool:
        return self._cancel is not None

    def bring(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and show the files in the dialog."""
        self._show()
        self._waiting.extend(paths)
        self._go_on()

    def _bring_image(self, data: bytes, kind: str) -> None:
        """Read an image that was dropped without a file."""
        self._keep_image(lambda: data, kind)

    def _keep_image(self, data: Callable[[], bytes], kind: str) -> None:
        def keep() -> Path:
            return self._images.keep(data(), kind)

        self._runner.run(keep, lambda path: self.bring([path]), lane=Lane.IMPORT, owner=self)

    def _paste(self) -> None:
        """Bring the files or the picture in the clipboard. A picture without a file becomes a PNG file."""
        data = QGuiApplication.clipboard().mimeData()
        if files := files_in(data):
            self.bring(files)
        elif kind := image_kind(data):
            self._bring_image(bytes(data.data(f"image/{kind}").data()), kind)
        elif not (image := QGuiApplication.clipboard().image()).isNull():
            self._keep_image(partial(_png, image), "png")
        else:
            self._shell.say(self.tr("There is no picture and no file in the clipboard."))

    def _close(self) -> None:
        """Stop, and delete the temporary files of images that had no file: the program ends."""
        self.stop()
        self._runner.run(self._images.clear, lane=Lane.IMPORT)

    def stop(self) -> None:
        """Ask the running task to stop soon, and drop waiting files. What is done stays done."""
        self._waiting.clear()
        if self._cancel is not None:
            self._cancel.cancel()

    # --- the dialog ---

    def _ask(self) -> None:
        self._show().choose_files()

    def _show(self) -> ImportDialog:
        if self._dialog is None:
            dialog = self._dialog = ImportDialog(self._window)
            dialog.brought.connect(self.bring)
            dialog.stop_wanted.connect(self.stop)
            dialog.use_wanted.connect(self._use)
            dialog.add_wanted.connect(self._add)
            dialog.finished.connect(self._on_closed)
        self._dialog.show()
        self._dialog.activateWindow()
        return self._dialog

    def _on_closed(self) -> None:
        self.stop()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _use(self, file: ImportedFile) -> None:
        """Fill the panel with the settings in a file. Nothing is sent."""
        filled = self._fill_panel(file.repeat_request)
        self._say(used_words(filled, [name for name, _value in unmapped_rows(file)]))

    def _say(self, words: str) -> None:
        """Show a text in the dialog, or in the window if the dialog is closed."""
        if not words:
            return
        if self._dialog is not None:
            self._dialog.say(words)
        else:
            self._shell.say(words)

    # --- tasks ---

    def _go_on(self) -> None:
        if self.busy or not self._waiting:
            return
        paths, self._waiting = self._waiting, []
        self._begin(reading_words, partial(self._read, paths), self._on_read)

    def _read(self, paths: Sequence[Path], cancel: Cancel) -> bool:
        """Read at most MOST_FILES files, and return whether there are more. For a worker."""
        found = self._files.find(paths, cancel)
        self._found.emit(cancel, min(len(found), MOST_FILES))
        self._files.read(found[:MOST_FILES], partial(self._came.emit, cancel), cancel)
        return len(found) > MOST_FILES

    def _on_read(self, more: bool) -> None:
        self._say(too_many_words(MOST_FILES) if more else "")

    def _add(self, brought: Sequence[ImportEntry]) -> None:
        if self.busy:
            return

        def add(cancel: Cancel) -> None:
            self._found.emit(cancel, len(brought))
            self._files.add(brought, partial(self._came.emit, cancel), cancel)

        def done(_none: None) -> None:
            self._say(added_words(self._results))

        self._begin(adding_words, add, done)

    def _begin(
        self, words: Callable[[int, int], str], work: Callable[[Cancel], T], done: Callable[[T], None]
    ) -> None:
        cancel = self._cancel = Cancel()
        self._words = words
        self._done = self._total = 0
        self._results.clear()

        def ended(result: T) -> None:
            self._end()
            done(result)
            self._go_on()

        self._runner.run(partial(work, cancel), ended, self._on_failed, lane=Lane.IMPORT, owner=self)
        self._show_progress()

    def _on_failed(self, error: AppError) -> None:
        self._end()
        if error.kind is not ErrorKind.CANCELLED:
            self._runner.failed.emit(error)
        self._go_on()

    def _end(self) -> None:
        self._cancel = None
        self._step.stop()
        self._show_added()
        if self._dialog is not None:
            self._dialog.end_progress()

    def _on_found(self, cancel: Cancel, total: int) -> None:
        if cancel is self._cancel:
            self._total = total
            self._show_progress()

    def _on_came(self, cancel: Cancel, brought: ImportEntry) -> None:
        if cancel is not self._cancel:
            return
        self._done += 1
        self._results.append(brought)
        if brought.state is FileState.ADDED and brought.picture is not None:
            self._added.append(brought.picture)
            if len(self._added) >= _SHOWN_AT_ONCE:
                self._show_added()
        if self._dialog is not None:
            self._dialog.put(brought)
        if not self._step.isActive():
            self._step.start()

    def _show_progress(self) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(self._words(self._done, self._total), self._done, self._total)

    def _show_added(self) -> None:
        if self._added:
            self._gallery.pictures_arrived(self._added)
            self._added = []


def _png(image: QImage) -> bytes:
    """Encode an image. For a worker."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know no device as a target
    return bytes(buffer.data().data())
