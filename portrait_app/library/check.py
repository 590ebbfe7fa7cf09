"""Compare the library's rows with its files, and its files with its rows. Nothing is changed."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import (
    LISTED,
    CheckReport,
    CheckStage,
    Fault,
    FaultyPicture,
    Findings,
    Loose,
    LooseFile,
    Progress,
    Report,
    Store,
)
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import UNFINISHED, JobState
from portrait_app.library import jobs
from portrait_app.library.database import Database
from portrait_app.library.folder_scan import FolderScan, ScannedFile
from portrait_app.library.places import place_of
from portrait_app.library.spool import job_of

PICTURES = "pictures"
SPOOL = "spool"
BACKUPS = "backups"
LEFTOVER = ".part"  # suffix of unfinished files

_ROWS = 500  # pictures read by one query
_REPORT_EVERY = 20  # files read between two progress reports
_WRITING = timedelta(minutes=10)  # a younger temporary file is still being written
IMAGES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".img"})
# The end of a name from `file_names.picture_file`: job, sample (from 1), and a number if the name was taken.
_OF_JOB = re.compile(r" j([0-9]{6,18})-([0-9]{1,4})(?: \([0-9]+\))?\.[a-z]+$")

T = TypeVar("T")
K = TypeVar("K", bound=StrEnum)


@dataclass
class _Tally(Generic[K, T]):
    """Counts all findings of each kind, and keeps the first `LISTED` of them."""

    counts: dict[K, int] = field(default_factory=dict)
    kept: dict[K, list[T]] = field(default_factory=dict)

    def add(self, kind: K, item: T) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        kept = self.kept.setdefault(kind, [])
        if len(kept) < LISTED:
            kept.append(item)

    def findings(self) -> Mapping[K, Findings[T]]:
        return {kind: Findings(count, tuple(self.kept[kind])) for kind, count in self.counts.items()}


@dataclass
class LibraryCheck:
    """One check. The database compares rows with files, so a million files need little memory."""

    folder: Path
    database: Database
    now: datetime
    report: Report
    cancel: Cancel
    _faults: _Tally[Fault, FaultyPicture] = field(default_factory=_Tally)
    _loose: _Tally[Loose, LooseFile] = field(default_factory=_Tally)
    _pictures: int = 0

    def run(self, *, thorough: bool) -> CheckReport:
        """Check everything. Raises AppError, for example CANCELLED."""
        stop_if(self.cancel)
        scan = FolderScan(self.folder, self._while_scanning)
        with self.database.read() as connection:
            # Read the rows before the first file, in one transaction: a picture that arrives during the scan
            # must not be reported as missing.
            (self._pictures,) = connection.execute("SELECT count(*) FROM pictures").fetchone()
            with self.cancel.on_cancel(connection.interrupt):
                note_files(connection, scan.below(PICTURES))
                self._compare_rows(connection)
                loose = list(strangers(connection))
                (size,) = connection.execute("SELECT coalesce(sum(size), 0) FROM found").fetchone()
        if thorough:
            self._read_files()
        spooled, backups = list(scan.below(SPOOL)), list(scan.below(BACKUPS))
        self._judge([*loose, *spooled, *backups])
        stop_if(self.cancel)
        return CheckReport(
            pictures=self._pictures,
            thorough=thorough,
            faults=self._faults.findings(),
            loose=self._loose.findings(),
            unreadable_folders=tuple(scan.unreadable),
            storage={
                Store.PICTURES: int(size),
                Store.DATABASE: database_size(self.database.path),
                Store.THUMBNAILS: database_size(self.folder / "thumbnails.db"),
                Store.BACKUPS: sum(file.size for file in backups),
                Store.REPLIES: sum(file.size for file in spooled),
            },
        )

    def _while_scanning(self, files: int) -> None:
        stop_if(self.cancel)
        self.report(Progress(CheckStage.FOLDERS, files, self._pictures))

    # --- rows ---

    def _compare_rows(self, connection: sqlite3.Connection) -> None:
        """Note the pictures whose file is missing or has another size."""
        rows = connection.execute(
            """
            SELECT id, file, pictures.size FROM pictures LEFT JOIN found USING (file)
            WHERE found.size IS NOT pictures.size ORDER BY id DESC
            """
        )
        for picture_id, file, size in rows:
            stop_if(self.cancel)
            # Ask for each file again by its path: a file may exist in a folder that cannot be listed.
            self._note(picture_id, file, file_fault(place_of(self.folder, file), size))

    def _read_files(self) -> None:
        """Note the pictures whose bytes have changed. This may take an hour, so transactions are short."""
        done, last = 0, 0
        while rows := self._rows_after(last):
            for picture_id, file, size, sha256 in rows:
                stop_if(self.cancel)
                path = place_of(self.folder, file)
                if file_fault(path, size) is None:
                    self._note(picture_id, file, content_fault(path, sha256))
                done += 1
                if done % _REPORT_EVERY == 0:
                    self.report(Progress(CheckStage.PICTURES, done, self._pictures))
            last = rows[-1][0]

    def _rows_after(self, last: int) -> list[tuple[int, str, int, str]]:
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT id, file, size, sha256 FROM pictures WHERE id > ? ORDER BY id LIMIT ?", (last, _ROWS)
            )
            return [tuple(row) for row in rows]

    def _note(self, picture_id: int, file: str, fault: Fault | None) -> None:
        if fault is not None:
            self._faults.add(fault, FaultyPicture(picture_id, file, fault))

    # --- files ---

    def _judge(self, files: Iterable[ScannedFile]) -> None:
        """Note the files that belong to nothing. The rows are read again: a job may have ended meanwhile."""
        with self.database.read() as connection:
            for scanned in files:
                stop_if(self.cancel)
                found = self._loose_file(connection, scanned)
                if found is not None:
                    self._loose.add(found.kind, found)

    def _loose_file(self, connection: sqlite3.Connection, scanned: ScannedFile) -> LooseFile | None:
        file, name = scanned.file, scanned.file.rpartition("/")[2]
        if name.endswith(LEFTOVER):
            being_written = scanned.changed > (self.now - _WRITING).timestamp()
            return None if being_written else LooseFile(file, Loose.LEFTOVER, scanned.size)
        if file.startswith(f"{SPOOL}/"):
            job = job_of(name)
            if job is None or jobs.state(connection, job) is not None:
                return None
            return LooseFile(file, Loose.REPLY, scanned.size)
        if file.startswith(f"{PICTURES}/") and Path(name).suffix.lower() in IMAGES:
            return _loose_image(connection, scanned)
        return None


def _loose_image(connection: sqlite3.Connection, scanned: ScannedFile) -> LooseFile | None:
    origin = job_and_sample(scanned.file)
    if origin is None:
        return LooseFile(scanned.file, Loose.IMAGE, scanned.size)
    state = jobs.state(connection, origin[0])
    if state in UNFINISHED:
        return None  # the job is still running, and writes a file before its row
    row = connection.execute("SELECT file FROM pictures WHERE job_id = ? AND sample = ?", origin).fetchone()
    if row is not None and row["file"] == scanned.file:
        return None
    return LooseFile(scanned.file, Loose.IMAGE, scanned.size, adoptable=row is None and can_adopt(state))


def can_adopt(state: str | None) -> bool:
    """Say whether a picture may be made of a file whose job is in this state.

    Only a job that is done. Any other job may still deliver its own picture, and would find its row taken.
    """
    return state is JobState.DONE


def job_and_sample(file: str) -> tuple[int, int] | None:
    """Return the job and the sample (from 0) in the name of a picture's file; None for other names."""
    match = _OF_JOB.search(file)
    return None if match is None or int(match[2]) < 1 else (int(match[1]), int(match[2]) - 1)


def file_fault(path: Path, size: int) -> Fault | None:
    """Return what is wrong with a file, from its size alone; None if nothing is."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Fault.MISSING
    except OSError:
        return Fault.UNREADABLE
    return None if status.st_size == size else Fault.OTHER_SIZE


def content_fault(path: Path, sha256: str) -> Fault | None:
    """Return what is wrong with a file's bytes; None if nothing is."""
    try:
        return None if file_sha256(path) == sha256 else Fault.OTHER_BYTES
    except FileNotFoundError:
        return Fault.MISSING
    except OSError:
        return Fault.UNREADABLE


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256 in hex, as stored in the database. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def database_size(path: Path) -> int:
    """Return the size in bytes of an SQLite file and its write-ahead log; 0 if there is no file."""
    return sum(
        beside.stat().st_size
        for suffix in ("", "-wal")
        if (beside := path.with_name(path.name + suffix)).exists()
    )


def stop_if(cancel: Cancel) -> None:
    """Raise AppError CANCELLED if the user has cancelled."""
    if cancel.cancelled:
        raise AppError(ErrorKind.CANCELLED)


def note_files(connection: sqlite3.Connection, files: Iterable[ScannedFile]) -> None:
    """Put files into a temporary table for `strangers`."""
    # The table ends with the transaction. SQLite moves it to a temporary file when it grows.
    connection.execute(
        "CREATE TEMP TABLE found (file TEXT PRIMARY KEY, size INTEGER, changed REAL) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT OR IGNORE INTO found VALUES (?, ?, ?)",
        ((scanned.file, scanned.size, scanned.changed) for scanned in files),
    )


def strangers(connection: sqlite3.Connection) -> Iterator[ScannedFile]:
    """Return the noted files that belong to no picture."""
    rows = connection.execute(
        "SELECT file, size, changed FROM found WHERE file NOT IN (SELECT file FROM pictures) ORDER BY file"
    )
    return (ScannedFile(*row) for row in rows)
