"""The library: one folder with the database, the picture files, and the replies not yet parsed.

library.db            jobs and pictures
library.lock          locked by the program that has the library open, see `library.lock`
thumbnails.db         the cache of `library.thumbnails`; can be deleted
pictures/YYYY/MM/     image files, byte for byte as received
spool/                replies that are received but not yet stored as pictures
backups/              copies of the database: daily, before each migration, and before a restore
records/              the history of every job, see `library.rescue.journal`
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
from portrait_app.library.imports import LibraryImport
from portrait_app.library.keeping import Keeping
from portrait_app.library.ledger import LibraryLedger
from portrait_app.library.lock import DATABASE, LibraryLock
from portrait_app.library.migrations import migrate
from portrait_app.library.missing_files import find_missing
from portrait_app.library.places import place_of
from portrait_app.library.rescue.adopt import CheckImage
from portrait_app.library.rescue.backups import BACKUPS, LibraryBackups
from portrait_app.library.rescue.journal import Journal
from portrait_app.library.safe_files import make_private_folder
from portrait_app.library.search import run_query
from portrait_app.library.spool import Spool

__all__ = ["DATABASE", "PictureLibrary", "open_database", "open_library"]

_log = logging.getLogger(__name__)


def open_library(folder: Path, clock: Clock) -> "PictureLibrary":
    """Open the library in `folder`; make a new one if there is none.

    Raises:
        AppError: LIBRARY_NOT_A_DATABASE, LIBRARY_DAMAGED, LIBRARY_NEWER, LIBRARY_READ_ONLY,
            LIBRARY_FAILED or DISK_FULL, with the `path`. Then existing files are unchanged.
    """
    library = PictureLibrary(folder, open_database(folder, clock), clock)
    try:
        library.recover_spooled()
    except BaseException:
        library.close()
        raise
    return library


def open_database(folder: Path, clock: Clock) -> Database:
    """Open only the database of the library in `folder`. Raises AppError like `open_library`."""
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


# States in which a spooled reply is new. The reply of a failed job is one that could not be parsed.
_TAKEN_UP = frozenset(state for state, to in TRANSITIONS.items() if JobState.RECEIVED in to) - {
    JobState.FAILED
}


class PictureLibrary:
    """Implements `Library` with SQLite and plain files; any thread may use it.

    What the user pays for is on the disk before a method returns. A power cut may lose a favourite.
    """

    def __init__(
        self, folder: Path, database: Database, clock: Clock, lock: LibraryLock | None = None
    ) -> None:
        """Open the library. `lock` must already be taken, and is released when the library is closed."""
        self._folder = folder
        self._database = database
        self._clock = clock
        self._lock = lock
        self._spool = Spool(folder / "spool")
        self._journal = Journal(folder)
        self._keeping = Keeping(folder, database, self._spool, self._journal, clock)
        self._to_say: list[AppError] = []
        if lock is not None and not lock.is_exclusive:
            error = AppError(ErrorKind.LIBRARY_UNGUARDED, "its disk has no file locks", path=str(folder))
            self._to_say.append(error)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def warnings_at_open(self) -> list[AppError]:
        """What the user should know about this library, although it could be opened."""
        return self._to_say

    def is_there(self) -> bool:
        """Return whether the library's disk is there. If it has come back, connect to the library again.

        Raises:
            AppError: LIBRARY_IN_USE or LIBRARY_FAILED, if what has come back cannot be used.
        """
        if not self._database.is_there():
            return False
        if self._lock is not None and not self._lock.hold_again():
            raise AppError(ErrorKind.LIBRARY_IN_USE, f"{self._folder} was taken", path=str(self._folder))
        return True

    def add_job(self, request: GenerationRequest) -> Job:
        with self._database.write(durable=True) as connection:
            job = jobs.add(connection, request, self._clock.now())
            self._journal.note(connection, job.id)
            return job

    def set_job_state(
        self, job_id: int, to: JobState, error: AppError | None = None, sent_there: datetime | None = None
    ) -> Job:
        was_received = False
        with self._database.write(durable=True) as connection:
            now = self._clock.now()
            if to is JobState.QUEUED:
                self._journal.note(connection, *jobs.requeue(connection, job_id, now, error))
                self._spool.set_aside(job_id)  # else it would be read as the answer to the next try
            else:
                was_received = jobs.state(connection, job_id) is JobState.RECEIVED
                jobs.move(connection, job_id, to, now, error, sent_there)
                self._journal.note(connection, job_id)
            job = jobs.get(connection, job_id)
        if to is JobState.OUTCOME_UNKNOWN and was_received:
            self._spool.set_aside(job_id)  # the reply is useless: the next opening need not parse it again
        return job

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
            self._spool.set_aside(job_id)  # a reply that could not be parsed is the user's only evidence
        self._spool.write(job_id, reply)
        with self._database.write(durable=True) as connection:
            if jobs.state(connection, job_id) is not JobState.RECEIVED:  # it is at a retry after a full disk
                jobs.move(connection, job_id, JobState.RECEIVED, self._clock.now())
                self._journal.note(connection, job_id)

    def spooled(self, job_id: int) -> RawReply | None:
        return self._spool.read(job_id)

    def recover_spooled(self) -> None:
        """Complete what a crash interrupted: a job with a spooled reply becomes *received*."""
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
            return run_query.picture_ids(connection, query, limit, cancel)

    def picture_count(self, query: LibraryQuery, cancel: Cancel | None = None) -> int:
        with self._database.read() as connection:
            return run_query.picture_count(connection, query, cancel)

    def known_values(self, field_key: str) -> list[str]:
        with self._database.read() as connection:
            return names.known_values(connection, field_key)

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        with self._database.read() as connection:
            return pictures.by_ids(connection, ids)

    def find_missing(self, cancel: Cancel) -> list[int]:
        return find_missing(self._folder, self._database, cancel)

    def path(self, picture: Picture) -> Path:
        return place_of(self._folder, picture.file)

    def housekeeping(self, check_image: CheckImage) -> LibraryHousekeeping:
        """Return the check and repair of this library's files; `check_image` as in `LibraryHousekeeping`."""
        return LibraryHousekeeping(self._folder, self._database, self._clock, check_image)

    def backups(self) -> LibraryBackups:
        """Return the backups of this library's database."""
        return LibraryBackups(self._folder, self._database, self._clock)

    def ledger(self) -> LibraryLedger:
        """Return the ledger of this library's jobs."""
        return LibraryLedger(self._database)

    def curation(self, system_trash: SystemTrash) -> LibraryCuration:
        """Return the edits of this library's pictures: marks, collections and the Trash."""
        return LibraryCuration(self._folder, self._database, self._clock, system_trash)

    def importing(self) -> LibraryImport:
        """Return the import of picture files into this library."""
        return LibraryImport(self._folder, self._database, self._clock)

    def home(self, place: str) -> LibraryHome:
        """Return the record of where this library was used; `place` names the machine and the user."""
        return LibraryHome(self._folder, self._database, place)

    def close(self) -> None:
        self._database.close()
        if self._lock is not None:
            self._lock.release()
