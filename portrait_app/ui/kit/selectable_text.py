"""A text that the user can read, select and copy."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFocusFrame, QLabel, QSizePolicy, QWidget

from portrait_app.ui.kit.theme import RADIUS

_RING = 2  # width of the line, in pixels
_KEYS = QKeySequence.StandardKey


class SelectableText(QLabel):
    """A wrapped plain text. A screen reader reads `name` before the text.

    While this text has the focus, Copy and Select all act on the text, not on the window's selection.
    """

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._ring = _Ring(self)
        self._ring.hide()  # otherwise the ring would appear together with the label
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            copies = event.matches(_KEYS.Copy) and self.hasSelectedText()
            if copies or event.matches(_KEYS.SelectAll):
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.setWidget(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.setWidget(None)  # type: ignore[arg-type]  # the stubs do not allow None


class _Ring(QFocusFrame):
    """A focus frame around the text, so that it does not cover the text."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), _RING))
        inset = _RING / 2
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, RADIUS / 2, RADIUS / 2)
        painter.end()
