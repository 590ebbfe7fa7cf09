"""An error message that floats below a field, so that showing it moves no other widget."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import RADIUS, SPACE

_WIDEST = 56  # average characters in a line


class FieldBubble(QFrame):
    """Shows an error with an icon and a text, so that colour is not the only sign."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._text = plain_label(wrapped=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE, SPACE * 2, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(Glyph("warning-circle", QPalette.ColorRole.BrightText), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def words(self) -> str:
        """The text that is shown; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Show `text` and announce it to a screen reader."""
        if text == self.words:
            return
        self._text.setText(text)
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        room = window.width() - corner.x() - SPACE
        width = min(max(self._field.width(), self.fontMetrics().averageCharWidth() * _WIDEST), room)
        self.setGeometry(corner.x(), corner.y(), width, self.heightForWidth(width))
        self.show()
        self.raise_()
        announce(self._field, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.BrightText))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
