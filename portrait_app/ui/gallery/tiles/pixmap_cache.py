"""A cache of pixmaps for each picture and zoom level, limited in bytes."""

from collections import OrderedDict

from PySide6.QtGui import QPixmap


class PixmapCache:
    """Drops the pixmaps that were not used for the longest time when `budget` bytes are exceeded."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.used = 0  # in bytes
        self._pixmaps: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._sides: dict[int, set[int]] = {}

    def __contains__(self, key: tuple[int, int]) -> bool:
        return key in self._pixmaps

    def get(self, picture_id: int, side: int) -> QPixmap | None:
        """Return the picture's pixmap of exactly this side, or None."""
        pixmap = self._pixmaps.get((picture_id, side))
        if pixmap is not None:
            self._pixmaps.move_to_end((picture_id, side))
        return pixmap

    def nearest(self, picture_id: int, side: int) -> QPixmap | None:
        """Return the picture's pixmap of the nearest size, to be scaled until the sharp one is loaded."""
        sides = self._sides.get(picture_id)
        if not sides:
            return None
        return self.get(picture_id, min(sides, key=lambda other: (abs(other - side), other)))

    def put(self, picture_id: int, side: int, pixmap: QPixmap) -> None:
        self._drop((picture_id, side))
        self._pixmaps[picture_id, side] = pixmap
        self._sides.setdefault(picture_id, set()).add(side)
        self.used += _bytes(pixmap)
        while self.used > self.budget and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))

    def forget(self, picture_id: int) -> None:
        for side in list(self._sides.get(picture_id, ())):
            self._drop((picture_id, side))

    def clear(self) -> None:
        self._pixmaps.clear()
        self._sides.clear()
        self.used = 0

    def _drop(self, key: tuple[int, int]) -> None:
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is None:
            return
        self.used -= _bytes(pixmap)
        picture_id, side = key
        self._sides[picture_id].discard(side)
        if not self._sides[picture_id]:
            del self._sides[picture_id]


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
