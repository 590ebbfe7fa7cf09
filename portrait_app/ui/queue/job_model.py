"""The list model of the jobs in the queue."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from portrait_app.jobs.job_acts import JobAct, acts_of
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.queue.job_words import QueueSection, sentence, spoken, stage_of
from portrait_app.ui.queue.row_order import longest_increasing, runs_of

MIME = "application/x-portrait-studio-jobs"
_PROMPT = 200  # characters of a prompt in a row
_WORDS: dict[int, Callable[[JobStatus], str]] = {
    Qt.ItemDataRole.AccessibleTextRole: spoken,
    Qt.ItemDataRole.ToolTipRole: lambda status: tool_tip(sentence(status)),
}
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class JobModel(QAbstractListModel):
    """One row per job, grouped by section: needs the user, running, retrying, waiting.

    Waiting rows can be dragged among themselves. The queue then moves the jobs, and the rows follow.
    """

    STATUS = Qt.ItemDataRole.UserRole + 1
    CAPTION = Qt.ItemDataRole.UserRole + 2  # name of the section on its first row, empty on the others

    move_asked = Signal(list, object)  # ids of waiting jobs, id of the job to put them before or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._statuses: list[JobStatus] = []
        self._ids: list[int] = []
        self.counts: dict[QueueSection, int] = {}  # number of jobs in each section

    # --- rows and data, called by Qt ---

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._statuses)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        status = self._statuses[index.row()]
        match role:
            case self.STATUS:
                return status
            case self.CAPTION:
                return self._caption(index.row())
            case Qt.ItemDataRole.DisplayRole:
                return start_of(status.job.request.prompt, _PROMPT)
        words = _WORDS.get(role)
        return None if words is None else words(status)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # drop between rows, never on a row
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self._can_move(index.row()) else flags

    def _caption(self, row: int) -> str:
        stage = stage_of(self._statuses[row])
        is_first = row == 0 or stage_of(self._statuses[row - 1]) is not stage
        return stage.caption if is_first else ""

    def _can_move(self, row: int) -> bool:
        return JobAct.UP in acts_of(self._statuses[row])

    # --- drag and drop ---

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted(index.row() for index in indexes)
        ids = [self._statuses[row].job.id for row in rows if self._can_move(row)]
        data = QMimeData()
        data.setData(MIME, QByteArray(json.dumps(ids).encode()))
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        del column
        if not data.hasFormat(MIME) or action is not Qt.DropAction.MoveAction or parent.isValid():
            return False
        end = len(self._statuses)
        row = end if row < 0 else row
        return any(self._can_move(near) for near in (row - 1, row) if 0 <= near < end)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Ask for the move. Return False, so that the view removes no rows."""
        if self.canDropMimeData(data, action, row, column, parent):
            ids: list[int] = json.loads(bytes(data.data(MIME).data()))
            self.move_asked.emit(ids, self._place_before(row, ids))
        return False

    def _place_before(self, row: int, moved: Sequence[int]) -> int | None:
        """Return the id of the job before which `moved` jobs go when dropped at `row`, None for the end."""
        rows = range(row, len(self._statuses)) if row >= 0 else ()
        return next(
            (self._id(near) for near in rows if self._can_move(near) and self._id(near) not in moved), None
        )

    # --- content ---

    def line(self) -> list[int]:
        """Return the ids of the jobs that can be moved, in the order in which they will be sent."""
        return [status.job.id for row, status in enumerate(self._statuses) if self._can_move(row)]

    def row_of(self, job_id: int) -> int | None:
        return next((row for row, status in enumerate(self._statuses) if status.job.id == job_id), None)

    def set_statuses(self, statuses: Sequence[JobStatus]) -> None:
        """Show `statuses`, given in the queue's order. Rows that remain keep their selection."""
        parts: dict[QueueSection, list[JobStatus]] = {stage: [] for stage in QueueSection}
        for status in statuses:
            parts[stage_of(status)].append(status)
        self.counts = {stage: len(part) for stage, part in parts.items()}
        wanted = [status for part in parts.values() for status in part]
        ids = [status.job.id for status in wanted]
        if ids != self._ids:  # rare: nearly always only the elapsed time has changed
            self._remove_others(set(ids))
            self._put_in_order({job_id: place for place, job_id in enumerate(ids)})
            self._insert_missing(wanted)
            self._ids = ids
        self._update(wanted)

    def _id(self, row: int) -> int:
        return self._statuses[row].job.id

    def _remove_others(self, wanted: set[int]) -> None:
        rows = [row for row, status in enumerate(self._statuses) if status.job.id not in wanted]
        for first, last in reversed(runs_of(rows)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._statuses[first : last + 1]
            self.endRemoveRows()

    def _put_in_order(self, places: dict[int, int]) -> None:
        """Bring the rows into the order of `places` with the fewest moves."""
        run = longest_increasing([places[status.job.id] for status in self._statuses])
        placed = {self._id(row) for row in run}
        for job_id in [status.job.id for status in self._statuses if status.job.id not in placed]:
            old, new = self._row_and_destination(job_id, places, placed)
            placed.add(job_id)
            if new not in (old, old + 1):
                self.beginMoveRows(_NO_PARENT, old, old, _NO_PARENT, new)
                status = self._statuses.pop(old)
                self._statuses.insert(new - (new > old), status)
                self.endMoveRows()

    def _row_and_destination(self, job_id: int, places: dict[int, int], placed: set[int]) -> tuple[int, int]:
        """Return the row of a job, and the row of the first placed job that comes after it in `places`."""
        old, new = -1, len(self._statuses)
        for row, status in reversed(list(enumerate(self._statuses))):
            if status.job.id == job_id:
                old = row
            elif status.job.id in placed and places[status.job.id] > places[job_id]:
                new = row
        return old, new

    def _insert_missing(self, wanted: Sequence[JobStatus]) -> None:
        here = {status.job.id for status in self._statuses}
        rows = [row for row, status in enumerate(wanted) if status.job.id not in here]
        for first, last in runs_of(rows):
            self.beginInsertRows(_NO_PARENT, first, last)
            self._statuses[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _update(self, wanted: Sequence[JobStatus]) -> None:
        changed: set[int] = set()
        for row, (old, new) in enumerate(zip(self._statuses, wanted, strict=True)):
            if old is not new and old != new:
                changed.add(row)
                if stage_of(old) is not stage_of(new):  # the next row may now be the first of its section
                    changed.add(min(row + 1, len(wanted) - 1))
        self._statuses[:] = wanted
        for first, last in runs_of(sorted(changed)):
            self.dataChanged.emit(self.index(first), self.index(last))
