"""The dialog of an import: the files, the settings in them, and what to do with them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portrait_app.jobs.file_import import THUMBNAIL_SIDE, ImportEntry
from portrait_app.ui.importing.counts import ImportCounts
from portrait_app.ui.importing.details import ImportDetails
from portrait_app.ui.importing.drop_overlay import take_copy
from portrait_app.ui.importing.model import ImportModel
from portrait_app.ui.importing.words import summary
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.dragged_files import files_in
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.screen_fit import Dialog
from portrait_app.ui.kit.theme import SPACE, set_role

_SIZE = QSize(1000, 620)
_THUMBNAIL = QSize(THUMBNAIL_SIDE // 2, THUMBNAIL_SIDE // 2)
_WIDTHS = {ImportModel.FILE: 24, ImportModel.TOOL: 18, ImportModel.STATE: 20}  # initial widths, in characters


class ImportDialog(Dialog):
    """Shows files as they are read, and emits the user's commands. The main window stays usable."""

    brought = Signal(list)  # Paths of more files or folders
    stop_wanted = Signal()
    use_wanted = Signal(object)  # ImportedFile
    add_wanted = Signal(list)  # ImportEntries

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import pictures"))
        self.resize(_SIZE)
        self.setAcceptDrops(True)
        self._busy = False
        self._said = ""  # progress, or result of the last task, as text
        self._model = ImportModel(self)
        self._status = plain_label(wrapped=True)
        self._bar = QProgressBar()
        self._table = self._build_table()
        self._details = ImportDetails()
        self._pages = QStackedWidget()
        self._choose_files = QPushButton(self.tr("Choose files…"))
        self._choose_folder = QPushButton(self.tr("Choose a folder…"))
        self._use = QPushButton(self.tr("Use these settings"))
        self._add_selected = QPushButton(self.tr("Add selected"))
        self._add = QPushButton()
        #: button, verb: ends the work
        self._stop = QPushButton(self.tr("Stop"))
        #: button: closes the window
        self._close = QPushButton(self.tr("Close"))
        self._build()
        self._connect()
        self._render()

    @property
    def model(self) -> ImportModel:
        """The model of the files in the list."""
        return self._model

    # --- called by the controller ---

    def put(self, brought: ImportEntry) -> None:
        """Add a file to the list, or update it there."""
        self._model.put(brought)
        if not self._table.currentIndex().isValid():
            self.select([0])
            self._table.setFocus()
        elif brought is self._current():
            self._details.show_file(brought)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show the progress of a task. A `total` of 0 means that the number of files is unknown."""
        if not self._busy:
            self._stop.setEnabled(True)
        self._busy = True
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._said = words
        self._render()

    def end_progress(self) -> None:
        self._busy = False
        self._said = ""
        self._render()
        announce(self, self._status.text())

    def say(self, words: str) -> None:
        """Show the result of a task."""
        self._said = words
        self._render()
        announce(self, words)

    def select(self, rows: Sequence[int]) -> None:
        """Select the files in these rows and no others. The settings of the first are shown."""
        selection, flag = self._table.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for row in rows:
            selection.select(self._model.index(row, 0), flag.Select | flag.Rows)
        if rows:
            selection.setCurrentIndex(self._model.index(rows[0], 0), flag.NoUpdate)

    # --- commands of the user ---

    def choose_files(self) -> None:
        """Ask the user for files."""
        #: noun, plural
        kinds = self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.avif)"
        every = self.tr("All files") + " (*)"
        title = self.tr("Choose pictures")
        files, _kind = QFileDialog.getOpenFileNames(self, title, "", f"{kinds};;{every}")
        if files:
            self.brought.emit([Path(file) for file in files])

    def _ask_for_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of pictures")):
            self.brought.emit([Path(folder)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_copy(event)
        self.brought.emit(files_in(event.mimeData()))

    def _use_settings(self) -> None:
        current = self._current()
        if current is not None and current.file is not None:
            self.use_wanted.emit(current.file)

    def _on_stop(self) -> None:
        self._stop.setEnabled(False)  # the task stops after at most one file
        self.stop_wanted.emit()

    def _current(self) -> ImportEntry | None:
        row = self._table.currentIndex().row()
        return self._model.files[row] if row >= 0 else None

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self._table.selectionModel().selectedRows())

    def _selected_to_add(self) -> list[ImportEntry]:
        return _to_add([self._model.files[row] for row in self._selected_rows()])

    def _tick_selected(self) -> None:
        """Tick the versions among the selected files, or untick them if all are ticked."""
        rows = [row for row in self._selected_rows() if self._model.files[row].is_version]
        self._model.mark_own(rows, not all(self._model.files[row].can_be_added for row in rows))

    def _on_changed(self) -> None:
        if not self._busy:  # while busy, `put` updates the details
            self._show_current()

    def _show_current(self) -> None:
        self._details.show_file(self._current())
        if not self._busy:
            self._said = ""  # the text was about another file
        self._render()

    # --- display ---

    def _render(self) -> None:
        files, current = self._model.files, self._current()
        self._pages.setCurrentIndex(1 if files else 0)
        self._bar.setVisible(self._busy)
        self._stop.setVisible(self._busy)
        self._status.setText(
            self._said if self._busy else f"{summary(self._model.counts)} {self._said}".strip()
        )
        self._status.setVisible(bool(self._status.text()))
        self._use.setEnabled(current is not None and current.file is not None and _says_something(current))
        if self._busy:  # the files to add are counted after all are read
            self._add.setEnabled(False)
            self._add_selected.setEnabled(False)
            return
        count = sum(brought.can_be_added for brought in files)
        self._add.setText(self.tr("Add to library") if count < 2 else ImportCounts().add_all(count))
        self._add.setEnabled(count > 0)
        self._add_selected.setEnabled(bool(self._selected_to_add()))

    def _build_table(self) -> QTableView:
        table = QTableView()  # a QTreeView would query every row whenever a row is inserted
        table.setModel(self._model)
        #: noun, plural: files on the disk
        table.setAccessibleName(self.tr("Files"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(_THUMBNAIL.height() + SPACE)
        table.setIconSize(_THUMBNAIL)
        table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        set_role(table, "list", True)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(ImportModel.PROMPT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width * table.fontMetrics().averageCharWidth())
        return table

    def _build(self) -> None:
        title = QLabel(self.tr("Import pictures"))
        set_role(title, "tone", "title")
        set_role(self._status, "tone", "muted")
        set_role(self._add, "accent", True)
        self._bar.setTextVisible(False)
        #: noun: how far the work is
        self._bar.setAccessibleName(self.tr("Progress"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._table)
        split.addWidget(self._details)
        split.setStretchFactor(0, 1)
        split.setSizes([_SIZE.width() * 2 // 3, _SIZE.width() // 3])
        self._pages.addWidget(self._build_empty())
        self._pages.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        head = QVBoxLayout()
        head.setSpacing(SPACE)
        for part in (title, self._status, self._bar):
            head.addWidget(part)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addLayout(self._build_buttons())

    def _build_empty(self) -> QWidget:
        words = plain_label(
            self.tr(
                "Drop pictures or a folder here, or choose them.\nSettings from Portrait Studio, "
                "AUTOMATIC1111, ComfyUI, InvokeAI and Fooocus are read."
            ),
            wrapped=True,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(words, "tone", "muted")
        return words

    def _build_buttons(self) -> QHBoxLayout:
        self._choose_files.setIcon(icon("image"))
        self._choose_folder.setIcon(icon("folder-open"))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._choose_files)
        row.addWidget(self._choose_folder)
        row.addStretch(1)
        for button in (self._stop, self._use, self._add_selected, self._add, self._close):
            row.addWidget(button)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        return row

    def _connect(self) -> None:
        selection = self._table.selectionModel()
        selection.currentRowChanged.connect(self._show_current)
        selection.selectionChanged.connect(self._render)
        self._model.dataChanged.connect(self._on_changed)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self._table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._tick_selected)
        self._choose_files.clicked.connect(self.choose_files)
        self._choose_folder.clicked.connect(self._ask_for_folder)
        self._use.clicked.connect(self._use_settings)
        self._add_selected.clicked.connect(lambda: self.add_wanted.emit(self._selected_to_add()))
        self._add.clicked.connect(lambda: self.add_wanted.emit(_to_add(self._model.files)))
        self._stop.clicked.connect(self._on_stop)
        self._close.clicked.connect(self.reject)


def _to_add(files: Sequence[ImportEntry]) -> list[ImportEntry]:
    return [brought for brought in files if brought.can_be_added]


def _says_something(brought: ImportEntry) -> bool:
    return brought.file is not None and bool(brought.file.request.values)
