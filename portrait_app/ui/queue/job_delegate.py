"""The delegates that paint a row of the queue: section, icon, prompt and state."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import RADIUS, SPACE
from portrait_app.ui.queue.done_model import DoneModel
from portrait_app.ui.queue.job_model import JobModel
from portrait_app.ui.queue.job_words import QueueSection, stage_of, state_words

_Role = QPalette.ColorRole
_Index = QModelIndex | QPersistentModelIndex
_ICON = 16  # pixels
_STATE_PART = 0.6  # largest part of a row's width for the job's state
_BAR = 2  # pixels, height of the progress bar at the bottom of a row
_ICONS = {
    QueueSection.NEEDS_YOU: ("warning-circle", _Role.BrightText),
    QueueSection.RUNNING: ("spinner-gap", _Role.Accent),
    QueueSection.RETRYING: ("clock-counter-clockwise", _Role.Accent),
    QueueSection.WAITING: ("clock", _Role.PlaceholderText),
}
_DONE = ("check-circle", _Role.PlaceholderText)


class RowDelegate(QStyledItemDelegate):
    """Paints a row of one line: an icon, text at the left and more text at the right.

    A selected row has a neutral background: amber marks running jobs, and would not be seen on amber.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons: dict[tuple[str, QPalette.ColorRole], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(SPACE * 20, max(option.fontMetrics.height(), _ICON) + SPACE + SPACE // 2)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: QRect) -> None:
        """Paint the background of a selected or hovered row, and the border of the focused row."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(option.palette.color(_Role.Mid if selected else _Role.Base))
            painter.drawRoundedRect(QRectF(row), RADIUS, RADIUS)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(option.palette.color(_Role.Accent))
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def paint_line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: QRect,
        words: str,
        end: str,
        *,
        alarm: bool,
    ) -> None:
        """Paint `words` at the left and `end` at the right. Both are elided if there is too little room."""
        metrics, palette = option.fontMetrics, option.palette
        most = round(row.width() * _STATE_PART)
        end = metrics.elidedText(end, Qt.TextElideMode.ElideRight, most)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(palette.color(_Role.BrightText if alarm else _Role.PlaceholderText))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignRight | middle), end)
        room = row.adjusted(0, 0, -metrics.horizontalAdvance(end) - SPACE * 2, 0)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(palette.color(_Role.Text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), words)

    def paint_icon(self, painter: QPainter, row: QRect, look: tuple[str, QPalette.ColorRole]) -> QRect:
        """Paint an icon at the left of `row`, and return the rest of `row`."""
        if look not in self._icons:
            self._icons[look] = icon(*look)
        place = QRect(row.left(), row.center().y() - _ICON // 2 + 1, _ICON, _ICON)
        self._icons[look].paint(painter, place)
        return row.adjusted(_ICON + SPACE, 0, 0, 0)


class JobDelegate(RowDelegate):
    """Paints a job that is not finished. The first row of a section begins with the section's name."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        status: JobStatus = index.data(JobModel.STATUS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gutter = self._gutter(option)
        row = option.rect.adjusted(gutter, 1, 0, -1)
        self.paint_ground(painter, option, row)
        painter.setPen(option.palette.color(_Role.PlaceholderText))
        caption = option.rect.adjusted(SPACE, 0, 0, 0)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(caption, middle, index.data(JobModel.CAPTION))
        inside = row.adjusted(SPACE, 0, -SPACE, 0)
        stage = stage_of(status)
        words = self.paint_icon(painter, inside, _ICONS[stage])
        prompt = index.data(Qt.ItemDataRole.DisplayRole)
        state = state_words(status)
        self.paint_line(painter, option, words, prompt, state, alarm=stage is QueueSection.NEEDS_YOU)
        if status.fraction is not None:
            bar = QRectF(words.left(), row.bottom() - _BAR, words.width() * status.fraction, _BAR)
            painter.fillRect(bar, option.palette.color(_Role.Accent))
        painter.restore()

    @staticmethod
    def _gutter(option: QStyleOptionViewItem) -> int:
        """Return the width of the column with the names of the sections, in pixels."""
        widest = max(option.fontMetrics.horizontalAdvance(stage.caption) for stage in QueueSection)
        return SPACE + widest + SPACE


class DoneDelegate(RowDelegate):
    """Paints a finished job: its prompt, cost and time."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect.adjusted(0, 1, 0, -1)
        self.paint_ground(painter, option, row)
        words = self.paint_icon(painter, row.adjusted(SPACE, 0, -SPACE, 0), _DONE)
        prompt = index.data(Qt.ItemDataRole.DisplayRole)
        self.paint_line(painter, option, words, prompt, index.data(DoneModel.FACTS), alarm=False)
        painter.restore()
