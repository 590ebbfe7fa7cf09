"""What an empty grid says."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QWidget

from portrait_app.ui.theme import SPACE, icon

_ICON = 48  # pixels
_TEXT = 360  # pixels, at most


def paint_empty_state(painter: QPainter, area: QRect, text: str, widget: QWidget) -> None:
    """Draw an icon and a sentence in the middle of `area`; nothing as long as there is nothing to say."""
    if not text:
        return
    width = max(min(_TEXT, area.width() - 4 * SPACE), 1)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    needed = widget.fontMetrics().boundingRect(QRect(0, 0, width, area.height()), flags, text)
    block = QRect(0, 0, width, _ICON + 2 * SPACE + needed.height())
    block.moveCenter(area.center())
    where = QRect(0, 0, _ICON, _ICON)
    where.moveCenter(block.center())
    where.moveTop(block.top())
    icon("image-square", QPalette.ColorRole.PlaceholderText).paint(painter, where)
    painter.setFont(widget.font())
    painter.setPen(widget.palette().color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(block.adjusted(0, _ICON + 2 * SPACE, 0, 0), flags, text)
