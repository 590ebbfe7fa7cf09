"""A field of several lines for a person's own words."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

from portrait_app.ui.kit.dragged_files import files_in


class WordsEdit(QPlainTextEdit):
    """Takes text that is dropped or pasted, and not the places of files: a copied picture is no prompt."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not files_in(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)
