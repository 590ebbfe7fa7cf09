"""A text of a fixed number of lines: the last line is elided, and the tool tip has the whole text."""

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from portrait_app.ui.kit.theme import SPACE


class ShortText(QWidget):
    """Shows plain text in a fixed height, so that the widgets below stay in place.

    With `most`, the height follows the text, up to `most` lines.
    """

    lines_changed = Signal()

    def __init__(self, lines: int = 1, parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(parent)
        self._lines = lines
        self._most = most
        self._text = ""
        self._role = QPalette.ColorRole.PlaceholderText
        self._texts = ShapedTexts(self.font())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str, role: QPalette.ColorRole = QPalette.ColorRole.PlaceholderText) -> None:
        """Show `text` in the colour of a palette role."""
        if (text, role) != (self._text, self._role):
            self._text, self._role = text, role
            self.setToolTip(tool_tip(text))
            self.setAccessibleName(text)
            self._fit()
            self.update()

    def set_lines(self, lines: int) -> None:
        """Set the height to `lines` lines."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
            self.lines_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(SPACE * 20, self._lines * self._texts.line_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(SPACE * 4, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._texts = ShapedTexts(self.font())
            self._fit()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._most:
            self.set_lines(max(len(self._texts.block(self._text, max(self.width(), 1), self._most)), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self._role))
        lines = self._texts.block(self._text, max(self.width(), 1), self._lines)
        top = (self.height() - len(lines) * self._texts.line_height) // 2
        self._texts.draw(painter, QPoint(0, top), lines)
