"""Editors for a choice (a combo box) and for yes or no (a check box)."""

from PySide6.QtWidgets import QCheckBox, QWidget

from portrait_app.core.field import Choice, Field, Value
from portrait_app.ui.kit.compact_combo_box import CompactComboBox
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_text, number_text


class ChoiceEditor(FieldEditor):
    """Lets the user pick one of the field's choices."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._list = CompactComboBox(self)
        for choice in field.choices:
            self._list.addItem(choice_text(field, choice), choice.value)
        self._list.currentIndexChanged.connect(self._on_chosen)
        self._install(self._list, self._list)

    def _show(self, value: Value) -> None:
        self._list.setCurrentIndex(self._list.findData(value))

    def _on_chosen(self, place: int) -> None:
        if place >= 0:
            self._take(self.field.choices[place].value)


class BooleanEditor(FieldEditor):
    """A check box, which shows the field's label as its own text."""

    labels_itself = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = QCheckBox(field_text(field, field.label), self)
        self._box.toggled.connect(self._take)
        self._install(self._box, self._box)

    def _show(self, value: Value) -> None:
        self._box.setChecked(bool(value))


def choice_text(field: Field, choice: Choice) -> str:
    """Return what a choice is called; a number in the digits of the user's locale."""
    if isinstance(choice.value, int) and choice.label == str(choice.value):
        return number_text(choice.value)
    return field_text(field, choice.label)
