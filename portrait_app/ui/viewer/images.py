"""Loads full-size pictures on workers, for the viewer and the comparison."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.image_reader import read_image
from portrait_app.jobs.runner import Lane, Task, TaskRunner

PathsOf = Callable[[Sequence[int]], Mapping[int, Path]]


class ViewerImages(QObject):
    """Holds only the few pictures that are currently wanted."""

    loaded = Signal(object)  # id of a picture
    failed = Signal(object, object)  # id of a picture, AppError

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._paths_of: PathsOf | None = None  # None until the library is open
        self._tasks: dict[int, Task[QImage]] = {}
        self._pixmaps: dict[int, QPixmap] = {}
        self._errors: dict[int, AppError] = {}

    def attach(self, paths_of: PathsOf) -> None:
        """Find files with `paths_of`, which is called on workers."""
        self._paths_of = paths_of

    def pixmap(self, picture_id: int) -> QPixmap | None:
        return self._pixmaps.get(picture_id)

    def error(self, picture_id: int) -> AppError | None:
        """Return the error of a picture that cannot be shown, or None."""
        return self._errors.get(picture_id)

    def want(self, ids: Sequence[int]) -> None:
        """Load these pictures in order, and release all others."""
        for picture_id in set(self._tasks).difference(ids):
            self._tasks.pop(picture_id).cancel()
        for held in (self._pixmaps, self._errors):
            for picture_id in set(held).difference(ids):
                del held[picture_id]
        for picture_id in ids:
            if not any(picture_id in known for known in (self._pixmaps, self._errors, self._tasks)):
                self._read(picture_id)

    def _read(self, picture_id: int) -> None:
        if self._paths_of is None:
            return
        self._tasks[picture_id] = self._runner.run(
            partial(_read, self._paths_of, picture_id),
            partial(self._on_read, picture_id),
            partial(self._on_failed, picture_id),
            lane=Lane.FILES,
            owner=self,
        )

    def _on_read(self, picture_id: int, image: QImage) -> None:
        del self._tasks[picture_id]
        self._pixmaps[picture_id] = QPixmap.fromImage(image)
        self.loaded.emit(picture_id)

    def _on_failed(self, picture_id: int, error: AppError) -> None:
        del self._tasks[picture_id]
        self._errors[picture_id] = error
        self.failed.emit(picture_id, error)


def _read(paths_of: PathsOf, picture_id: int) -> QImage:
    path = paths_of([picture_id]).get(picture_id)
    if path is None:
        raise AppError(ErrorKind.FILE_MISSING)
    return read_image(path)
