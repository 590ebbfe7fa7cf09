"""What every editor of a field has in common."""

from PySide6.QtCore import Property, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from portrait_app.core.field import Field, Value
from portrait_app.ui.kit.field_messages import field_text
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.kit.wheel_guard import WheelGuard

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def in_a_row(parent: QWidget, *widgets: QWidget, wide: QWidget | None = None) -> QWidget:
    """Return a widget that holds others side by side; what room is left is for `wide`, or for nobody."""
    body = QWidget(parent)
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    for widget in widgets:
        row.addWidget(widget, int(widget is wide))
    if wide is None:
        row.addStretch(1)
    return body


class FieldEditor(QWidget):
    """Edits one value. The sentence about a bad one stands below it.

    A value that was set is given back exactly as it came, until a person edits it; setting one emits
    nothing. `edited` carries the editor itself, so that it connects to `QAbstractItemDelegate.commitData`.
    """

    edited = Signal(QWidget)
    labels_itself = False  # True where no label is wanted beside it

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._value = field.default
        self._showing = False
        self._control: QWidget = self
        self._controls: tuple[QWidget, ...] = ()
        self._note = ""
        self._problem = QLabel(self)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)  # it may quote what was typed
        self._problem.setWordWrap(True)
        self._problem.hide()
        set_role(self._problem, "tone", "danger")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE // 2)
        self._column.addWidget(self._problem)

    @property
    def field(self) -> Field:
        return self._field

    @property
    def control(self) -> QWidget:
        """The widget inside that takes the focus: a label's buddy."""
        return self._control

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value) -> None:
        """Show `value`, which the field must accept, or a required text that is still empty."""
        if value == self._value and type(value) is type(self._value):
            return
        self._value = value
        self._showing = True
        self._show(value)
        self._showing = False

    # PySide cannot give a property and a method the same name; a mapper looks for the user property.
    field_value = Property(object, value, set_value, notify=edited, user=True)

    def settle(self) -> None:
        """Make what is half typed a value, or take it back: somebody is about to use it."""

    def problem(self) -> str:
        """Return the sentence that is shown, empty where there is none."""
        return self._problem.text()

    def set_problem(self, text: str | None) -> None:
        """Say what is wrong with the value; None when nothing is. The next edit clears it."""
        text = text or ""
        if text == self.problem():
            return
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        set_role(self._control, "invalid", bool(text))
        self._describe()

    def set_note(self, text: str) -> None:
        """Add words for tool tip and screen reader, such as why the field does nothing here."""
        if text != self._note:
            self._note = text
            self._describe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter, Ctrl+Enter above all, may be about to use the value, and a shortcut moves no focus first.
        about_to_use = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
        )
        if about_to_use or event.type() is QEvent.Type.FocusOut:
            self.settle()
        return super().eventFilter(watched, event)

    # For subclasses

    def _install(self, body: QWidget, *controls: QWidget) -> None:
        """Put `body` in place; of its `controls`, the first takes the focus. Ends every constructor."""
        self._column.insertWidget(0, body)
        self._control, self._controls = controls[0], controls
        self.setFocusProxy(controls[0])
        guard = WheelGuard(self)
        for control in controls:
            guard.watch(control)
            control.installEventFilter(self)
            if not control.accessibleName():
                control.setAccessibleName(field_text(self._field, self._field.label))
        self._describe()
        self._showing = True
        self._show(self._value)
        self._showing = False

    def _show(self, value: Value) -> None:
        raise NotImplementedError

    def _take(self, value: Value) -> None:
        """Hold what a person just chose or typed, and tell."""
        if self._showing:
            return
        self.set_problem(None)
        if value != self._value:
            self._value = value
            self.edited.emit(self)

    def _describe(self) -> None:
        help_text = field_text(self._field, self._field.help) if self._field.help else ""
        words = [text for text in (help_text, self._note) if text]
        self.setToolTip("\n".join(words))
        for control in self._controls:
            control.setAccessibleDescription(" ".join([*words, self.problem()]).strip())
