"""A form row: a label with an editor below it."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_text
from portrait_app.ui.kit.theme import SPACE


class FieldRow(QWidget):
    """Lays out one field. If the field has no effect, the row is disabled and the label says why."""

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._label = QLabel(field_text(editor.field, editor.field.label), self)
        self._label.setWordWrap(True)
        self._label.setBuddy(editor.control)
        self._label.setToolTip(editor.toolTip())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._label)
        column.addWidget(editor)
        self.set_unused("")

    def set_unused(self, reason: str) -> None:
        """Disable the field and show `reason`; an empty reason enables the field again."""
        words = "" if self.editor.labels_itself else field_text(self.editor.field, self.editor.field.label)
        self._label.setText(" · ".join(text for text in (words, reason) if text))
        self._label.setVisible(bool(self._label.text()))
        self.editor.set_note(reason)
        self.setEnabled(not reason)
