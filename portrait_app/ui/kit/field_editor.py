"""The base class of all field editors."""

from PySide6.QtCore import Property, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from portrait_app.core.field import Field, Value
from portrait_app.ui.kit.field_messages import field_text
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.kit.wheel_guard import WheelGuard

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def in_a_row(parent: QWidget, *widgets: QWidget, wide: QWidget | None = None) -> QWidget:
    """Return a widget with `widgets` in a row; `wide` takes the spare width, or else an empty space does."""
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
    """Edits one value, and shows the message about an invalid value below the control.

    `value` returns exactly what `set_value` was given until the user edits the value. `set_value` emits no
    signal. `edited` carries the editor itself, so that the signal connects to
    `QAbstractItemDelegate.commitData`.
    """

    edited = Signal(QWidget)
    labels_itself = False  # True for an editor that needs no label beside it

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._value = field.default
        self._showing = False
        self._control: QWidget = self
        self._controls: tuple[QWidget, ...] = ()
        self._note = ""
        self._problem = QLabel(self)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)  # the message may quote what the user typed
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
        """The inner widget that takes the focus; the buddy of the field's label."""
        return self._control

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value) -> None:
        """Show `value`: a value that the field accepts, or an empty text even if the field is required."""
        if value == self._value and type(value) is type(self._value):
            return
        self._value = value
        self._showing = True
        self._show(value)
        self._showing = False

    # PySide does not allow a property and a method of one name. QDataWidgetMapper uses the user property.
    field_value = Property(object, value, set_value, notify=edited, user=True)

    def settle(self) -> None:
        """Turn half-typed text into a value, or restore the last one, before the value is used."""

    def problem(self) -> str:
        """Return the message that is shown; empty if there is none."""
        return self._problem.text()

    def set_problem(self, text: str | None) -> None:
        """Show `text` as the error of the value. None clears the error, and so does the next edit."""
        text = text or ""
        if text == self.problem():
            return
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        set_role(self._control, "invalid", bool(text))
        self._describe()

    def set_note(self, text: str) -> None:
        """Add a text to the tool tip and the screen reader, such as why the field has no effect."""
        if text != self._note:
            self._note = text
            self._describe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter (above all Ctrl+Enter) may start a run with the value, and a shortcut does not move the focus.
        about_to_use = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
        )
        if about_to_use or event.type() is QEvent.Type.FocusOut:
            self.settle()
        return super().eventFilter(watched, event)

    # For subclasses:

    def _install(self, body: QWidget, *controls: QWidget) -> None:
        """Show `body`, whose first control takes the focus. Call this at the end of every constructor."""
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
        """Store the value that the user chose or typed, and emit `edited`."""
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
