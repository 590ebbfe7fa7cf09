"""Loads the thumbnails for a viewport: visible ones first, then nearby ones."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import ThumbnailStore
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.jobs.thumbnails.batch import SIDES, PathsOf, ThumbnailBatch
from portrait_app.jobs.thumbnails.tile_image import tile_image

log = logging.getLogger(__name__)

_NEAR_AT_ONCE = 32  # nearby pictures per batch; a small batch keeps the wait for visible ones short
_MAKE_AT_ONCE = 8


class ThumbnailLoader(QObject):
    """Loads the pictures that are wanted now, on one worker. A new call of `want` replaces the last one.

    `paths_of` is called on the worker and may read the library.
    """

    loaded = Signal(object, QImage, int)  # picture id, tile, side that was asked for
    failed = Signal(object)  # picture id; the file is missing or damaged
    _delivered = Signal(object, object, int)  # from the worker: picture id, QImage or None, side

    def __init__(
        self, runner: TaskRunner, store: ThumbnailStore, paths_of: PathsOf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._store = store
        self._paths_of = paths_of
        self._visible: dict[int, None] = {}
        self._near: dict[int, None] = {}
        self._side = SIDES[0]
        self._radius = 0.0
        self._to_make: deque[int] = deque()
        self._stop: Event | None = None  # stops the running batch
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)

    def want(self, visible: Sequence[int], near: Sequence[int], side: int, radius: float = 0) -> None:
        """Load these pictures as tiles of `side` pixels, instead of those wanted before.

        `radius` is the radius of the tiles' corners in pixels.
        """
        if side == self._side and list(self._visible) == list(visible) and list(self._near) == list(near):
            return
        self._visible = dict.fromkeys(visible)
        self._near = dict.fromkeys(near)
        self._side = side
        self._radius = radius
        if self._stop is not None:
            self._stop.set()  # the batch ends after its current image, then `_next` starts the new one
        else:
            self._next()

    def make(self, pictures: Sequence[Picture]) -> None:
        """Make thumbnails of new pictures as soon as nothing else is wanted."""
        self._to_make.extend(picture.id for picture in pictures)
        if self._stop is None:
            self._next()

    def close(self) -> None:
        """Stop after the current image and start nothing more, so that the program can end."""
        self._visible.clear()
        self._near.clear()
        self._to_make.clear()
        if self._stop is not None:
            self._stop.set()

    def _next(self) -> None:
        if self._visible:
            self._load(tuple(self._visible))
        elif self._near:
            self._load(tuple(islice(self._near, _NEAR_AT_ONCE)))
        elif self._to_make:
            self._make(tuple(self._to_make.popleft() for _ in range(min(_MAKE_AT_ONCE, len(self._to_make)))))
        else:
            self._stop = None

    def _load(self, ids: tuple[int, ...]) -> None:
        batch = self._batch(ids, self._side)
        radius = self._radius

        def deliver(picture_id: int, image: QImage | None) -> None:
            tile = None if image is None else tile_image(image, batch.side, radius)
            self._delivered.emit(picture_id, tile, batch.side)

        self._run(partial(batch.load, deliver), self._next, partial(self._fail, batch))

    def _make(self, ids: tuple[int, ...]) -> None:
        batch = self._batch(ids, SIDES[0])
        self._run(batch.make, partial(self._made, batch), lambda: None)

    def _made(self, batch: ThumbnailBatch) -> None:
        if batch.stop.is_set():  # interrupted: the whole batch is repeated, and skips thumbnails that exist
            self._to_make.extendleft(reversed(batch.ids))
        self._next()

    def _batch(self, ids: tuple[int, ...], side: int) -> ThumbnailBatch:
        self._stop = Event()
        return ThumbnailBatch(ids, side, self._store, self._paths_of, self._stop)

    def _run(self, work: Callable[[], None], done: Callable[[], None], broken: Callable[[], None]) -> None:
        def failed(error: AppError) -> None:
            # The library could not be read. Another read of the library reports that to the user.
            log.info("No thumbnails: %s", error)
            broken()
            self._next()

        self._runner.run(work, lambda _none: done(), failed, lane=Lane.THUMBNAILS, owner=self)

    def _fail(self, batch: ThumbnailBatch) -> None:
        for picture_id in batch.ids:
            if picture_id in self._visible or picture_id in self._near:
                self._on_delivered(picture_id, None, batch.side)

    def _on_delivered(self, picture_id: int, image: QImage | None, side: int) -> None:
        if side == self._side:
            self._visible.pop(picture_id, None)
            self._near.pop(picture_id, None)
        if image is None:
            self.failed.emit(picture_id)
        else:
            self.loaded.emit(picture_id, image, side)
