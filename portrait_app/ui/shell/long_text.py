"""A dialog that shows a long text to read or copy."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE

_SIZE = QSize(640, 480)


class LongTextDialog(Dialog):
    """Shows `text` literally, below a sentence that explains it."""

    def __init__(self, title: str, sentence: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(_SIZE)
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(title)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        #: button, verb: copies text
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.clicked.connect(self._copy_text)
        self._buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(plain_label(sentence, wrapped=True))
        column.addWidget(self._text, 1)
        column.addWidget(self._buttons)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        #: said after copying text
        self._copy.setText(self.tr("Copied"))
