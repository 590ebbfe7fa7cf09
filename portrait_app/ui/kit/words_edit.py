"""A text field of several lines for text that the user writes."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

from portrait_app.ui.kit.dragged_files import files_in

LONGEST_TEXT = 10_000  # characters that are pasted at once: laying out megabytes takes minutes


class WordsEdit(QPlainTextEdit):
    """Accepts dropped or pasted text, but not file paths: a copied picture file is not a prompt."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not files_in(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self.canInsertFromMimeData(source):
            return
        if len(source.text()) > LONGEST_TEXT:
            begin = QMimeData()
            begin.setText(source.text()[:LONGEST_TEXT])
            source = begin
        super().insertFromMimeData(source)
