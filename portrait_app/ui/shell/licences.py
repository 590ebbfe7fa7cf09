"""A dialog with the full licence text of every work in the program."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.licence import Licence
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE

_SIZE = QSize(860, 560)
_LIST = 300  # width of the list, in pixels


class LicencesDialog(Dialog):
    """Lists the works on the left, and shows the chosen one's licence on the right."""

    def __init__(self, licences: Sequence[Licence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: noun, plural: the terms of use of components
        self.setWindowTitle(self.tr("Licences"))
        self.resize(_SIZE)
        self._licences = licences
        self._list = QListWidget()
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setSpacing(SPACE // 4)
        self._list.setAccessibleName(self.tr("Third-party works"))
        self._list.addItems([f"{part.name} {part.version}".rstrip() for part in licences])
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        #: noun: the terms of use of a component
        self._text.setAccessibleName(self.tr("Licence"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self._list)
        halves.addWidget(self._text)
        halves.setSizes([_LIST, _SIZE.width() - _LIST])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(halves, 1)
        column.addWidget(buttons)
        self._list.currentRowChanged.connect(self._show)
        self._list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        part = self._licences[row]
        head = [f"{part.name} {part.version}".rstrip(), part.licence, part.home]
        self._text.setPlainText("\n".join([*filter(None, head), "", part.text.strip()]))
