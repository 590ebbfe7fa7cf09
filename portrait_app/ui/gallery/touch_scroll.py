"""A finger on the screen: a swipe scrolls the grid, a tap is a click, and a long press opens the menu."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QEventPoint, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScroller

_LONG = 600  # milliseconds until a press opens the menu
_TOUCH = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class TouchScroll(QObject):
    """Takes all touches of `area`. Otherwise Qt makes a mouse of them, which drags pictures or selects them.

    The mouse is not concerned.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._viewport = viewport = area.viewport()
        QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
        self._scroller = QScroller.scroller(viewport)
        self._is_tap = False
        self._where = QPointF()
        self._last_tap = 0
        self._long = QTimer(self, singleShot=True)
        self._long.setInterval(_LONG)
        self._long.timeout.connect(self._on_long)
        viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCH or not isinstance(event, QTouchEvent):
            return super().eventFilter(watched, event)
        event.accept()
        points = event.points()
        if event.type() is QEvent.Type.TouchBegin:
            # A touch that stops a moving grid is no tap.
            self._is_tap = len(points) == 1 and self._scroller.state() is not QScroller.State.Scrolling
            self._where = points[0].position()
            self._long.start()
        elif event.type() is QEvent.Type.TouchEnd:
            self._long.stop()
            if self._is_tap:
                self._tap(event)
        elif event.type() is QEvent.Type.TouchCancel or self._has_moved(points):
            self._is_tap = False
            self._long.stop()
        return True

    def _has_moved(self, points: list[QEventPoint]) -> bool:
        way = (points[0].position() - self._where).manhattanLength()
        return len(points) > 1 or way > QApplication.startDragDistance()

    def _tap(self, event: QTouchEvent) -> None:
        is_double = event.timestamp() - self._last_tap < QApplication.doubleClickInterval()
        self._last_tap = 0 if is_double else event.timestamp()
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        if is_double:
            kinds = (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease)
        for kind in kinds:
            self._send(kind, event.modifiers())

    def _send(self, kind: QEvent.Type, modifiers: Qt.KeyboardModifier) -> None:
        is_down = kind is not QEvent.Type.MouseButtonRelease
        buttons = Qt.MouseButton.LeftButton if is_down else Qt.MouseButton.NoButton
        place = QPointF(self._viewport.mapToGlobal(self._where))
        QApplication.sendEvent(
            self._viewport,
            QMouseEvent(kind, self._where, place, Qt.MouseButton.LeftButton, buttons, modifiers),
        )

    def _on_long(self) -> None:
        """Select the picture below the finger, and open the menu of pictures."""
        if not self._is_tap:
            return
        self._is_tap = False
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._send(kind, Qt.KeyboardModifier.NoModifier)
        where = self._where.toPoint()
        reason = QContextMenuEvent.Reason.Mouse
        menu = QContextMenuEvent(reason, where, self._viewport.mapToGlobal(where))
        QApplication.sendEvent(self._viewport, menu)
