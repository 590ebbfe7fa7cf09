"""A cache of tile icons as pixmaps, one for each size and palette role."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPalette, QPixmap

from portrait_app.ui.kit.icons import icon


class TileIcons:
    """Draws icons in the palette's colours. Call `clear` when the palette changes."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, QPalette.ColorRole, int, float], QPixmap] = {}

    def draw(self, painter: QPainter, rect: QRect, name: str, role: QPalette.ColorRole) -> None:
        ratio = painter.device().devicePixelRatio()
        key = (name, role, rect.width(), ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            side = round(rect.width() * ratio)
            pixmap = icon(name, role).pixmap(side, side)
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        painter.drawPixmap(rect, pixmap)

    def clear(self) -> None:
        self._pixmaps.clear()
