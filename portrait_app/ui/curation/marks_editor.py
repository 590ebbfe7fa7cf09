"""The editor for tags, collections and note of the selected pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from portrait_app.core.curation import AddTags, Collect, Marks, RemoveTags, SetNote
from portrait_app.core.tags import BadName, read_tags
from portrait_app.ui.curation.chip_row import ChipRow
from portrait_app.ui.curation.note_editor import NoteEditor
from portrait_app.ui.curation.tag_line import TagLine
from portrait_app.ui.curation.words import bad_name_text
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role


class MarksEditor(QWidget):
    """Emits the user's edits, with the ids of the pictures that were shown while the user typed."""

    edit_wanted = Signal(list, object)  # ids, Edit
    tag_chosen = Signal(str)  # the tag to search for
    collection_chosen = Signal(str)  # name of the collection to show
    new_collection_wanted = Signal()  # for the shown pictures

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: list[int] = []
        self._collections: Sequence[str] = ()
        self._tags = ChipRow(self.tr("Search for it"), self.tr("Remove the tag"), self)
        self.tag_line = TagLine(self)
        self._problem = plain_label(wrapped=True)
        set_role(self._problem, "tone", "danger")
        self._problem.hide()
        self._inside = ChipRow(self.tr("Show the collection"), self.tr("Take out of the collection"), self)
        self.add_button = QToolButton(self)
        self.note = NoteEditor(self)
        self._build_add_button()
        self._lay_out()
        self._tags.chosen.connect(self.tag_chosen)
        self._tags.removed.connect(lambda tag: self._edit(RemoveTags((tag,))))
        self.tag_line.entered.connect(self._add_tags)
        self.tag_line.textEdited.connect(self._problem.hide)
        self._inside.chosen.connect(self.collection_chosen)
        self._inside.removed.connect(lambda name: self._edit(Collect(name, inside=False)))
        self.note.written.connect(lambda note: self._edit(SetNote(note)))

    def _build_add_button(self) -> None:
        button = self.add_button
        button.setText(self.tr("Add to collection"))
        button.setIcon(icon("plus"))
        button.setIconSize(QSize(14, 14))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        for title, widgets in (
            (self.tr("Tags"), (self._tags, self.tag_line, self._problem)),
            (self.tr("Collections"), (self._inside, None)),
            (self.tr("Note"), (self.note,)),
        ):
            column.addWidget(_section(title))
            for widget in widgets:
                if widget is None:
                    row = QHBoxLayout()
                    row.addWidget(self.add_button)
                    row.addStretch(1)
                    column.addLayout(row)
                else:
                    column.addWidget(widget)
            column.addSpacing(SPACE // 2)

    # --- display ---

    @property
    def ids(self) -> list[int]:
        """The ids of the pictures whose marks are shown."""
        return self._ids

    def show_marks(self, ids: Sequence[int], marks: Marks) -> None:
        """Show the marks of these pictures. A note being typed for other pictures is saved first."""
        if list(ids) != self._ids:
            self.note.flush()
            self._ids = list(ids)
            self._problem.hide()
            self.note.show_note(marks.note)
        else:
            self.note.follow(marks.note)
        self._tags.set_names(marks.tags or {}, marks.count)
        self._inside.set_names(marks.collections or {}, marks.count)

    def flush(self) -> None:
        """Save the note that is being typed."""
        self.note.flush()

    def set_collections(self, names: Sequence[str]) -> None:
        """Set the collections that "Add to collection" offers."""
        self._collections = names

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for name in self._collections:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self._edit(Collect(name)))
        if self._collections:
            menu.addSeparator()
        menu.addAction(self.tr("New collection…")).triggered.connect(self.new_collection_wanted)

    # --- edits ---

    def _edit(self, edit: object) -> None:
        if self._ids:
            self.edit_wanted.emit(self._ids, edit)

    def _add_tags(self, text: str) -> None:
        try:
            tags = read_tags(text)
        except BadName as error:
            self._problem.setText(bad_name_text(error))
            self._problem.show()
            set_role(self.tag_line, "invalid", True)
            announce(self.tag_line, self._problem.text())
            return
        self.tag_line.clear()
        if tags:
            self._edit(AddTags(tags))


def _section(text: str) -> QLabel:
    label = plain_label(text)
    set_role(label, "tone", "section")
    return label
