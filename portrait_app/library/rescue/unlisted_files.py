"""Restore what a backup does not list: jobs from the journal, pictures from image files."""

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

# Errors of SQLite and Python for values that no row can hold. One bad line must not stop the recovery.
_NO_RECORD = (
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    LookupError,
    TypeError,
    ValueError,
)
_AT_ONCE = 500  # jobs in one transaction
_NOT_SENT = (JobState.QUEUED, JobState.SENDING)
_UNKNOWN = GenerationRequest("")
_NAMED_AFTER = re.compile(r"(\d{4}-\d\d-\d\d \d{6}) ")  # how a name begins, see `file_names.picture_file`


@dataclass
class UnlistedFiles:
    """One recovery of unlisted jobs and pictures. It can be repeated if it was interrupted."""

    folder: Path
    database: Database
    check_image: adopt.CheckImage
    since: datetime | None  # read records written after this, the time of the backup; None without a backup
    returned: int = 0  # pictures
    unknown: int = 0  # restored pictures without a record
    _silent: dict[int, str] = field(default_factory=dict)  # unsent jobs without a line, and their months

    def run(self) -> None:
        """Restore everything. Raises AppError."""
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
        """Bring a job to the state of its record, which is never older than the database."""
        state = jobs.state(connection, record.job["id"])
        if state is None and "record" in record.job:
            _insert(connection, "jobs", record.job)
        elif state is None:
            return  # the line with the whole job is lost
        elif state is not JobState.DONE:
            _update_job(connection, record.job)
        for row in record.pictures:
            self._return_picture(connection, row)

    def _return_picture(self, connection: sqlite3.Connection, row: dict[str, Any]) -> None:
        path = place_of(self.folder, row["file"])
        taken = "SELECT 1 FROM pictures WHERE job_id = :job_id AND sample = :sample"
        if connection.execute(taken, row).fetchone() or file_fault(path, row["size"]) is not None:
            return  # it has a picture; or its file is missing or changed, which `_take_in_files` handles
        if connection.execute("SELECT 1 FROM pictures WHERE id = :id", row).fetchone():
            row = {name: value for name, value in row.items() if name != "id"}
        _insert(connection, "pictures", row)
        self.returned += 1

    def _doubt_the_silent(self) -> None:
        """Mark unsent jobs without a record as sending: they may have been sent after the backup.

        At the next start, a job that may cost money is not sent again automatically; a free job is.
        """
        with self.database.write(durable=True) as connection:
            connection.executemany(
                "UPDATE jobs SET state = ?, sent = coalesce(sent, created) WHERE id = ?",
                [(JobState.SENDING, job_id) for job_id in self._silent],
            )

    # --- files ---

    def _take_in_files(self) -> None:
        """Make a picture of every unlisted image. New job ids start after those in old file names."""
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
        """Add an image to its job, or to a new job that stands for the unknown one."""
        made = _moment_of(scanned)
        origin = job_and_sample(scanned.file)
        state = jobs.state(connection, origin[0]) if origin else None
        if origin and origin[0] in self._silent:
            # The file proves that the job was delivered.
            connection.execute(
                "UPDATE jobs SET state = ?, finished = ? WHERE id = ?",
                (JobState.DONE, stored_moment(made), origin[0]),
            )
        elif origin and state not in (None, JobState.DONE):
            return  # the job may still deliver its picture; the library check reports this file
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
    """Store a done job about which only its time is known; return its id."""
    moment = stored_moment(made)
    cursor = connection.execute(
        "INSERT INTO jobs (id, state, endpoint, engine, created, finished, record)"
        " VALUES (?, ?, '', '', ?, ?, ?)",
        (job_id, JobState.DONE, moment, moment, json.dumps(_UNKNOWN.record())),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT always has one
    return cursor.lastrowid


def _moment_of(scanned: ScannedFile) -> datetime:
    """Return the time in a picture's file name, or else the time at which the file was written."""
    if match := _NAMED_AFTER.match(scanned.file.rpartition("/")[2]):
        try:
            return datetime.strptime(match[1], "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
        except ValueError:
            pass
    return datetime.fromtimestamp(scanned.changed, UTC)


def _number_from(connection: sqlite3.Connection, last: int) -> None:
    """Make the next job's id larger than `last`."""
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
    connection.execute(f"UPDATE jobs SET {changes} WHERE id = :id", row)  # noqa: S608 - names of columns


def _columns(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> list[str]:
    known = connection.execute(f"PRAGMA table_info({table})")
    return [name for (_, name, *_) in known if name in row]
