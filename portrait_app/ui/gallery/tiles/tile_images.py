"""The thumbnails of the tiles: requested from the loader, and cached as pixmaps of the tile's size."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from portrait_app.ui.gallery.tiles.pixmap_cache import PixmapCache
from portrait_app.ui.kit.theme import RADIUS

BUDGET = 64 * 1024 * 1024  # limit of the pixmap cache, in bytes


class TileImages(QObject):
    """Returns the best available pixmap of a tile; emits `changed` when a better one is loaded."""

    changed = Signal(object)  # id of a picture

    def __init__(self, parent: QObject | None = None, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._loader: ThumbnailLoader | None = None  # None until the library is open
        self._cache = PixmapCache(budget)
        self._broken: set[int] = set()
        self._side = 0
        self._ratio = 1.0

    def attach(self, loader: ThumbnailLoader) -> None:
        """Use `loader` for all further requests."""
        self._loader = loader
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)

    def set_size(self, side: int, ratio: float) -> None:
        """Set the side of the tiles in logical pixels, and the device pixel ratio."""
        self._side = round(side * ratio)
        self._ratio = ratio

    def pixmap(self, picture_id: int) -> QPixmap | None:
        """Return the sharp pixmap, or one of another size to scale for now, or None."""
        sharp = self._cache.get(picture_id, self._side)
        return sharp if sharp is not None else self._cache.nearest(picture_id, self._side)

    def is_broken(self, picture_id: int) -> bool:
        """Return whether the picture's file is missing or damaged."""
        return picture_id in self._broken

    def want(self, visible: Sequence[int], near: Sequence[int]) -> None:
        """Request missing thumbnails: the visible ones, then nearby ones as far as the cache has room."""
        if self._loader is None:
            return
        room = self._cache.budget // (max(self._side, 1) ** 2 * 4) - len(visible)
        self._loader.want(
            self._missing(visible), self._missing(near[: max(room, 0)]), self._side, RADIUS * self._ratio
        )

    def try_again(self) -> None:
        """Request files again that were missing, because they may be back."""
        self._broken.clear()

    def _missing(self, ids: Sequence[int]) -> list[int]:
        side = self._side
        return [number for number in ids if (number, side) not in self._cache and number not in self._broken]

    def _on_loaded(self, picture_id: int, image: QImage, side: int) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self._ratio)
        self._cache.put(picture_id, side, pixmap)
        self.changed.emit(picture_id)

    def _on_failed(self, picture_id: int) -> None:
        self._broken.add(picture_id)
        self.changed.emit(picture_id)
