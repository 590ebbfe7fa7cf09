"""The inspector's section about what the file of an imported picture says, as understood and as written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from portrait_app.core.metadata.imported import WrittenText
from portrait_app.core.metadata.origin import Origin
from portrait_app.core.picture import Picture
from portrait_app.core.plain_text import one_line
from portrait_app.ui.create.disclosure import Disclosure
from portrait_app.ui.importing.counts import ImportCounts
from portrait_app.ui.kit.cut_words import cut_words
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.kit.theme import SPACE, set_role

# Laying out more at once takes longer than 100 ms: words of several scripts take a millisecond a line.
_MOST_ROWS = 20  # settings
_MOST_TEXTS, _MOST_SHOWN = 20, 3  # texts that can be copied, and of these the ones whose words are shown
_LONGEST_NAME, _LONGEST_VALUE, _LONGEST_TEXT = 60, 100, 2_000  # characters
_LINES = 8  # of a text without scrolling


class OriginSection(QWidget):
    """Hidden for pictures that were not imported. The texts are asked for when the user opens them."""

    texts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = plain_label(wrapped=True)
        set_role(self._heading, "tone", "section")
        self._rows = QWidget(self)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE * 2)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(1, 1)
        self._written = Disclosure(self.tr("As written in the file"), self)
        self._written.opened.connect(self.texts_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._heading)
        column.addWidget(self._rows)
        column.addWidget(self._written)
        self.show_picture(None)

    def show_picture(self, picture: Picture | None) -> None:
        """Show what is understood of an imported picture's file; None for no picture, or for several."""
        is_imported = picture is not None and not picture.request.engine
        self.setVisible(is_imported)
        if picture is None or not is_imported:
            return
        self._fill_rows(picture.origin)
        self._show_rows([])
        if self._written.is_open:
            self.texts_wanted.emit()

    def show_texts(self, texts: Sequence[WrittenText]) -> None:
        """Show the texts in the picture's file."""
        rows = [self._text_row(one, place < _MOST_SHOWN) for place, one in enumerate(texts[:_MOST_TEXTS])]
        if (more := len(texts) - _MOST_TEXTS) > 0:
            rows.append(plain_label(ImportCounts().more(more), wrapped=True))
        if not texts:
            rows.append(plain_label(self.tr("No texts are written in this file."), wrapped=True))
        self._show_rows(rows)

    def show_problem(self, sentence: str) -> None:
        """Show why the file could not be read."""
        self._show_rows([plain_label(sentence, wrapped=True)])

    def _fill_rows(self, origin: Origin) -> None:
        tool = one_line(origin.tool, _LONGEST_NAME)
        self._heading.setText(self.tr("Written by {program}").format(program=tool))
        self._heading.setVisible(bool(tool))
        _empty(self._grid)
        for row, (name, value) in enumerate(origin.pairs[:_MOST_ROWS]):
            label = plain_label(one_line(name, _LONGEST_NAME))
            set_role(label, "tone", "muted")
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(SelectableText(label.text(), one_line(value, _LONGEST_VALUE)), row, 1)
        self._rows.setVisible(bool(origin.pairs))

    def _show_rows(self, rows: Sequence[QWidget]) -> None:
        _empty(self._written.content_layout)
        for row in rows:
            self._written.content_layout.addWidget(row)

    def _text_row(self, written: WrittenText, is_shown: bool) -> QWidget:
        place = one_line(written.place, _LONGEST_NAME)
        caption = plain_label(place, wrapped=True)
        set_role(caption, "tone", "muted")
        copy = QToolButton()
        copy.setIcon(icon("copy"))
        copy.setAutoRaise(True)
        copy.setToolTip(self.tr("Copy the whole text"))
        copy.setAccessibleName(self.tr("Copy the whole text of {place}").format(place=place))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(written.text))
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, SPACE)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(caption, 1)
        line.addWidget(copy)
        column.addLayout(line)
        if is_shown:
            column.addWidget(_scrolled(place, cut_words(written.text, _LONGEST_TEXT)))
        return row


def _scrolled(name: str, text: str) -> QPlainTextEdit:
    """Return a text to read that scrolls by itself: a label as high as all lines takes seconds to lay out."""
    edit = QPlainTextEdit(text)
    edit.setReadOnly(True)
    edit.setTabChangesFocus(True)
    edit.setAccessibleName(name)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * _LINES)
    return edit


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
