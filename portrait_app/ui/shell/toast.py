"""A toast: a short text with an optional button at the bottom of a view, which disappears by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.notice import holds_focus, plain_label
from portrait_app.ui.kit.theme import RADIUS, SPACE

_SHOWN = 6_000  # milliseconds


class Toast(QFrame):
    """Shown at the bottom centre of `host`. The toast stays while the pointer or the focus is on it."""

    def __init__(self, host: QWidget, milliseconds: int = _SHOWN) -> None:
        super().__init__(host)
        self._host = host
        self._focus_before: QWidget | None = None
        self._action: Callable[[], None] | None = None
        self._text = plain_label()
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE * 2)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._leave)
        host.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Show `text` in place of any earlier text; the button calls `action` and closes the toast."""
        self._action = action
        if not holds_focus(self):
            self._focus_before = QApplication.focusWidget()
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, f"{text}. {button}" if button else text)

    def withdraw(self) -> None:
        """Close a toast that has a button, because its offer no longer applies. A mere text stays."""
        if self._action is not None:
            self.dismiss()

    def dismiss(self) -> None:
        """Close the toast without calling its action, and restore the focus."""
        had_focus = holds_focus(self)
        self._timer.stop()
        self._action = None
        self.hide()
        if had_focus:
            before = self._focus_before
            (before if before is not None and isValid(before) else self._host).setFocus()

    def _act(self) -> None:
        action = self._action
        self.dismiss()
        if action:
            action()

    def _leave(self) -> None:
        if self.underMouse() or holds_focus(self):
            self._timer.start()
        else:
            self.dismiss()

    def _place(self) -> None:
        host = self._host.rect()
        room = host.width() - 2 * SPACE
        margins = self._row.contentsMargins().left() + self._row.contentsMargins().right()
        button = self._button.sizeHint().width() + 2 * SPACE if self._button.text() else 0
        natural = self._text.fontMetrics().horizontalAdvance(self._text.text())
        self._text.setWordWrap(natural + margins + button > room)
        self._row.activate()
        width = min(self.sizeHint().width(), room)
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.setGeometry((host.width() - width) // 2, host.height() - height - 2 * SPACE, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
