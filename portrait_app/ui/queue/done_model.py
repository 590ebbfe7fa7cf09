"""The list model of the jobs finished today."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from portrait_app.core.engines import is_free
from portrait_app.core.job import DoneJob
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.formats import clock_time, money, seconds, tool_tip

_PROMPT = 200  # characters of a prompt in a row
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class DoneModel(QAbstractListModel):
    """One row per finished job, the newest first."""

    FACTS = Qt.ItemDataRole.UserRole + 1  # number of pictures, cost, duration and time of day, as text
    PICTURE = Qt.ItemDataRole.UserRole + 2  # id of the job's first picture

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[DoneJob] = []

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self._jobs[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                prompt = start_of(job.prompt, _PROMPT)
                return tool_tip(prompt) if role == Qt.ItemDataRole.ToolTipRole else prompt
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{start_of(job.prompt, _PROMPT)}, {self._facts(job)}"
            case self.FACTS:
                return self._facts(job)
            case self.PICTURE:
                return job.first_picture
        return None

    def set_jobs(self, jobs: Sequence[DoneJob]) -> None:
        """Show `jobs`, which are sorted newest first."""
        self.beginResetModel()
        self._jobs = list(jobs)
        self.endResetModel()

    def add(self, job: DoneJob) -> None:
        """Show a job that has just finished, unless it is in the list already."""
        if all(known.id != job.id for known in self._jobs):
            self.beginInsertRows(_NO_PARENT, 0, 0)
            self._jobs.insert(0, job)
            self.endInsertRows()

    @property
    def pictures(self) -> int:
        """The number of pictures of all the jobs."""
        return sum(job.pictures for job in self._jobs)

    def total_words(self) -> str:
        """Return how many pictures were made today, and the costs that are known."""
        number = QLocale().toString(self.pictures)
        words = (
            self.tr("1 picture made today") if self.pictures == 1 else self.tr("{count} pictures made today")
        )
        cost = sum(job.cost or 0 for job in self._jobs)
        parts = [words.format(count=number)] + [money(cost)] * (cost > 0)
        return " · ".join(parts)

    def _facts(self, job: DoneJob) -> str:
        parts = [self.tr("{count} pictures").format(count=job.pictures)] * (job.pictures > 1)
        if job.cost is not None:
            parts.append(money(job.cost))
        elif is_free(job.engine):  # for other engines the cost is unknown
            parts.append(self.tr("free"))
        if job.seconds is not None:
            parts.append(seconds(job.seconds))
        parts.append(clock_time(job.finished))
        return " · ".join(parts)
