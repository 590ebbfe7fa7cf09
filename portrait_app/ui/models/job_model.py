"""The jobs of the queue, as a list model."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette

from portrait_app.core.job import JobState
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.messages import describe
from portrait_app.ui.models.gallery_words import start_of
from portrait_app.ui.theme import icon

_PROMPT = 200  # characters of a prompt in a row
_NO_PARENT = QModelIndex()


class JobModel(QAbstractListModel):
    """One row a job: those that run, wait or need a person, oldest first."""

    STATUS = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._statuses: list[JobStatus] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._statuses)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        status = self._statuses[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{self.state_text(status)} — {start_of(status.job.request.prompt, _PROMPT)}"
            case Qt.ItemDataRole.ToolTipRole:
                return self.state_text(status) if status.error is None else describe(status.error).sentence
            case Qt.ItemDataRole.DecorationRole:
                return icon(*_icon_of(status))
            case self.STATUS:
                return status
        return None

    def set_statuses(self, statuses: Sequence[JobStatus]) -> None:
        """Show `statuses`; rows of jobs that stay keep their place and selection."""
        new_ids = [status.job.id for status in statuses]
        wanted = set(new_ids)
        for row in range(len(self._statuses) - 1, -1, -1):
            if self._statuses[row].job.id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._statuses[row]
                self.endRemoveRows()
        if [status.job.id for status in self._statuses] != new_ids[: len(self._statuses)]:
            self.beginResetModel()  # a job moved to the end: rare, and only by a person's act
            self._statuses = list(statuses)
            self.endResetModel()
            return
        kept = len(self._statuses)
        self._statuses[:] = statuses[:kept]
        if kept:
            self.dataChanged.emit(self.index(0), self.index(kept - 1))
        if len(statuses) > kept:
            self.beginInsertRows(QModelIndex(), kept, len(statuses) - 1)
            self._statuses.extend(statuses[kept:])
            self.endInsertRows()

    def state_text(self, status: JobStatus) -> str:
        """Return what the job is doing, in words."""
        if status.error is not None:
            return describe(status.error).title
        if not status.running:
            return self.tr("Waiting")
        if status.job.state is JobState.OUTCOME_UNKNOWN:
            return self.tr("Looking for it, {seconds} s").format(seconds=int(status.elapsed))
        return self.tr("Running, {seconds} s").format(seconds=int(status.elapsed))


def _icon_of(status: JobStatus) -> tuple[str, QPalette.ColorRole]:
    if status.error is not None:
        return "warning-circle", QPalette.ColorRole.BrightText
    if status.running:
        return "spinner-gap", QPalette.ColorRole.Accent
    return "clock", QPalette.ColorRole.PlaceholderText
