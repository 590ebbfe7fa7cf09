"""Paints a tile of the grid: the image, the marks on it and the ring around it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPalette, QPixmap

from portrait_app.core.engines import SourceType, find_engine
from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.tiles.job_tile import JobTile, block_of
from portrait_app.ui.gallery.tiles.tile_actions import TileAction, actions_of
from portrait_app.ui.gallery.tiles.tile_chrome import TileChrome
from portrait_app.ui.gallery.tiles.tile_icons import TileIcons
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from portrait_app.ui.kit.theme import RADIUS


@dataclass(frozen=True, slots=True)
class TileState:
    """The state of a tile when it is painted."""

    selected: bool = False
    current: bool = False  # the keyboard is on this tile
    hovered: bool = False

    @property
    def active(self) -> bool:
        return self.current or self.hovered


class TilePainter:
    """Paints tiles. Slow steps such as scaling and shaping are cached."""

    def __init__(self, images: TileImages, font: QFont) -> None:
        self._images = images
        self._icons = TileIcons()
        self._palette = QPalette()
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Use `font` for texts, and a smaller size of it for captions."""
        small = QFont(font)
        small.setPointSizeF(QFontInfo(font).pointSizeF() * 0.85)
        caption = ShapedTexts(small)
        self._job_tile = JobTile(ShapedTexts(font), caption, self._icons)
        self._chrome = TileChrome(caption, self._icons)

    def palette_changed(self) -> None:
        self._icons.clear()

    def set_phase(self, phase: float) -> None:
        """Set the position of animated bars, from 0 to 1."""
        self._job_tile.phase = phase

    def image_rect(self, tile: Picture | JobStatus | None, picture_id: int, cell: QRect) -> QRect:
        """Return the rectangle of a tile's image inside its cell."""
        if isinstance(tile, JobStatus):
            return block_of(tile, cell)
        return self._fitted(tile, picture_id, self._images.pixmap(picture_id), cell)

    def _fitted(self, tile: Picture | None, picture_id: int, pixmap: QPixmap | None, cell: QRect) -> QRect:
        if pixmap is not None:
            width, height = pixmap.width(), pixmap.height()
        elif tile is not None and not self._images.is_broken(picture_id):
            width, height = max(tile.width, 1), max(tile.height, 1)
        else:
            return cell
        # The same as QSize.scaled and QRect.moveCenter without their objects, for every tile of a frame.
        room = cell.width()
        width, height = (room, room * height // width) if width > height else (room * width // height, room)
        return QRect(
            cell.left() + (room - 1) // 2 - (width - 1) // 2,
            cell.top() + (room - 1) // 2 - (height - 1) // 2,
            width,
            height,
        )

    def offered(self, tile: Picture, cell: QRect, *, active: bool) -> dict[TileAction, QRect]:
        """Return the actions of a tile, with their clickable areas."""
        return actions_of(tile, self.image_rect(tile, tile.id, cell), cell, active=active)

    def prepare(self, palette: QPalette, ratio: float) -> None:
        """Begin a frame with these colours and this device pixel ratio."""
        self._palette = palette
        self._chrome.prepare(palette, ratio)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        tile: Picture | JobStatus | None,
        picture_id: int,
        state: TileState,
    ) -> None:
        """Paint one tile into `cell`; the ring extends RING_ROOM pixels beyond the image."""
        if isinstance(tile, JobStatus):
            shown = block_of(tile, cell)
            self._job_tile.paint(painter, cell, tile, self._palette)
        else:
            pixmap = self._images.pixmap(picture_id)
            shown = self._fitted(tile, picture_id, pixmap, cell)
            if pixmap is not None:
                _draw_pixmap(painter, shown, pixmap)
            else:
                self._paint_ground(painter, shown, picture_id)
            if tile is not None:
                self._paint_marks(painter, shown, cell, tile, active=state.active)
        if state.selected or state.current:
            self._chrome.ring(painter, shown, selected=state.selected, current=state.current)

    def _paint_ground(self, painter: QPainter, shown: QRect, picture_id: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(shown, RADIUS, RADIUS)
        if self._images.is_broken(picture_id):
            self._chrome.missing(painter, shown)

    def _paint_marks(
        self, painter: QPainter, shown: QRect, cell: QRect, picture: Picture, *, active: bool
    ) -> None:
        for action, hot in actions_of(picture, shown, cell, active=active).items():
            self._chrome.action(painter, hot, action)
        chip = QRect()
        engine = find_engine(picture.request.engine)
        if engine is not None and engine.source is SourceType.DRAWN:
            chip = self._chrome.chip(painter, engine.name, shown, cell)
        if picture.rating:
            self._chrome.stars(painter, picture.rating, shown, cell, chip)


def _draw_pixmap(painter: QPainter, shown: QRect, pixmap: QPixmap) -> None:
    ratio = pixmap.devicePixelRatio()
    if abs(pixmap.width() / ratio - shown.width()) < 1 and abs(pixmap.height() / ratio - shown.height()) < 1:
        painter.drawPixmap(shown.topLeft(), pixmap)
    else:  # while zooming: scale quickly until the sharp pixmap is loaded
        painter.drawPixmap(shown, pixmap)
