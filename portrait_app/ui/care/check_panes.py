"""The parts of the library check's dialog: findings, progress and disk usage."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.check import Fault, Loose, Progress
from portrait_app.ui.care.check_words import FindingGroup, progress_words
from portrait_app.ui.care.findings_model import FindingsModel
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role

_LINES = 7  # height of the lists, in lines
_KINDS_WIDTH = 36  # average character widths


class FindingsPane(QWidget):
    """The kinds of findings, the files of one kind, and buttons that act on these files.

    The buttons act on the selected files, or on all listed files if none is selected.
    """

    locate_file_wanted = Signal()
    search_folder_wanted = Signal()
    forget_wanted = Signal()
    adopt_wanted = Signal()
    remove_wanted = Signal()
    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[FindingGroup] = []
        self._model = FindingsModel(self)
        self._kinds = QListWidget()
        self._kinds.setAccessibleName(self.tr("What was found"))
        self._kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._kinds.currentRowChanged.connect(self._show_group)
        self._files = QTreeView()  # elides long names; a QListView would scroll sideways
        self._files.setAccessibleName(self.tr("Files"))
        self._files.setHeaderHidden(True)
        self._files.setRootIsDecorated(False)
        self._files.setUniformRowHeights(True)
        self._files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._files.setModel(self._model)
        self._files.selectionModel().selectionChanged.connect(self._offer)
        self._meaning = plain_label(wrapped=True)
        set_role(self._meaning, "tone", "muted")
        self._buttons = self._build_buttons()
        self._lay_out()

    def _build_buttons(self) -> dict[str, QPushButton]:
        buttons: dict[str, QPushButton] = {}
        for key, text, signal in (
            ("search", self.tr("Search a folder…"), self.search_folder_wanted),
            ("locate", self.tr("Choose the file…"), self.locate_file_wanted),
            ("forget", self.tr("Forget…"), self.forget_wanted),
            ("adopt", self.tr("Add to library"), self.adopt_wanted),
            ("remove", self.tr("Delete…"), self.remove_wanted),
            ("show", self.tr("Show folder"), self.show_wanted),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            buttons[key] = button
        return buttons

    def _lay_out(self) -> None:
        for view in (self._kinds, self._files):
            set_role(view, "list", True)
            view.setFixedHeight(_LINES * (self.fontMetrics().height() + SPACE) + 2 * SPACE)
        self._kinds.setFixedWidth(_KINDS_WIDTH * self.fontMetrics().averageCharWidth())
        lists = QHBoxLayout()
        lists.setSpacing(SPACE)
        lists.addWidget(self._kinds)
        lists.addWidget(self._files, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for button in self._buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(lists)
        column.addWidget(self._meaning)
        column.addLayout(buttons)

    # --- display ---

    def show_groups(self, groups: Sequence[FindingGroup]) -> None:
        """Show findings. The current kind stays current if it still has findings."""
        shown = self.group.kind if self.group is not None else None
        self._groups = list(groups)
        self._kinds.blockSignals(True)
        self._kinds.clear()
        for group in groups:
            item = QListWidgetItem(f"{group.title}  ·  {QLocale().toString(group.count)}")
            item.setToolTip(group.meaning)
            self._kinds.addItem(item)
        kinds = [group.kind for group in groups]
        self._kinds.setCurrentRow(kinds.index(shown) if shown in kinds else 0)
        self._kinds.blockSignals(False)
        self._show_group()

    @property
    def group(self) -> FindingGroup | None:
        """The current kind of findings, or None."""
        row = self._kinds.currentRow()
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def chosen_files(self) -> list[str]:
        """Return the files that the buttons act on."""
        group = self.group
        return [] if group is None else [group.files[row] for row in self._chosen_rows(group)]

    def chosen_ids(self) -> list[int]:
        """Return the ids of the pictures that the buttons act on."""
        group = self.group
        return [] if group is None or not group.ids else [group.ids[row] for row in self._chosen_rows(group)]

    def select(self, rows: Sequence[int]) -> None:
        """Select the files in these rows and no others."""
        selection = self._files.selectionModel()
        selection.clearSelection()
        for row in rows:
            selection.select(self._model.index(row), QItemSelectionModel.SelectionFlag.Select)

    def _chosen_rows(self, group: FindingGroup) -> list[int]:
        rows = sorted(index.row() for index in self._files.selectionModel().selectedIndexes())
        return rows or list(range(len(group.files)))

    def _show_group(self) -> None:
        group = self.group
        self._model.set_files(group.files if group is not None else ())
        self._meaning.setText(self._words(group) if group is not None else "")
        self._offer()

    def _words(self, group: FindingGroup) -> str:
        if (more := group.count - len(group.files)) > 0:
            words = self.tr("{meaning} The first {shown} are listed, {more} are not.")
            numbers = {"shown": QLocale().toString(len(group.files)), "more": QLocale().toString(more)}
            return words.format(meaning=group.meaning, **numbers)
        return group.meaning

    def _offer(self) -> None:
        """Show the buttons that fit the current kind, and enable those that fit the chosen files."""
        group = self.group
        kind = group.kind if group is not None else None
        missing = kind is Fault.MISSING
        offered = {
            "locate": missing,
            "search": missing,
            "forget": missing,
            "adopt": kind is Loose.IMAGE,
            "remove": kind is Loose.LEFTOVER,
            "show": True,
        }
        for key, button in self._buttons.items():
            button.setVisible(offered[key])
        chosen = self.chosen_files()
        self._buttons["locate"].setEnabled(len(chosen) == 1)
        self._buttons["locate"].setToolTip("" if len(chosen) == 1 else self.tr("Select one file first"))
        self._buttons["adopt"].setEnabled(group is not None and not group.adoptable.isdisjoint(chosen))


class ProgressLine(QWidget):
    """A thin progress bar, and below it a text that says what is being done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._words = plain_label()
        set_role(self._words, "tone", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._bar)
        column.addWidget(self._words)

    def begin(self, words: str) -> None:
        self._bar.setRange(0, 0)
        self._words.setText(words)

    def show_progress(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        self._words.setText(progress_words(progress))


class StorageTable(QWidget):
    """The disk usage of the library's folder: names above sizes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE * 3)
        self._grid.setVerticalSpacing(SPACE // 4)

    def show_sizes(self, sizes: Sequence[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for column, (name, size) in enumerate(sizes):
            heading, value = plain_label(name), plain_label(size)
            set_role(heading, "tone", "caption")
            value.setAccessibleName(f"{name}: {size}")
            self._grid.addWidget(heading, 0, column)
            self._grid.addWidget(value, 1, column)
        self._grid.setColumnStretch(len(sizes), 1)
