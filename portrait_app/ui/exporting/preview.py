"""The preview of an export: names and sizes of the first files, and the total."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from portrait_app.ui.exporting.sources import TriedExport
from portrait_app.ui.exporting.words import total_text
from portrait_app.ui.kit.formats import file_size
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role

_WIDTH = 300  # pixels, smallest width
_TOP = Qt.AlignmentFlag.AlignTop


class ExportPreview(QWidget):
    """A list that follows the form beside it. The old files stay until the new ones are known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        #: noun: how an export will look
        title = QLabel(self.tr("Preview"))
        set_role(title, "tone", "section")
        self._list = QTableWidget(0, 2)
        self._list.setAccessibleName(self.tr("First files"))
        self._list.setHorizontalHeaderLabels(
            #: label: of a file, a preset or a collection
            [self.tr("Name"), self.tr("Size", "label: of a picture or a file")]
        )
        self._list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self._list.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self._list.setShowGrid(False)
        self._list.setTabKeyNavigation(False)
        self._list.verticalHeader().hide()
        self._list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self._list.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(_TOP | Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        set_role(self._list, "list", True)
        self._total = plain_label(wrapped=True)
        set_role(self._total, "tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        column.addWidget(self._total)

    @property
    def names(self) -> list[str]:
        """The file names in the list."""
        model = self._list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def words(self) -> str:
        """The text below the list."""
        return self._total.text()

    def say(self, words: str) -> None:
        """Show a text in place of the total."""
        self._total.setText(words)

    def show_preview(self, look: TriedExport) -> None:
        """Show the first files, and the total below them."""
        self._list.setRowCount(len(look.rows))
        for place, row in enumerate(look.rows):
            name = QTableWidgetItem(row.name)
            size = QTableWidgetItem("" if row.size is None else file_size(row.size))
            name.setTextAlignment(_TOP | Qt.AlignmentFlag.AlignLeft)
            size.setTextAlignment(_TOP | Qt.AlignmentFlag.AlignRight)
            self._list.setItem(place, 0, name)
            self._list.setItem(place, 1, size)
        self._total.setText(total_text(look.plan, look.tried, look.count))

    def clear(self) -> None:
        """Empty the list: no files are known."""
        self._list.setRowCount(0)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())
