"""The library: one folder with the database, the pictures' files and the replies not yet read.

library.db            jobs and pictures
library.lock          held by the program that has it open, see `library.lock`
thumbnails.db         the cache of `library.thumbnails`, rebuildable
pictures/YYYY/MM/     original bytes, unchanged
spool/                replies received and not yet stored
backups/              copies of the database: daily, before each migration, before another took its place
records/              what happened to every job, see `library.rescue.journal`
"""

import errno
import logging
from array import array
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Delivery, RawReply, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_error
from portrait_app.core.job import TRANSITIONS, DoneJob, Job, JobState
from portrait_app.core.picture import Picture
from portrait_app.core.ports.curation import SystemTrash
from portrait_app.core.ports.system import Clock
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.query import LibraryQuery
from portrait_app.library import jobs, names, pictures
from portrait_app.library.curation import LibraryCuration
from portrait_app.library.database import Database
from portrait_app.library.home import LibraryHome
from portrait_app.library.housekeeping import LibraryHousekeeping
from portrait_app.library.image_files import make_private_folder
from portrait_app.library.imports import LibraryImport
from portrait_app.library.keeping import Keeping
from portrait_app.library.ledger import LibraryLedger
from portrait_app.library.lock import LibraryLock
from portrait_app.library.migrations import migrate
from portrait_app.library.places import place_of
from portrait_app.library.rescue.adopt import CheckImage
from portrait_app.library.rescue.backups import BACKUPS, LibraryBackups
from portrait_app.library.rescue.journal import Journal
from portrait_app.library.search import asking
from portrait_app.library.spool import Spool

_log = logging.getLogger(__name__)

DATABASE = "library.db"


def open_library(folder: Path, clock: Clock) -> "PictureLibrary":
    """Open the library in `folder`, or start one there.

    Raises:
        AppError: LIBRARY_NOT_A_DATABASE, LIBRARY_DAMAGED, LIBRARY_NEWER, LIBRARY_READ_ONLY,
            LIBRARY_FAILED or DISK_FULL, with the `path`. What was there is as it was.
    """
    library = PictureLibrary(folder, open_database(folder, clock), clock)
    try:
        library.finish_spooling()
    except BaseException:
        library.close()
        raise
    return library


def open_database(folder: Path, clock: Clock) -> Database:
    """Open the database of the library in `folder` alone. Raises AppError like `open_library`."""
    _make_library_folder(folder)
    path = folder / DATABASE
    return Database(path, lambda connection: migrate(connection, path, folder / BACKUPS, clock.now()))


def _make_library_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            kind = ErrorKind.LIBRARY_READ_ONLY
        else:
            known = file_error(error, folder).kind
            kind = known if known is ErrorKind.DISK_FULL else ErrorKind.LIBRARY_FAILED
        raise AppError(kind, f"{folder}: {error}", path=str(folder)) from error


# Where a reply on the disk is news; that of a job that failed is what could not be read.
_TAKEN_UP = frozenset(state for state, to in TRANSITIONS.items() if JobState.RECEIVED in to) - {
    JobState.FAILED
}


class PictureLibrary:
    """Implements `core.ports.Library` with SQLite and plain files; any thread may use it.

    What was paid for is durable before a method returns; a favourite may be lost to a power cut.
    """

    def __init__(
        self, folder: Path, database: Database, clock: Clock, lock: LibraryLock | None = None
    ) -> None:
        """`lock` is taken already, and let go when the library is closed."""
        self._folder = folder
        self._database = database
        self._clock = clock
        self._lock = lock
        self._spool = Spool(folder / "spool")
        self._journal = Journal(folder)
        self._keeping = Keeping(folder, database, self._spool, self._journal, clock)
        self._to_say: list[AppError] = []
        if lock is not None and not lock.is_sure:
            error = AppError(ErrorKind.LIBRARY_UNGUARDED, "its disk keeps no locks", path=str(folder))
            self._to_say.append(error)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def to_say(self) -> list[AppError]:
        """What a person should know of this library, though it is open."""
        return self._to_say

    def add_job(self, request: GenerationRequest) -> Job:
        with self._database.write(durable=True) as connection:
            job = jobs.add(connection, request, self._clock.now())
            self._journal.note(connection, job.id)
            return job

    def set_job_state(self, job_id: int, to: JobState, error: AppError | None = None) -> Job:
        with self._database.write(durable=True) as connection:
            now = self._clock.now()
            if to is JobState.QUEUED:
                self._journal.note(connection, *jobs.send_anew(connection, job_id, now, error))
                self._spool.set_aside(job_id)  # or it would pass for the answer to the next try
            else:
                jobs.move(connection, job_id, to, now, error)
                self._journal.note(connection, job_id)
            return jobs.get(connection, job_id)

    def set_waiting(self, job_id: int, ticket: Ticket) -> Job:
        with self._database.write(durable=True) as connection:
            job = jobs.wait(connection, job_id, ticket, self._clock.now())
            self._journal.note(connection, job_id)
            return job

    def known_requests(self, request_ids: Sequence[str]) -> set[str]:
        with self._database.read() as connection:
            return jobs.known_requests(connection, request_ids)

    def unfinished_jobs(self) -> list[Job]:
        with self._database.read() as connection:
            return jobs.unfinished(connection)

    def failed_jobs(self, limit: int = 200) -> list[Job]:
        with self._database.read() as connection:
            return jobs.failed(connection, limit)

    def dismiss_job(self, job_id: int) -> None:
        with self._database.write(durable=False) as connection:
            jobs.dismiss(connection, job_id)
            self._journal.note(connection, job_id)

    def move_jobs(self, positions: Mapping[int, float]) -> None:
        with self._database.write(durable=False) as connection:
            jobs.place(connection, positions)
            self._journal.note(connection, *positions)

    def jobs_in(self, states: Sequence[JobState], limit: int = 200) -> list[Job]:
        with self._database.read() as connection:
            return jobs.newest(connection, states, limit)

    def jobs_done_since(self, moment: datetime) -> list[DoneJob]:
        with self._database.read() as connection:
            return jobs.done_since(connection, moment)

    def spool(self, job_id: int, reply: RawReply) -> None:
        with self._database.read() as connection:
            failed = jobs.state(connection, job_id) is JobState.FAILED
        if failed:
            self._spool.set_aside(job_id)  # what could not be read is all that a person has to show for it
        self._spool.write(job_id, reply)
        with self._database.write(durable=True) as connection:
            if jobs.state(connection, job_id) is not JobState.RECEIVED:  # a second try after a full disk
                jobs.move(connection, job_id, JobState.RECEIVED, self._clock.now())
                self._journal.note(connection, job_id)

    def spooled(self, job_id: int) -> RawReply | None:
        return self._spool.read(job_id)

    def finish_spooling(self) -> None:
        """Take up what a crash interrupted: a reply on the disk makes its job *received*."""
        if aside := self._spool.set_strangers_aside():
            names = "\n".join(map(str, aside))
            self._to_say.append(AppError(ErrorKind.REPLY_SET_ASIDE, names, path=str(aside[0].parent)))
        for job_id in self._spool.job_ids():
            try:
                self._take_up(job_id)
            except AppError as error:
                if error.kind is not ErrorKind.JOB_UNREADABLE:
                    raise
        with self._database.read() as connection:
            unreadable = jobs.unreadable(connection)
        if unreadable:
            self._to_say.append(AppError(ErrorKind.JOB_UNREADABLE, "\n".join(unreadable)))

    def _take_up(self, job_id: int) -> None:
        with self._database.write(durable=True) as connection:
            state = jobs.state(connection, job_id)
            if state in _TAKEN_UP:
                jobs.move(connection, job_id, JobState.RECEIVED, self._clock.now())
                self._journal.note(connection, job_id)
        if state is JobState.DONE:
            self._spool.remove(job_id)

    def keep(self, job_id: int, delivery: Delivery) -> list[Picture]:
        return self._keeping.keep(job_id, delivery)

    def picture_ids(self, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None) -> "array[int]":
        with self._database.read() as connection:
            return asking.picture_ids(connection, query, limit, cancel)

    def picture_count(self, query: LibraryQuery, cancel: Cancel | None = None) -> int:
        with self._database.read() as connection:
            return asking.picture_count(connection, query, cancel)

    def known_values(self, field_key: str) -> list[str]:
        with self._database.read() as connection:
            return names.known_values(connection, field_key)

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        with self._database.read() as connection:
            return pictures.by_ids(connection, ids)

    def path(self, picture: Picture) -> Path:
        return place_of(self._folder, picture.file)

    def housekeeping(self, check_image: CheckImage) -> LibraryHousekeeping:
        """Return who looks after this library's files; `check_image` as for `LibraryHousekeeping`."""
        return LibraryHousekeeping(self._folder, self._database, self._clock, check_image)

    def backups(self) -> LibraryBackups:
        """Return who copies this library's database."""
        return LibraryBackups(self._folder, self._database, self._clock)

    def ledger(self) -> LibraryLedger:
        """Return who sums up what this library's jobs cost."""
        return LibraryLedger(self._database)

    def curation(self, system_trash: SystemTrash) -> LibraryCuration:
        """Return who carries out what a person says about the pictures of this library."""
        return LibraryCuration(self._folder, self._database, self._clock, system_trash)

    def importing(self) -> LibraryImport:
        """Return who takes pictures from files into this library."""
        return LibraryImport(self._folder, self._database, self._clock)

    def home(self, place: str) -> LibraryHome:
        """Return who knows where this library has been used; `place` names the machine and the user."""
        return LibraryHome(self._folder, self._database, place)

    def close(self) -> None:
        self._database.close()
        if self._lock is not None:
            self._lock.release()
