"""The dialog that lists the backups of the library, to restore one."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.backup import Backup, BackupReason
from portrait_app.core.errors import AppError
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.formats import file_size, local_time
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.messages import describe

_WIDTH = 96  # average character widths
_LINES = 8  # height of the list, in lines
_NUMBERS = (2, 3, 4)  # columns with numbers
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RestoreDialog(FittedDialog):
    """Says what a restore changes. A restore is refused while jobs are running: it would cut them off."""

    def __init__(self, queue: GenerationQueue | None, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.setWindowTitle(self.tr("Restore library"))
        self._queue = queue
        self._backups: Sequence[Backup] = ()
        self._list = QTreeWidget()
        self._said = plain_label(self.tr("Looking for backups…"), wrapped=True)
        self._problem = InlineProblem()
        self._close = QPushButton(self.tr("Cancel"))
        self._restore = QPushButton(self.tr("Restore"))
        self._build()
        self._list.itemSelectionChanged.connect(self._render)
        self._list.itemActivated.connect(self._restore.click)
        self._problem.button.clicked.connect(self._pause)
        self._close.clicked.connect(self.reject)
        self._restore.clicked.connect(self.accept)
        if queue is not None:
            queue.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        title = QLabel(self.tr("Restore library"))
        set_role(title, "tone", "title")
        changes = plain_label(
            self.tr(
                "Favourites, stars, tags, notes, collections and the Trash become what they were when the "
                "backup was made. Pictures made since then stay: they are added again from their files. The "
                "library as it is now is kept as a backup, so that you can come back to it."
            ),
            wrapped=True,
        )
        set_role(changes, "tone", "muted")
        set_role(self._restore, "accent", True)
        self._close.setAutoDefault(False)
        self._build_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        for part in (title, changes, self._said, self._list, self._problem):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._restore)
        column.addLayout(buttons)

    def _build_list(self) -> None:
        self._list.setHeaderLabels(
            [
                self.tr("Made"),
                self.tr("Why"),
                self.tr("Pictures"),
                self.tr("Favourites"),
                self.tr("Size"),
            ]
        )
        self._list.setAccessibleName(self.tr("Backups"))
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setAllColumnsShowFocus(True)
        set_role(self._list, "list", True)
        self._list.setFixedHeight((_LINES + 1) * (self.fontMetrics().height() + SPACE) + 2 * SPACE)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        for column in range(self._list.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in _NUMBERS:
            self._list.headerItem().setTextAlignment(column, _RIGHT)

    # --- list of backups ---

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List the backups, given with the newest first. Select the newest that can be read."""
        self._backups = backups
        for backup in backups:
            self._list.addTopLevelItem(self._item(backup))
        rows = enumerate(backups)
        good = next(
            (self._list.topLevelItem(row) for row, backup in rows if backup.pictures is not None), None
        )
        if good is not None:
            self._list.setCurrentItem(good)
            self._list.setFocus()
        self._said.setText(
            self.tr("There is no backup yet. One is made on every day that the program is used.")
        )
        self._said.setVisible(not backups)
        self._list.setVisible(bool(backups))
        self._render()

    def show_error(self, error: AppError) -> None:
        """Show why the backups cannot be listed."""
        self._said.setText(describe(error).sentence)

    @property
    def chosen(self) -> Backup | None:
        """The selected backup, or None if none is selected or it cannot be read."""
        selected = self._list.selectedItems()
        if not selected:
            return None
        backup = self._backups[self._list.indexOfTopLevelItem(selected[0])]
        return None if backup.pictures is None else backup

    def _item(self, backup: Backup) -> QTreeWidgetItem:
        numbers = ["", ""]
        if backup.pictures is not None:
            numbers = [QLocale().toString(backup.pictures), QLocale().toString(backup.favourites)]
        why = self._why(backup.reason) if backup.pictures is not None else self.tr("cannot be read")
        item = QTreeWidgetItem([local_time(backup.made), why, *numbers, file_size(backup.size)])
        item.setToolTip(0, str(backup.path))
        if backup.pictures is None:
            item.setDisabled(True)
            for column in range(item.columnCount()):
                item.setForeground(column, self.palette().placeholderText())
        for column in _NUMBERS:
            item.setTextAlignment(column, _RIGHT)
        return item

    def _why(self, reason: BackupReason) -> str:
        match reason:
            case BackupReason.DAILY:
                return self.tr("daily")
            case BackupReason.MIGRATION:
                return self.tr("before an update")
            case BackupReason.REPLACED:
                return self.tr("before a restore")

    # --- what prevents a restore ---

    def _render(self) -> None:
        running, unstored = (self._queue.running, self._queue.unstored) if self._queue is not None else (0, 0)
        self._restore.setEnabled(self.chosen is not None and not running and not unstored)
        if unstored:
            title = self.tr("A picture is not stored yet")
            self._say(title, self.tr("It is held in memory only. Try again in the queue first."))
        elif running and self._queue is not None:
            title = (
                self.tr("Portraits are being made") if running > 1 else self.tr("A portrait is being made")
            )
            if self._queue.is_paused:
                self._say(title, self.tr("No other follows, so you can restore as soon as it is here."))
            else:
                words = self.tr("Restoring now would cut it off. Pause the queue, so that no other follows.")
                self._say(title, words, self.tr("Pause the queue"))
        else:
            self._problem.hide()

    def _say(self, title: str, words: str, button: str = "") -> None:
        if self._problem.words != f"{title} {words}":
            self._problem.show_problem(title, words, button)

    def _pause(self) -> None:
        if self._queue is not None:
            self._queue.pause()
