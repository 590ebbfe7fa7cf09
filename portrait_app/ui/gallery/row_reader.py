"""Loads the records that the grid requests, in small batches, latest request first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Library
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery.model import GalleryModel

_AT_ONCE = 400  # most records in one query
_WAITING = 2000  # most records waiting; older requests have scrolled out of view


class RowReader(QObject):
    """Answers `GalleryModel.rows_wanted` from the library, with one query at a time."""

    def __init__(
        self, library: Library, runner: TaskRunner, model: GalleryModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._model = model
        self._wanted: dict[int, None] = {}  # in order of the request, latest last
        self._asked: frozenset[int] = frozenset()
        model.rows_wanted.connect(self._want)

    def _want(self, ids: Sequence[int]) -> None:
        for picture_id in ids:
            if picture_id not in self._asked:
                self._wanted.pop(picture_id, None)
                self._wanted[picture_id] = None
        for picture_id in list(self._wanted)[:-_WAITING]:
            del self._wanted[picture_id]
        if not self._asked:
            self._ask()

    def _ask(self) -> None:
        latest = list(self._wanted)[-_AT_ONCE:]
        for picture_id in latest:
            del self._wanted[picture_id]
        self._asked = frozenset(latest)
        if latest:
            self._runner.run(
                partial(self._library.pictures, latest), self._answered, self._failed, owner=self
            )

    def _answered(self, pictures: list[Picture]) -> None:
        asked, self._asked = self._asked, frozenset()
        self._model.update(pictures)
        # The library has no record of these pictures, so they must not be shown.
        self._model.remove(asked.difference(picture.id for picture in pictures))
        self._ask()

    def _failed(self, error: AppError) -> None:
        self._asked = frozenset()
        self._wanted.clear()  # the next painting requests the records again
        self._runner.failed.emit(error)
