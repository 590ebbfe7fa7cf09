"""Keys that mean something of their own while a view has the focus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

KeyTable = Mapping[Qt.Key | QKeyCombination, Callable[[], object]]


class OwnKeys(QObject):
    """Acts on a view's keys, also those that what is inside it leaves unused. No shortcut takes them away.

    The keypad's keys are like the others of their name, and Plus may be typed with Shift.
    """

    def __init__(self, view: QWidget, table: KeyTable) -> None:
        super().__init__(view)
        self._actions = {QKeyCombination(key).toCombined(): act for key, act in table.items()}
        view.installEventFilter(self)

    def eventFilter(self, _view: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            return False
        action = self._action_of(event) if isinstance(event, QKeyEvent) else None
        if action is None:
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            action()
        return True

    def _action_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Plus:  # needs Shift on many keyboards
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        return self._actions.get(modifiers.value | event.key())
