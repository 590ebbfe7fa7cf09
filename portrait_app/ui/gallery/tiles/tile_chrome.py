"""Marks on tiles and rings around them, drawn once for each size and palette, and then copied."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPixmap

from portrait_app.ui.gallery.grid_view import RING_ROOM
from portrait_app.ui.gallery.tiles.tile_actions import INSET, TileAction, icon_in
from portrait_app.ui.gallery.tiles.tile_icons import TileIcons
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from portrait_app.ui.kit.theme import RADIUS, SPACE

_SHADE = 190  # alpha of 255 for the background of a mark
_STARS = (8, 14)  # smallest and largest side of a star, in pixels
_STAR = 0.07  # relative to the side of the cell
_AROUND_STARS = 2  # padding, in pixels
_CORNER = RING_ROOM + RADIUS + 4  # side of the square that contains a rounded corner of a ring, in pixels

_Role = QPalette.ColorRole


class TileChrome:
    """Draws marks and rings. Call `prepare` before each frame."""

    def __init__(self, caption: ShapedTexts, icons: TileIcons) -> None:
        self._caption = caption
        self._icons = icons
        self._palette = QPalette()
        self._ratio = 1.0
        self._look: object = None  # palette, colour group and pixel ratio of the stamps
        self._stamps: dict[tuple[object, ...], QPixmap] = {}
        self._accent = QColor()
        self._chip_widths: dict[str, int] = {}

    def prepare(self, palette: QPalette, ratio: float) -> None:
        """Set the colours and the device pixel ratio."""
        look = palette.cacheKey(), palette.currentColorGroup(), ratio
        if look != self._look:
            self._look, self._palette, self._ratio = look, palette, ratio
            self._accent = palette.color(_Role.Accent)
            self._stamps.clear()

    # --- marks ---

    def action(self, painter: QPainter, hot: QRect, action: TileAction) -> None:
        """Draw the icon of an action in its clickable area."""

        def draw(to: QPainter, rect: QRect) -> None:
            role = _Role.Accent if action is TileAction.UNFAVOURITE else _Role.ButtonText
            self._shade(to, rect)
            self._icons.draw(to, icon_in(rect), action.value, role)

        self._stamp(painter, hot, (action, hot.width()), draw)

    def chip(self, painter: QPainter, text: str, shown: QRect, cell: QRect) -> QRect:
        """Label a drawn picture and return the label's rectangle.

        The label is drawn at every size, so that a drawn picture is never mistaken for the work of a model.
        """
        if text not in self._chip_widths:
            self._chip_widths[text] = self._caption.width(text) + SPACE
        width = min(self._chip_widths[text], cell.width())
        chip = QRect(0, 0, width, self._caption.line_height + 2)
        chip.moveCenter(shown.center())
        chip.moveBottom(shown.bottom() - INSET)
        if width + 2 * INSET <= shown.width():
            chip.moveLeft(shown.left() + INSET)

        def draw(to: QPainter, rect: QRect) -> None:
            self._shade(to, rect)
            to.setFont(self._caption.font)
            to.setPen(self._palette.color(_Role.Text))
            to.drawStaticText(
                rect.left() + SPACE // 2, rect.top() + 1, self._caption.line(text, width - SPACE + 1)
            )

        self._stamp(painter, chip, (text, width), draw)
        return chip

    def stars(self, painter: QPainter, count: int, shown: QRect, cell: QRect, chip: QRect) -> None:
        """Draw a rating, in the text colour, because the accent colour marks favourites."""
        place = _place_of_stars(count, shown, cell, chip)

        def draw(to: QPainter, rect: QRect) -> None:
            self._shade(to, rect)
            side = rect.height() - 2 * _AROUND_STARS
            for number in range(count):
                at = rect.topLeft() + QPoint(_AROUND_STARS + number * side, _AROUND_STARS)
                self._icons.draw(to, QRect(at.x(), at.y(), side, side), "star-fill", _Role.ButtonText)

        self._stamp(painter, place, ("stars", count, place.height()), draw)

    def missing(self, painter: QPainter, shown: QRect) -> None:
        """Draw the sign that a picture's file is missing."""
        side = max(min(32, shown.height() // 3), 16)
        icon = QRect(0, 0, side, side)
        icon.moveCenter(shown.center())
        icon.translate(0, -self._caption.line_height // 2)
        self._icons.draw(painter, icon, "file-x", _Role.PlaceholderText)
        #: the file of a picture is not there
        text = QCoreApplication.translate("GalleryView", "Missing")
        width = min(self._caption.width(text), shown.width())
        painter.setFont(self._caption.font)
        painter.setPen(self._palette.color(_Role.PlaceholderText))
        where = QPointF(shown.center().x() - width / 2, icon.bottom() + 2)
        painter.drawStaticText(where, self._caption.line(text, width + 1))

    def _shade(self, painter: QPainter, rect: QRect) -> None:
        shade = QColor(self._palette.color(_Role.Window))
        shade.setAlpha(_SHADE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)

    # --- rings ---

    def ring(self, painter: QPainter, shown: QRect, *, selected: bool, current: bool) -> None:
        """Draw the ring: solid if selected, dashed if only current, thicker if both."""
        width = 3 if selected and current else 2
        outer = shown.adjusted(-RING_ROOM, -RING_ROOM, RING_ROOM, RING_ROOM)
        small = min(outer.width(), outer.height()) < 2 * _CORNER
        if small or not selected or self._ratio != int(self._ratio):
            self._stroke(painter, outer, width, dashed=not selected)
            return
        # Stroking a path takes four times as long as filling edges and copying cached corners.
        left, top, right, bottom = outer.left(), outer.top(), outer.right() + 1, outer.bottom() + 1
        long, high = outer.width() - 2 * _CORNER, outer.height() - 2 * _CORNER
        accent = self._accent
        painter.fillRect(left + _CORNER, top, long, width, accent)
        painter.fillRect(left + _CORNER, bottom - width, long, width, accent)
        painter.fillRect(left, top + _CORNER, width, high, accent)
        painter.fillRect(right - width, top + _CORNER, width, high, accent)
        for x, at_x in ((0, left), (1, right - _CORNER)):
            for y, at_y in ((0, top), (1, bottom - _CORNER)):
                painter.drawPixmap(at_x, at_y, self._corner(width, x, y))

    def _corner(self, width: int, x: int, y: int) -> QPixmap:
        """Return a corner of a ring; for `x`, 0 is left and 1 right; for `y`, 0 is top and 1 bottom."""
        corner = self._stamps.get((width, x, y))
        if corner is None:
            corner = self._blank(_CORNER, _CORNER)
            painter = QPainter(corner)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = QRect(-x * _CORNER, -y * _CORNER, 2 * _CORNER, 2 * _CORNER)
            self._stroke(painter, ring, width, dashed=False)
            painter.end()
            self._stamps[width, x, y] = corner
        return corner

    def _stroke(self, painter: QPainter, outer: QRect, width: int, *, dashed: bool) -> None:
        pen = QPen(self._accent, width)
        if dashed:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(QRectF(outer).adjusted(half, half, -half, -half), RADIUS + 2, RADIUS + 2)

    # --- cached pixmaps ---

    def _stamp(
        self,
        painter: QPainter,
        rect: QRect,
        key: tuple[object, ...],
        draw: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paint a cached pixmap at `rect`; `draw` is called only once for each `key`."""
        stamp = self._stamps.get(key)
        if stamp is None:
            stamp = self._blank(rect.width(), rect.height())
            to = QPainter(stamp)
            to.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(to, QRect(0, 0, rect.width(), rect.height()))
            to.end()
            self._stamps[key] = stamp
        painter.drawPixmap(rect.topLeft(), stamp)

    def _blank(self, width: int, height: int) -> QPixmap:
        pixmap = QPixmap(round(width * self._ratio), round(height * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap


def _place_of_stars(count: int, shown: QRect, cell: QRect, chip: QRect) -> QRect:
    """Return the rectangle of the stars: the lower right corner, or above a chip that is in the way."""
    side = min(max(round(cell.width() * _STAR), _STARS[0]), _STARS[1])
    place = QRect(0, 0, count * side + 2 * _AROUND_STARS, side + 2 * _AROUND_STARS)
    place.moveBottomRight(shown.bottomRight() - QPoint(INSET, INSET))
    if place.width() + 2 * INSET > shown.width():
        place.moveLeft(shown.center().x() - place.width() // 2)
    if place.intersects(chip):
        place.moveBottom(chip.top() - 2)
    return place
