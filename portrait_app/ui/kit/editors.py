"""The table that maps each kind of field to its editor."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from portrait_app.core.field import Field, Kind
from portrait_app.ui.kit.choice_editors import BooleanEditor, ChoiceEditor
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.number_editors import number_editor
from portrait_app.ui.kit.seed_editor import SeedEditor
from portrait_app.ui.kit.text_editors import AddressEditor, FolderEditor, PromptEditor, TextEditor

EDITORS: dict[Kind, Callable[[Field, QWidget | None], FieldEditor]] = {
    Kind.TEXT: TextEditor,
    Kind.PROMPT: PromptEditor,
    Kind.ADDRESS: AddressEditor,
    Kind.FOLDER: FolderEditor,
    Kind.INTEGER: number_editor,
    Kind.NUMBER: number_editor,
    Kind.CHOICE: ChoiceEditor,
    Kind.SEED: SeedEditor,
    Kind.BOOLEAN: BooleanEditor,
}


def make_editor(field: Field, parent: QWidget | None = None) -> FieldEditor:
    """Return a new editor of `field`, set to the field's default."""
    return EDITORS[field.kind](field, parent)
