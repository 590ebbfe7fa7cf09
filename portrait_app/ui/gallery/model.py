"""The grid's list model: jobs in progress, then pictures."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.picture_sequence import NewestFirst, PictureSequence
from portrait_app.ui.gallery.picture_set import PictureSet
from portrait_app.ui.gallery.words import (
    job_name,
    job_tool_tip,
    loading_name,
    picture_name,
    picture_tool_tip,
)

WINDOW = 100  # records read in one query
KEPT = 5000  # most records in memory
_MOST_RUNS = 20  # ranges of rows that come or go one by one; a reset costs less than more of them

_NO_PARENT = QModelIndex()
# Created once, because Qt asks for the flags of every cell that it paints.
_JOB_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_PICTURE_FLAGS = _JOB_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """Lists job placeholders, newest first, then picture ids, whose records are loaded when needed.

    `data` never waits. If a picture's record is not loaded, `data` answers as far as possible, and
    `records_wanted` requests the records around it. The receiver passes the loaded records to `update`.
    """

    TILE = Qt.ItemDataRole.UserRole + 1  # Picture, JobStatus, or None while a picture's record is not loaded
    PICTURE = Qt.ItemDataRole.UserRole + 2  # Picture or None
    JOB = Qt.ItemDataRole.UserRole + 3  # JobStatus or None
    ID = Qt.ItemDataRole.UserRole + 4  # id of the picture, 0 for a job
    FAVOURITE = Qt.ItemDataRole.UserRole + 5

    records_wanted = Signal(list)  # ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[JobStatus] = []
        self._ids: PictureSequence = NewestFirst()
        self._pictures: dict[int, Picture] = {}
        self.is_renewal = False  # during a reset: whether the question stays the same
        self._noted: set[int] = set()  # windows whose records will be requested
        self._asking = QTimer(self, singleShot=True)
        self._asking.timeout.connect(self._ask)

    # --- the interface for Qt ---

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._jobs) + len(self._ids)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _JOB_FLAGS if index.row() < len(self._jobs) else _PICTURE_FLAGS

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        if row < len(self._jobs):
            return self._job_data(self._jobs[row], role)
        if role == self.ID:
            return self._ids[row - len(self._jobs)]
        return self._picture_data(row - len(self._jobs), role)

    def _job_data(self, status: JobStatus, role: int) -> Any:
        match role:
            case self.TILE | self.JOB:
                return status
            case self.ID:
                return 0
            case Qt.ItemDataRole.AccessibleTextRole:
                return job_name(status)
            case Qt.ItemDataRole.ToolTipRole:
                return job_tool_tip(status)
        return None

    def tile(self, row: int) -> Picture | JobStatus | None:
        """Return the same as `data` in the role TILE; faster, for painting."""
        place = row - len(self._jobs)
        return self._jobs[row] if place < 0 else self._picture_at(place)

    def _picture_at(self, place: int) -> Picture | None:
        """Return the picture; if its record is not loaded, request the record and return None."""
        picture = self._pictures.get(self._ids[place])
        if picture is None:
            self._noted.add(place // WINDOW)
            if not self._asking.isActive():
                self._asking.start()
        return picture

    def _picture_data(self, place: int, role: int) -> Any:
        picture = self._picture_at(place)
        if picture is None:
            return loading_name() if role == Qt.ItemDataRole.AccessibleTextRole else None
        match role:
            case self.TILE | self.PICTURE:
                return picture
            case self.FAVOURITE:
                return picture.favourite
            case Qt.ItemDataRole.AccessibleTextRole:
                return picture_name(picture)
            case Qt.ItemDataRole.ToolTipRole:
                return picture_tool_tip(picture)
        return None

    def _ask(self) -> None:
        wanted: list[int] = []
        for window in sorted(self._noted):
            ids = self._ids.between(window * WINDOW, (window + 1) * WINDOW - 1)
            wanted.extend(picture_id for picture_id in ids if picture_id not in self._pictures)
        self._noted.clear()
        if wanted:
            self.records_wanted.emit(wanted)

    # --- contents ---

    @property
    def picture_count(self) -> int:
        return len(self._ids)

    @property
    def job_count(self) -> int:
        return len(self._jobs)

    def picture(self, picture_id: int) -> Picture | None:
        """Return a picture's current record, or None if the record is not in memory."""
        return self._pictures.get(picture_id)

    def held_ids(self) -> list[int]:
        """Return the ids of the pictures whose records are in memory."""
        return list(self._pictures)

    def row_of(self, picture_id: int) -> int | None:
        place = self._ids.row_of(picture_id)
        return None if place is None else place + len(self._jobs)

    def index_of(self, picture_id: int) -> QModelIndex:
        """Return the picture's index; invalid if the picture is not shown."""
        row = self.row_of(picture_id)
        return QModelIndex() if row is None else self.index(row)

    def id_at(self, row: int) -> int:
        """Return the id of the picture in `row`; 0 for a job or a row out of range."""
        place = row - len(self._jobs)
        return self._ids[place] if 0 <= place < len(self._ids) else 0

    def ids_between(self, first: int, last: int) -> "array[int]":
        """Return the ids of the pictures in rows `first` to `last`, without jobs."""
        return self._ids.between(first - len(self._jobs), last - len(self._jobs))

    def pictures_in(self, runs: Sequence[tuple[int, int]]) -> PictureSet:
        """Return the pictures in ranges of rows (first, last), in ascending order."""
        jobs = len(self._jobs)
        places = [(max(first - jobs, 0), last - jobs) for first, last in runs if last >= jobs]
        return PictureSet.of_rows(self._ids, places)

    def snapshot(self) -> PictureSequence:
        """Return the ids of all pictures in the grid, as they are now."""
        return self._ids.snapshot()

    # --- changes ---

    def show(
        self, sequence: PictureSequence, pictures: Iterable[Picture] = (), *, is_renewal: bool = False
    ) -> None:
        """Show the pictures of `sequence`; `pictures` are the records of some of them.

        If the grid shows the beginning of `sequence`, its rows stay and the others are added below.

        Args:
            sequence: The ids. The model changes them, and nobody else does.
            pictures: The records of some of the pictures.
            is_renewal: Whether the question is the same as before. A picture that is missing now was then
                taken out by an edit.
        """
        changed = self._keep(pictures)
        shown = len(self._ids)
        if not shown or not sequence.begins_with(self._ids):
            self._reset_to(sequence, is_renewal=is_renewal)
            return
        if shown < len(sequence):
            row = len(self._jobs)
            self.beginInsertRows(QModelIndex(), row + shown, row + len(sequence) - 1)
            self._ids = sequence
            self.endInsertRows()
        else:  # the same ids, but perhaps another kind of sequence
            self._ids = sequence
        self._tell(changed)

    def insert(self, pictures: Iterable[Picture]) -> None:
        """Insert new pictures where the order puts them, and update those that are shown already."""
        arrived = {picture.id: picture for picture in pictures}
        places = self._ids.places_for(arrived)
        if len(places) > _MOST_RUNS:
            more = self._ids.snapshot()
            more.insert(places)
            self._pictures.update(arrived)
            self._reset_to(more, is_renewal=False)
        else:
            for place, ids in places:
                row = place + len(self._jobs)
                self.beginInsertRows(QModelIndex(), row, row + len(ids) - 1)
                self._ids.insert([(place, ids)])
                self._pictures.update((picture_id, arrived[picture_id]) for picture_id in ids)
                self.endInsertRows()
        self.update(arrived.values())

    def _reset_to(self, sequence: PictureSequence, *, is_renewal: bool) -> None:
        self.is_renewal = is_renewal
        self.beginResetModel()
        self._ids = sequence
        self._noted.clear()
        self.endResetModel()
        self.is_renewal = False

    def remove(self, ids: Iterable[int]) -> None:
        """Remove these pictures from the grid."""
        ids = list(ids)
        runs = self._ids.runs(ids)
        if len(runs) > _MOST_RUNS:
            rest = self._ids.snapshot()
            rest.remove(runs)
            self._reset_to(rest, is_renewal=True)
        else:
            for first, last in runs:
                self.beginRemoveRows(QModelIndex(), first + len(self._jobs), last + len(self._jobs))
                self._ids.remove([(first, last)])
                self.endRemoveRows()
        for picture_id in ids:
            self._pictures.pop(picture_id, None)

    def update(self, pictures: Iterable[Picture]) -> None:
        """Store records that were requested or have changed."""
        self._tell(self._keep(pictures))

    def _keep(self, pictures: Iterable[Picture]) -> list[int]:
        """Store these records, and return the ids of those that changed."""
        changed: list[int] = []
        for picture in pictures:
            if self._pictures.pop(picture.id, None) != picture:
                changed.append(picture.id)
            self._pictures[picture.id] = picture  # at the end, so that it is evicted last
        while len(self._pictures) > KEPT:
            del self._pictures[next(iter(self._pictures))]
        return changed

    def _tell(self, changed: Sequence[int]) -> None:
        """Report changed records in one signal, because a view looks at its visible rows only."""
        if runs := self._ids.runs(changed):
            first, last = runs[-1][0] + len(self._jobs), runs[0][1] + len(self._jobs)
            self.dataChanged.emit(self.index(first), self.index(last))

    # --- jobs ---

    def set_jobs(self, statuses: Sequence[JobStatus]) -> None:
        """Show the jobs in progress, given oldest first, as in the queue."""
        jobs = list(reversed(statuses))  # the next job to run stands beside the first picture
        wanted = {status.job.id for status in jobs}
        for row in range(len(self._jobs) - 1, -1, -1):
            if self._jobs[row].job.id not in wanted:
                self._remove_job(row)
        changed: list[int] = []
        for row, status in enumerate(jobs):
            if row >= len(self._jobs) or self._jobs[row].job.id != status.job.id:
                self._move_job_to(row, status)
            elif self._jobs[row] != status:
                self._jobs[row] = status
                changed.append(row)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _move_job_to(self, row: int, status: JobStatus) -> None:
        """Insert a new job at `row`, or move an existing one there."""
        for old in range(row, len(self._jobs)):
            if self._jobs[old].job.id == status.job.id:
                self._remove_job(old)
                break
        self.beginInsertRows(QModelIndex(), row, row)
        self._jobs.insert(row, status)
        self.endInsertRows()

    def _remove_job(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._jobs[row]
        self.endRemoveRows()
