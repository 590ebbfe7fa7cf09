"""The pictures of the tiles: asked of the loader, kept as pixmaps that need no scaling to be drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from portrait_app.jobs.thumbnail_loader import ThumbnailLoader
from portrait_app.ui.gallery.pixmap_cache import PixmapCache
from portrait_app.ui.kit.theme import RADIUS

BUDGET = 64 * 1024 * 1024  # bytes of pixmaps


class TileImages(QObject):
    """Hands out the pixmap of a tile, now and as it is; `changed` when there is a better one."""

    changed = Signal(object)  # id

    def __init__(self, parent: QObject | None = None, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._loader: ThumbnailLoader | None = None  # until the library is open
        self._cache = PixmapCache(budget)
        self._broken: set[int] = set()
        self._side = 0
        self._ratio = 1.0

    def attach(self, loader: ThumbnailLoader) -> None:
        """Ask `loader` from now on."""
        self._loader = loader
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)

    def set_size(self, side: int, ratio: float) -> None:
        """Say how large tiles are: the side in logical pixels, and device pixels for each."""
        self._side = round(side * ratio)
        self._ratio = ratio

    def pixmap(self, picture_id: int) -> QPixmap | None:
        """Return the sharp pixmap, one of another size to be scaled meanwhile, or None."""
        sharp = self._cache.get(picture_id, self._side)
        return sharp if sharp is not None else self._cache.nearest(picture_id, self._side)

    def is_broken(self, picture_id: int) -> bool:
        """Say whether the file turned out to be missing or damaged."""
        return picture_id in self._broken

    def want(self, visible: Sequence[int], near: Sequence[int]) -> None:
        """Have the missing ones loaded: what is visible, then what is near as far as there is room for it."""
        if self._loader is None:
            return
        room = self._cache.budget // (max(self._side, 1) ** 2 * 4) - len(visible)
        self._loader.want(
            self._missing(visible), self._missing(near[: max(room, 0)]), self._side, RADIUS * self._ratio
        )

    def try_again(self) -> None:
        """Ask again for files that were missing: they may be back."""
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
