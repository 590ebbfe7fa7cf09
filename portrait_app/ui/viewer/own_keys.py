"""Keys that a view handles itself while it has the focus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

KeyTable = Mapping[Qt.Key | QKeyCombination, Callable[[], object]]


class OwnKeys(QObject):
    """Calls the callbacks of a view's keys; the view's keys win over shortcuts of the window.

    Keys that the view's children do not use count too. Keys of the keypad count like the main keys. Plus may
    be typed with Shift.
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
        if event.key() == Qt.Key.Key_Plus:  # Plus needs Shift on many keyboards
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        return self._actions.get(modifiers.value | event.key())
