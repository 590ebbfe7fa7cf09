"""A text field of several lines for text that the user writes."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

from portrait_app.ui.kit.dragged_files import files_in


class WordsEdit(QPlainTextEdit):
    """Accepts dropped or pasted text, but not file paths: a copied picture file is not a prompt."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not files_in(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)
