"""Drags from another program, with the events that Qt sends.

Qt keeps a bare pointer to the widget that a drag has entered until the drag leaves or drops. A drag that a
test leaves open is therefore delivered to a deleted widget in a later test, and the process crashes. A drop
without an enter before it is delivered to nobody.
"""

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

_LEFT = Qt.MouseButton.LeftButton
_NO_KEY = Qt.KeyboardModifier.NoModifier
_Action = Qt.DropAction


def drag_in(target: QObject, data: QMimeData, place: QPoint) -> QDragEnterEvent:
    """Let a drag enter a native window or a widget. End the drag with `drag_out` or `drop`."""
    event = QDragEnterEvent(place, _Action.MoveAction | _Action.CopyAction, data, _LEFT, _NO_KEY)
    event.setDropAction(_Action.MoveAction)
    QApplication.sendEvent(target, event)
    return event


def drag_out(target: QObject) -> None:
    """Let the drag leave what it has entered."""
    QApplication.sendEvent(target, QDragLeaveEvent())


def drop(target: QObject, data: QMimeData, place: QPoint) -> QDropEvent:
    """Drop on what the drag has entered."""
    event = QDropEvent(QPointF(place), _Action.CopyAction, data, _LEFT, _NO_KEY)
    QApplication.sendEvent(target, event)
    return event


def drag_and_drop(target: QObject, data: QMimeData, place: QPoint) -> bool:
    """Drag into a widget, and drop there if the widget accepts that. Return whether it was dropped."""
    moving = QDragMoveEvent(place, _Action.CopyAction, data, _LEFT, _NO_KEY)
    if drag_in(target, data, place).isAccepted():
        QApplication.sendEvent(target, moving)
        if moving.isAccepted():
            drop(target, data, place)
            return True
    drag_out(target)
    return False
