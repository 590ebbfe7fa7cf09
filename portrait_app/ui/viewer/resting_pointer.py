"""Hides the mouse pointer over a picture that is alone on the full screen, while the mouse rests."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_REST = 2500  # milliseconds without a movement
_MOVES = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class RestingPointer(QObject):
    """Watches the native window, which gets every movement of the mouse over `widget`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._resting = QTimer(self, singleShot=True)
        self._resting.setInterval(_REST)
        self._resting.timeout.connect(lambda: widget.setCursor(Qt.CursorShape.BlankCursor))

    def set_watching(self, on: bool) -> None:
        """Begin or stop to hide the pointer."""
        native = self._widget.window().windowHandle()
        native.removeEventFilter(self)
        self._resting.stop()
        self._widget.unsetCursor()
        if on:
            native.installEventFilter(self)
            self._resting.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._widget.unsetCursor()
            self._resting.start()
        return super().eventFilter(watched, event)
