"""The bar above the grid: title, search field, filters, saved searches and sort order."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from portrait_app.ui.kit.saved_button import SavedButton
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from portrait_app.ui.search.sort_button import SortButton

_LEAST = 22  # widths of the search field in average characters: least, comfortable, largest
_GOOD = 44
_MOST = 90


class LibraryBar(QWidget):
    """Never cuts off a text: in a narrow window the button texts are hidden first, then the title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self.tr("Portrait Studio"), self)
        set_role(self._title, "tone", "title")
        self.search = SearchLine(self)
        self.filters = FilterBar(self)
        self.saved = SavedButton(
            self.tr("Saved"), self.tr("Saved searches"), self.tr("Save this search…"), self
        )
        self.sort = SortButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._title)
        row.addSpacing(SPACE)
        row.addWidget(self.search, 1000)
        row.addStretch(1)
        row.addSpacing(SPACE)
        for widget in (self.filters, self.saved, self.sort):
            row.addWidget(widget)
        self.set_ready(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_ready(self, ready: bool) -> None:
        """Enable the controls that need an open library; the search field works before."""
        for widget in (self.filters, self.saved, self.sort):
            widget.setEnabled(ready)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._arrange()

    def _arrange(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        self.search.setMinimumWidth(_LEAST * character)
        self.search.setMaximumWidth(_MOST * character)
        words = self._words()
        title = self._title.sizeHint().width() + SPACE
        self._title.setVisible(self.width() >= self._needed(_GOOD) + title)
        has_room = self.width() >= self._needed(_GOOD) + title + words
        for button in (self.saved, self.sort):
            button.show_text(has_room)

    def _words(self) -> int:
        """Return the width of the button texts, in pixels."""
        metrics = self.fontMetrics()
        texts = (self.saved.text(), self.sort.text())
        return sum(metrics.horizontalAdvance(text) + SPACE for text in texts)

    def _needed(self, characters: int) -> int:
        """Return the width without title and button texts, for a search field of `characters` characters."""
        icons = 2 * (self.sort.iconSize().width() + 2 * SPACE)
        search = characters * self.fontMetrics().averageCharWidth()
        return search + self.filters.sizeHint().width() + icons + 8 * SPACE
