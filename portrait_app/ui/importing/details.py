"""The details of one file of an import, shown beside the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.plain_text import one_line, several_lines
from portrait_app.jobs.file_import import ImportEntry
from portrait_app.ui.importing.counts import ImportCounts
from portrait_app.ui.importing.words import (
    animation_words,
    photo_rows,
    settings_rows,
    unused_rows,
    version_words,
    why,
)
from portrait_app.ui.kit.cut_words import cut_words
from portrait_app.ui.kit.field_messages import size_text
from portrait_app.ui.kit.formats import file_size
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.kit.theme import SPACE, set_role

_LONGEST_PROMPT = 3_800  # most characters shown; the panel gets more, and the library all
_MOST_ROWS = 40
_WIDTH = 300  # pixels, smallest width


class ImportDetails(QScrollArea):
    """Shows the prompts, the settings that the panel accepts, and the settings that it does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_WIDTH)
        self.setAccessibleName(self.tr("Settings in the file"))
        self._shown: ImportEntry | None = None

    def show_file(self, brought: ImportEntry | None) -> None:
        """Show the details of a file, or nothing for None."""
        if brought is self._shown:
            return
        self._shown = brought
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACE * 2, 0, SPACE, 0)
        column.setSpacing(SPACE)
        if brought is not None:
            self._fill(column, brought)
        column.addStretch(1)
        self.setWidget(body)  # deletes the previous widget

    def _fill(self, column: QVBoxLayout, brought: ImportEntry) -> None:
        column.addWidget(_titled(one_line(brought.path.name, 200), "title"))
        if brought.error is not None:
            column.addWidget(plain_label(why(brought.error, was_read=brought.file is not None), wrapped=True))
        if brought.file is None:
            return
        file = brought.file
        about = f"{size_text(file.width, file.height)} {file.format.upper()}, {file_size(file.size)}"
        column.addWidget(_titled(about, "caption"))
        if brought.is_version:
            column.addWidget(plain_label(version_words(brought), wrapped=True))
        if words := animation_words(file):
            column.addWidget(plain_label(words, wrapped=True))
        if not file.request.values:
            column.addWidget(plain_label(self.tr("This file contains no settings."), wrapped=True))
        for name, text in (
            #: noun: the words that a picture is made from
            (self.tr("Prompt"), file.request.prompt),
            (self.tr("Negative prompt"), file.request.negative_prompt),
        ):
            if text:
                column.addWidget(_titled(name, "section"))
                column.addWidget(
                    SelectableText(name, several_lines(cut_words(text, _LONGEST_PROMPT), 2 * _LONGEST_PROMPT))
                )
        self._fill_rows(column, file)

    def _fill_rows(self, column: QVBoxLayout, file: ImportedFile) -> None:
        for title, rows in (
            #: noun: the values of a photo that the library keeps
            (self.tr("Photo"), photo_rows(file)),
            #: noun, plural: values that can be changed
            (self.tr("Settings"), settings_rows(file)),
            (self.tr("Not applied"), unused_rows(file)),
        ):
            if rows:
                column.addWidget(_titled(title, "section"))
                column.addLayout(_table(rows[:_MOST_ROWS]))
            if (more := len(rows) - _MOST_ROWS) > 0:
                column.addWidget(_titled(ImportCounts().more(more), "caption"))


def _titled(text: str, tone: str) -> QWidget:
    label = plain_label(text, wrapped=True)
    set_role(label, "tone", tone)
    return label


def _table(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE * 2)
    grid.setVerticalSpacing(SPACE // 2)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for row, (name, value) in enumerate(rows):
        grid.addWidget(_titled(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(SelectableText(name, value), row, 1)
    return grid
