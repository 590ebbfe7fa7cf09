"""Bringing back what a backup does not know: jobs from their records, pictures from their files."""

import json
import logging
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors
from portrait_app.core.job import JobState
from portrait_app.core.moments import moment_of
from portrait_app.core.request import GenerationRequest
from portrait_app.library import jobs
from portrait_app.library.check import (
    IMAGES,
    PICTURES,
    SPOOL,
    file_fault,
    job_and_sample,
    note_files,
    strangers,
)
from portrait_app.library.database import Database
from portrait_app.library.folder_scan import FolderScan, ScannedFile
from portrait_app.library.places import place_of
from portrait_app.library.rescue import adopt
from portrait_app.library.rescue.journal import JobRecord, Journal, month_of, read_records
from portrait_app.library.spool import job_of
from portrait_app.library.values import moment_from, stored_moment

_log = logging.getLogger(__name__)

# What SQLite and Python say of values that no row can have. Such a line must not keep the others back.
_NO_RECORD = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    LookupError,
    TypeError,
    ValueError,
)
_AT_ONCE = 500  # jobs of one transaction
_NOT_SENT = (JobState.QUEUED, JobState.SENDING)
_UNKNOWN = GenerationRequest("")
_NAMED_AFTER = re.compile(r"(\d{4}-\d\d-\d\d \d{6}) ")  # as `file_names.picture_file` begins a name


@dataclass
class UnlistedFiles:
    """One bringing back. Everything it does may be done again, where it was cut off."""

    folder: Path
    database: Database
    check_image: adopt.CheckImage
    since: datetime | None  # the backup knows what was before; None where there is none
    returned: int = 0  # pictures
    unknown: int = 0  # of these, those without a record
    _silent: dict[int, str] = field(default_factory=dict)  # unsent jobs and their months, without a line

    def run(self) -> None:
        """Bring everything back. Raises AppError."""
        with self.database.read() as connection:
            rows = connection.execute("SELECT id, created FROM jobs WHERE state IN (?, ?)", _NOT_SENT)
            self._silent = {row["id"]: month_of(moment_from(row["created"])) for row in rows}
        for records in read_records(self.folder, self.since, set(self._silent.values())):
            ids = sorted(records)
            for start in range(0, len(ids), _AT_ONCE):
                with self.database.write(durable=True) as connection:
                    for job_id in ids[start : start + _AT_ONCE]:
                        try:
                            self._return_job(connection, records[job_id])
                        except _NO_RECORD as error:
                            _log.info("The record of job %d is of no use: %s", job_id, error)
                        else:
                            self._silent.pop(job_id, None)
        self._doubt_the_silent()
        self._take_in_files()

    # --- jobs ---

    def _return_job(self, connection: sqlite3.Connection, record: JobRecord) -> None:
        """Make a job what its record says, which is never behind the database."""
        state = jobs.state(connection, record.job["id"])
        if state is None and "record" in record.job:
            _insert(connection, "jobs", record.job)
        elif state is None:
            return  # its first line is lost
        elif state is not JobState.DONE:
            _update_job(connection, record.job)
        for row in record.pictures:
            self._return_picture(connection, row)

    def _return_picture(self, connection: sqlite3.Connection, row: dict[str, Any]) -> None:
        path = place_of(self.folder, row["file"])
        taken = "SELECT 1 FROM pictures WHERE job_id = :job_id AND sample = :sample"
        if connection.execute(taken, row).fetchone() or file_fault(path, row["size"]) is not None:
            return  # known; or thrown away since, or another file, which is looked into
        if connection.execute("SELECT 1 FROM pictures WHERE id = :id", row).fetchone():
            row = {name: value for name, value in row.items() if name != "id"}
        _insert(connection, "pictures", row)
        self.returned += 1

    def _doubt_the_silent(self) -> None:
        """Take unsent jobs that no record knows for sent: they may have been, since the backup.

        Then what costs money is never sent again by itself, and what does not is.
        """
        with self.database.write(durable=True) as connection:
            connection.executemany(
                "UPDATE jobs SET state = ?, sent = coalesce(sent, created) WHERE id = ?",
                [(JobState.SENDING, job_id) for job_id in self._silent],
            )

    # --- files ---

    def _take_in_files(self) -> None:
        """Make a picture of every image that has none, and let no new job have the number of an old file."""
        scan = FolderScan(self.folder, lambda _files: None)
        with self.database.read() as connection:
            note_files(connection, scan.below(PICTURES))
            loose = [file for file in strangers(connection) if Path(file.file).suffix.lower() in IMAGES]
        numbers = [origin[0] for file in loose if (origin := job_and_sample(file.file))]
        replies = (job_of(file.file.rpartition("/")[2]) for file in scan.below(SPOOL))
        numbers += [job for job in replies if job is not None]
        with self.database.write(durable=True) as connection:
            _number_from(connection, max(numbers, default=0))
        for file in loose:
            self._take_in(file)

    def _take_in(self, scanned: ScannedFile) -> None:
        path = place_of(self.folder, scanned.file)
        try:
            with file_errors(path):
                image = self.check_image(path.read_bytes())
        except AppError as error:
            _log.info("%s cannot be a picture: %s", scanned.file, error)
            return
        with self.database.write(durable=True) as connection:
            self._enter(connection, scanned, image)

    def _enter(self, connection: sqlite3.Connection, scanned: ScannedFile, image: GeneratedImage) -> None:
        """Give an image to its job, or to one that stands for what nobody remembers."""
        made = _moment_of(scanned)
        origin = job_and_sample(scanned.file)
        state = jobs.state(connection, origin[0]) if origin else None
        if origin and origin[0] in self._silent:
            # Its file says what became of it.
            connection.execute(
                "UPDATE jobs SET state = ?, finished = ? WHERE id = ?",
                (JobState.DONE, stored_moment(made), origin[0]),
            )
        elif origin and state not in (None, JobState.DONE):
            return  # it may still bring its own; the check of the library shows the file
        elif origin is None or (state is not None and _has_picture(connection, origin)):
            origin = (_stand_in(connection, None, made), 0)
        elif state is None:
            _stand_in(connection, origin[0], made)
        if adopted := adopt.enter(connection, scanned.file, origin, image, made):
            Journal(self.folder).note(connection, origin[0])
            self.returned += len(adopted)
            self.unknown += sum(picture.request == _UNKNOWN for picture in adopted)


def _has_picture(connection: sqlite3.Connection, origin: tuple[int, int]) -> bool:
    row = connection.execute("SELECT 1 FROM pictures WHERE job_id = ? AND sample = ?", origin).fetchone()
    return row is not None


def _stand_in(connection: sqlite3.Connection, job_id: int | None, made: datetime) -> int:
    """Store a job that is done and of which nothing else is known; return its id."""
    moment = stored_moment(made)
    cursor = connection.execute(
        "INSERT INTO jobs (id, state, endpoint, engine, created, finished, record)"
        " VALUES (?, ?, '', '', ?, ?, ?)",
        (job_id, JobState.DONE, moment, moment, json.dumps(_UNKNOWN.record())),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT has one
    return cursor.lastrowid


def _moment_of(scanned: ScannedFile) -> datetime:
    """Return when a picture was asked for as its name says, or when its file was written."""
    if match := _NAMED_AFTER.match(scanned.file.rpartition("/")[2]):
        try:
            return datetime.strptime(match[1], "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
        except ValueError:
            pass
    return moment_of(scanned.changed)


def _number_from(connection: sqlite3.Connection, last: int) -> None:
    """Have new jobs numbered after `last`."""
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'jobs', 0"
        " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'jobs')"
    )
    connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'jobs'", (last,))


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Insert a recorded row; a column that the schema no longer has is left out."""
    columns = _columns(connection, table, row)
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608 - names of columns


def _update_job(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in _columns(connection, "jobs", row))
    connection.execute(f"UPDATE jobs SET {changes} WHERE id = :id", row)  # noqa: S608 - likewise


def _columns(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> list[str]:
    known = connection.execute(f"PRAGMA table_info({table})")
    return [name for (_, name, *_) in known if name in row]
