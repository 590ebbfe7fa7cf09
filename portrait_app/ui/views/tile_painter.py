"""How a tile looks: the picture on the window's ground, its marks, and the ring of the selected."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPalette, QPen, QPixmap

from portrait_app.core.catalog import SKETCH
from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.theme import RADIUS, SPACE
from portrait_app.ui.views.job_tile import JobTile, block_of
from portrait_app.ui.views.tile_actions import INSET, TileAction, actions_of, icon_in
from portrait_app.ui.views.tile_icons import TileIcons
from portrait_app.ui.views.tile_images import TileImages
from portrait_app.ui.views.tile_texts import TileTexts

RING_ROOM = 4  # pixels around a cell that its ring may take

_STARS = (8, 14)  # pixels: least and largest side of a star
_STAR = 0.07  # of the cell
_AROUND_STARS = 2  # pixels

_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class TileState:
    """What the view knows of a tile when it is painted."""

    selected: bool = False
    current: bool = False  # the keyboard is here
    hovered: bool = False

    @property
    def active(self) -> bool:
        return self.current or self.hovered


class TilePainter:
    """Paints tiles. What takes time, as scaling and shaping, is done once and kept."""

    def __init__(self, images: TileImages, font: QFont) -> None:
        self._images = images
        self._icons = TileIcons()
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Use `font` for texts; captions are a little smaller."""
        small = QFont(font)
        small.setPointSizeF(QFontInfo(font).pointSizeF() * 0.85)
        self._caption = TileTexts(small)
        self._job_tile = JobTile(TileTexts(font), self._caption, self._icons)

    def palette_changed(self) -> None:
        self._icons.clear()

    def set_phase(self, phase: float) -> None:
        """Move the bars of jobs that know no fraction to `phase`, 0 to 1."""
        self._job_tile.phase = phase

    def image_rect(self, tile: Picture | JobStatus | None, picture_id: int, cell: QRect) -> QRect:
        """Return where in its cell a tile's image is."""
        if isinstance(tile, JobStatus):
            return block_of(tile, cell)
        pixmap = self._images.pixmap(picture_id)
        if pixmap is not None:
            size = pixmap.size()
        elif tile is not None and not self._images.is_broken(picture_id):
            size = QSize(max(tile.width, 1), max(tile.height, 1))
        else:
            return cell
        size = size.scaled(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(cell.center())
        return rect

    def offered(self, tile: Picture, cell: QRect, *, active: bool) -> dict[TileAction, QRect]:
        """Return what a click on the tile can do, and where."""
        return actions_of(tile, self.image_rect(tile, tile.id, cell), cell, active=active)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        tile: Picture | JobStatus | None,
        picture_id: int,
        *,
        state: TileState,
        palette: QPalette,
    ) -> None:
        """Paint one tile into `cell`, its ring up to RING_ROOM pixels beyond."""
        shown = self.image_rect(tile, picture_id, cell)
        if isinstance(tile, JobStatus):
            self._job_tile.paint(painter, cell, tile, palette)
        else:
            self._paint_image(painter, shown, picture_id, palette)
            if tile is not None:
                self._paint_marks(painter, shown, cell, tile, active=state.active, palette=palette)
        if state.selected or state.current:
            _paint_ring(painter, shown, state, palette.color(_Role.Accent))

    def _paint_image(self, painter: QPainter, shown: QRect, picture_id: int, palette: QPalette) -> None:
        pixmap = self._images.pixmap(picture_id)
        if pixmap is not None:
            _draw_pixmap(painter, shown, pixmap)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(_Role.AlternateBase))
        painter.drawRoundedRect(shown, RADIUS, RADIUS)
        if self._images.is_broken(picture_id):
            self._paint_missing(painter, shown, palette)

    def _paint_missing(self, painter: QPainter, shown: QRect, palette: QPalette) -> None:
        side = max(min(32, shown.height() // 3), 16)
        line = self._caption.line_height
        icon = QRect(0, 0, side, side)
        icon.moveCenter(shown.center())
        icon.translate(0, -line // 2)
        self._icons.draw(painter, icon, "file-x", _Role.PlaceholderText)
        text = QCoreApplication.translate("GalleryView", "Missing")
        width = min(self._caption.width(text), shown.width())
        painter.setFont(self._caption.font)
        painter.setPen(palette.color(_Role.PlaceholderText))
        where = QPointF(shown.center().x() - width / 2, icon.bottom() + 2)
        painter.drawStaticText(where, self._caption.line(text, width + 1))

    def _paint_marks(
        self,
        painter: QPainter,
        shown: QRect,
        cell: QRect,
        picture: Picture,
        *,
        active: bool,
        palette: QPalette,
    ) -> None:
        shade = QColor(palette.color(_Role.Window))
        shade.setAlpha(190)
        for action, rect in actions_of(picture, shown, cell, active=active).items():
            _paint_shade(painter, rect, shade)
            filled = action is TileAction.UNFAVOURITE
            role = _Role.Accent if filled else _Role.ButtonText
            self._icons.draw(painter, icon_in(rect), action.value, role)
        chip = QRect()
        if _engine_of(picture) == SKETCH:
            chip = self._paint_chip(painter, shown, cell, shade, palette)
        if picture.rating:
            self._paint_stars(painter, _place_of_stars(picture.rating, shown, cell, chip), shade)

    def _paint_chip(
        self, painter: QPainter, shown: QRect, cell: QRect, shade: QColor, palette: QPalette
    ) -> QRect:
        """Label a Sketch picture: it never passes for the model's work, at no size."""
        text = QCoreApplication.translate("GalleryView", "Sketch")
        width = min(self._caption.width(text) + SPACE, cell.width())
        chip = QRect(0, 0, width, self._caption.line_height + 2)
        chip.moveCenter(shown.center())
        chip.moveBottom(shown.bottom() - INSET)
        if width + 2 * INSET <= shown.width():
            chip.moveLeft(shown.left() + INSET)
        _paint_shade(painter, chip, shade)
        painter.setFont(self._caption.font)
        painter.setPen(palette.color(_Role.Text))
        painter.drawStaticText(
            chip.left() + SPACE // 2, chip.top() + 1, self._caption.line(text, width - SPACE + 1)
        )
        return chip

    def _paint_stars(self, painter: QPainter, place: QRect, shade: QColor) -> None:
        """Draw as many stars as the place is wide; in the colour of text, accent marks favourites."""
        _paint_shade(painter, place, shade)
        side = place.height() - 2 * _AROUND_STARS
        star = QRect(place.left() + _AROUND_STARS, place.top() + _AROUND_STARS, side, side)
        for _ in range((place.width() - 2 * _AROUND_STARS) // side):
            self._icons.draw(painter, star, "star-fill", _Role.ButtonText)
            star.translate(side, 0)


def _engine_of(picture: Picture) -> str:
    try:
        return picture.request.engine
    except KeyError:  # an endpoint that this version does not know
        return ""


def _place_of_stars(count: int, shown: QRect, cell: QRect, chip: QRect) -> QRect:
    """Return where stars stand: in the lower right corner, above a chip that would be in their way."""
    side = min(max(round(cell.width() * _STAR), _STARS[0]), _STARS[1])
    place = QRect(0, 0, count * side + 2 * _AROUND_STARS, side + 2 * _AROUND_STARS)
    place.moveBottomRight(shown.bottomRight() - QPoint(INSET, INSET))
    if place.width() + 2 * INSET > shown.width():
        place.moveLeft(shown.center().x() - place.width() // 2)
    if place.intersects(chip):
        place.moveBottom(chip.top() - 2)
    return place


def _draw_pixmap(painter: QPainter, shown: QRect, pixmap: QPixmap) -> None:
    size = pixmap.deviceIndependentSize()
    if abs(size.width() - shown.width()) < 1 and abs(size.height() - shown.height()) < 1:
        painter.drawPixmap(shown.topLeft(), pixmap)
    else:  # while zooming: fast, until the sharp one is here
        painter.drawPixmap(shown, pixmap)


def _paint_shade(painter: QPainter, rect: QRect, shade: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)


def _paint_ring(painter: QPainter, shown: QRect, state: TileState, accent: QColor) -> None:
    """Draw the accent ring: whole where selected, thicker where the keyboard is, dashed if only that."""
    width = 3 if state.selected and state.current else 2
    pen = QPen(accent, width)
    if not state.selected:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    out = RING_ROOM - width / 2
    painter.drawRoundedRect(QRectF(shown).adjusted(-out, -out, out, out), RADIUS + 2, RADIUS + 2)
