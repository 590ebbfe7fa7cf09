"""Paints the placeholder tile of a job: its state, its prompt or unfinished picture, and a progress bar."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPalette, QStaticText

from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.tiles.tile_icons import TileIcons
from portrait_app.ui.gallery.words import job_state, start_of
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from portrait_app.ui.kit.theme import RADIUS, SPACE
from portrait_app.ui.shell.messages import Remedy, remedy_words

_BAR = 4  # pixels
_ICON = 20  # pixels
_STATE_LINES = 3
_PROMPT = 300  # most characters of a prompt on a tile
_READABLE = 64  # in pixels; a smaller tile shows an icon instead of text
_SWEEP = 0.3  # length of the moving part, relative to the bar
_SHADE = 200  # alpha of 255 for the ground of the state on an unfinished picture
_BUTTONS = 3  # most buttons on the tile of a job with unknown outcome

_Role = QPalette.ColorRole


def block_of(status: JobStatus, cell: QRect) -> QRect:
    """Return the tile's rectangle in `cell`, with the aspect ratio of the requested picture."""
    width, height = status.job.request.size
    size = QSize(width, height).scaled(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
    block = QRect(0, 0, size.width(), size.height())
    block.moveCenter(cell.center())
    return block


def sweeps(status: JobStatus) -> bool:
    """Return whether the bar is animated because the job's progress is unknown."""
    return status.error is None and status.running and status.fraction is None


class ButtonArea:
    """The area at the bottom of a tile for the buttons that resolve an unknown outcome.

    Args:
        block: The tile's rectangle, from `block_of`.
        metrics: The metrics of the buttons' font.
    """

    def __init__(self, block: QRect, metrics: QFontMetrics) -> None:
        line = metrics.height() + SPACE + SPACE // 2
        inside = block.adjusted(SPACE // 2, SPACE // 2, -SPACE // 2, -SPACE // 2)
        words = metrics.horizontalAdvance(remedy_words(Remedy.SEND_AGAIN)) + _ICON + 3 * SPACE
        self.stacked = inside.width() >= words and inside.height() >= _BUTTONS * line + _READABLE
        height = min(line * (_BUTTONS if self.stacked else 1), inside.height())
        self.rect = QRect(inside.left(), inside.bottom() + 1 - height, inside.width(), height)


class JobTile:
    """Paints placeholders. `phase`, from 0 to 1, is the position of an animated bar."""

    def __init__(self, body: ShapedTexts, caption: ShapedTexts, icons: TileIcons) -> None:
        self._body = body
        self._caption = caption
        self._icons = icons
        self.phase = 0.0

    def paint(self, painter: QPainter, cell: QRect, status: JobStatus, palette: QPalette) -> None:
        block = block_of(status, cell)
        painter.setPen(palette.color(_Role.Mid))
        painter.setBrush(palette.color(_Role.Base))
        painter.drawRoundedRect(QRectF(block).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        inside = block.adjusted(SPACE, SPACE, -SPACE, -SPACE)
        preview = None if status.progress is None or status.error is not None else status.progress.preview
        if preview is not None:
            self._paint_preview(painter, block, preview, palette)
        bar = QRect(inside.left(), inside.bottom() + 1 - _BAR, inside.width(), _BAR)
        text = inside.adjusted(0, 0, 0, -_BAR - SPACE // 2)
        if status.outcome_is_unknown:
            text.setBottom(ButtonArea(block, QFontMetrics(self._body.font)).rect.top() - SPACE // 2)
        if preview is not None:
            self._paint_state(painter, text, self._caption.block(job_state(status), max(text.width(), 1), 1))
        elif self._has_room(status, text):
            self._paint_words(painter, text, status, palette)
        else:
            self._paint_icon(painter, text, status)
        if status.error is None:
            self._paint_bar(painter, bar, status, palette)

    def _paint_preview(self, painter: QPainter, block: QRect, preview: QImage, palette: QPalette) -> None:
        """Fill the tile with the unfinished picture, and shade it where the state and the bar stand."""
        size = preview.size().scaled(block.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(block.center())
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(block), RADIUS, RADIUS)
        shade = QColor(palette.color(_Role.Window))
        shade.setAlpha(_SHADE)
        foot = QRect(block)
        foot.setTop(max(block.bottom() - self._caption.line_height - _BAR - 2 * SPACE, block.top()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(outline)
        painter.drawImage(place, preview)
        painter.fillRect(foot, shade)
        painter.restore()
        painter.setPen(palette.color(_Role.Text))

    def _paint_state(self, painter: QPainter, area: QRect, state: list[QStaticText]) -> None:
        """Paint the state at the bottom of an area, in the current colour."""
        painter.setFont(self._caption.font)
        top = area.bottom() + 1 - len(state) * self._caption.line_height
        self._caption.draw(painter, QPoint(area.left(), top), state)

    def _has_room(self, status: JobStatus, area: QRect) -> bool:
        height = len(self._state_lines(status, area)) * self._caption.line_height + self._body.line_height
        height += SPACE // 2
        return area.width() >= _READABLE and area.height() >= height

    def _state_lines(self, status: JobStatus, area: QRect) -> list[QStaticText]:
        return self._caption.block(job_state(status), max(area.width(), 1), _STATE_LINES)

    def _paint_words(self, painter: QPainter, area: QRect, status: JobStatus, palette: QPalette) -> None:
        """Paint the state at the bottom, and as much of the prompt as fits above."""
        state = self._state_lines(status, area)
        state_top = area.bottom() + 1 - len(state) * self._caption.line_height
        lines = (state_top - SPACE // 2 - area.top()) // self._body.line_height
        prompt = start_of(status.job.request.prompt, _PROMPT)
        painter.setFont(self._body.font)
        painter.setPen(palette.color(_Role.Text))
        self._body.draw(painter, area.topLeft(), self._body.block(prompt, area.width(), min(lines, 6)))
        painter.setPen(palette.color(_Role.PlaceholderText if status.error is None else _Role.BrightText))
        self._paint_state(painter, area, state)

    def _paint_icon(self, painter: QPainter, area: QRect, status: JobStatus) -> None:
        side = min(_ICON, area.width(), area.height())
        rect = QRect(0, 0, side, side)
        rect.moveCenter(area.center())
        if status.error is not None:
            self._icons.draw(painter, rect, "warning-circle", _Role.BrightText)
        else:
            name = "paint-brush" if status.running else "clock"
            self._icons.draw(painter, rect, name, _Role.PlaceholderText)

    def _paint_bar(self, painter: QPainter, bar: QRect, status: JobStatus, palette: QPalette) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        self._fill(painter, QRectF(bar), palette.color(_Role.Mid))
        if status.fraction is not None:
            done = QRectF(bar.left(), bar.top(), max(bar.width() * status.fraction, _BAR), _BAR)
        elif sweeps(status):
            length = bar.width() * _SWEEP
            done = QRectF(bar.left() + (bar.width() - length) * self.phase, bar.top(), length, _BAR)
        else:
            return
        self._fill(painter, done, palette.color(_Role.Accent))

    @staticmethod
    def _fill(painter: QPainter, rect: QRectF, colour: QColor) -> None:
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, _BAR / 2, _BAR / 2)
