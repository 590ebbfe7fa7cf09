"""What the grid shows, as a list model: jobs under way, then pictures."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.picture_sequence import NewestFirst, PictureSequence
from portrait_app.ui.gallery.words import (
    job_name,
    job_tool_tip,
    loading_name,
    picture_name,
    picture_tool_tip,
)

WINDOW = 100  # rows read at once
KEPT = 5000  # pictures whose rows stay in memory

_NO_PARENT = QModelIndex()
# Put together once: Qt asks for the flags of every cell it paints.
_JOB_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_PICTURE_FLAGS = _JOB_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """Placeholders of jobs, the newest first, then the ids of pictures, whose rows come when needed.

    `data` never waits: for a picture whose row is not here it answers as far as it can, and
    `rows_wanted` asks for the window around it. `update` brings the rows.
    """

    TILE = Qt.ItemDataRole.UserRole + 1  # Picture, JobStatus, or None while a picture's row is not here
    PICTURE = Qt.ItemDataRole.UserRole + 2  # Picture or None
    JOB = Qt.ItemDataRole.UserRole + 3  # JobStatus or None
    ID = Qt.ItemDataRole.UserRole + 4  # of the picture, 0 for a job
    FAVOURITE = Qt.ItemDataRole.UserRole + 5

    rows_wanted = Signal(list)  # ids

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[JobStatus] = []
        self._ids: PictureSequence = NewestFirst()
        self._pictures: dict[int, Picture] = {}
        self._noted: set[int] = set()  # windows to ask for
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    # --- what Qt asks ---

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
        """Return what `data` says in the role TILE, without the way there: for painting."""
        place = row - len(self._jobs)
        return self._jobs[row] if place < 0 else self._picture_at(place)

    def _picture_at(self, place: int) -> Picture | None:
        """Return the picture, or None and have its row asked for."""
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
            self.rows_wanted.emit(wanted)

    # --- what it holds ---

    @property
    def picture_count(self) -> int:
        return len(self._ids)

    @property
    def job_count(self) -> int:
        return len(self._jobs)

    def picture(self, picture_id: int) -> Picture | None:
        """Return what is known of a picture now; None where its row is not in memory."""
        return self._pictures.get(picture_id)

    def held_ids(self) -> list[int]:
        """Return the pictures whose rows are in memory."""
        return list(self._pictures)

    def row_of(self, picture_id: int) -> int | None:
        place = self._ids.row_of(picture_id)
        return None if place is None else place + len(self._jobs)

    def index_of(self, picture_id: int) -> QModelIndex:
        """Return the picture's index, an invalid one where it is not shown."""
        row = self.row_of(picture_id)
        return QModelIndex() if row is None else self.index(row)

    def id_at(self, row: int) -> int:
        """Return the id of the picture in `row`; 0 for a job or beyond the ends."""
        place = row - len(self._jobs)
        return self._ids[place] if 0 <= place < len(self._ids) else 0

    def ids_between(self, first: int, last: int) -> "array[int]":
        """Return the ids of the pictures in the rows `first` to `last`; jobs among them are left out."""
        return self._ids.between(first - len(self._jobs), last - len(self._jobs))

    # --- what changes it ---

    def show(self, sequence: PictureSequence, pictures: Iterable[Picture] = ()) -> None:
        """Show other pictures, with the rows of some. Rows already here stay; more of the same follows."""
        changed = self._keep(pictures)
        shown = len(self._ids)
        if not shown or not sequence.begins_with(self._ids):
            self.beginResetModel()
            self._ids = sequence
            self._noted.clear()
            self.endResetModel()
            return
        if shown < len(sequence):
            row = len(self._jobs)
            self.beginInsertRows(QModelIndex(), row + shown, row + len(sequence) - 1)
            self._ids = sequence
            self.endInsertRows()
        else:  # the same ids, and perhaps another order to come
            self._ids = sequence
        self._tell(changed)

    def insert(self, pictures: Iterable[Picture]) -> None:
        """Show more pictures, each in its place where the order says it; what is here already is updated."""
        arrived = {picture.id: picture for picture in pictures}
        for place, ids in self._ids.places_for(arrived):
            row = place + len(self._jobs)
            self.beginInsertRows(QModelIndex(), row, row + len(ids) - 1)
            self._ids.insert(place, ids)
            self._pictures.update((picture_id, arrived[picture_id]) for picture_id in ids)
            self.endInsertRows()
        self.update(arrived.values())

    def remove(self, ids: Iterable[int]) -> None:
        """Show these pictures no longer."""
        ids = list(ids)
        for first, last in self._ids.runs(ids):
            self.beginRemoveRows(QModelIndex(), first + len(self._jobs), last + len(self._jobs))
            self._ids.remove(first, last)
            self.endRemoveRows()
        for picture_id in ids:
            self._pictures.pop(picture_id, None)

    def update(self, pictures: Iterable[Picture]) -> None:
        """Bring rows that were asked for, or that are different now."""
        self._tell(self._keep(pictures))

    def _keep(self, pictures: Iterable[Picture]) -> list[int]:
        """Hold these rows, and return the ids of those that are different now."""
        changed: list[int] = []
        for picture in pictures:
            if self._pictures.pop(picture.id, None) != picture:
                changed.append(picture.id)
            self._pictures[picture.id] = picture  # last, so that it is forgotten last
        while len(self._pictures) > KEPT:
            del self._pictures[next(iter(self._pictures))]
        return changed

    def _tell(self, changed: Sequence[int]) -> None:
        for first, last in self._ids.runs(changed):
            self.dataChanged.emit(self.index(first + len(self._jobs)), self.index(last + len(self._jobs)))

    # --- jobs ---

    def set_jobs(self, statuses: Sequence[JobStatus]) -> None:
        """Show the jobs under way, given oldest first as the queue has them."""
        jobs = list(reversed(statuses))  # the next to be done stands beside the picture it will become
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
        """Put a new job, or one that goes to another place, into `row`."""
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
