"""Keeps shortcuts that act on pictures from firing while the user types."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

_INPUTS = (QPlainTextEdit, QLineEdit, QAbstractSpinBox, QComboBox)


class TypingGuard(QObject):
    """Lets the focused input field handle the shortcuts of `actions`.

    Otherwise Ctrl+R in a half-written prompt would pay for another picture, and Ctrl+U would overwrite the
    prompt.
    """

    def __init__(self, actions: Sequence[QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        application = QGuiApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, _INPUTS):
            old.removeEventFilter(self)
        if isinstance(new, _INPUTS):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return False
        pressed = QKeySequence(event.keyCombination())
        claimed = any(pressed in action.shortcuts() for action in self._actions)
        if claimed:
            event.accept()
        return claimed
