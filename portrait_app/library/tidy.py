"""Free unused space in the databases, and delete thumbnails of pictures that no longer exist."""

import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckStage, Progress, Report, Tidied
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.check import database_size, stop_if
from portrait_app.library.database import Database, sqlite_errors

_log = logging.getLogger(__name__)

FreeRoom = Callable[[Path], int]  # returns the free bytes on the disk of a folder

_WORTHWHILE = 20  # rewrite a file if more than one page in 20 is unused
_AT_ONCE = 5000  # pictures whose thumbnails one transaction deletes: new thumbnails must not wait long
_BUSY_SECONDS = 30


def free_room(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass
class Tidying:
    """One tidying up. Thumbnails come first, because deleting them needs no free space."""

    database: Database
    thumbnails: Path
    report: Report
    cancel: Cancel
    free: FreeRoom = free_room
    _needed: int = 0

    def run(self) -> Tidied:
        """Tidy up. Raises AppError, for example CANCELLED; what is already done stays done."""
        before = self._size()
        self.report(Progress(CheckStage.THUMBNAILS))
        dropped = self._tidy_thumbnails()
        self.report(Progress(CheckStage.DATABASE))
        with self.database.maintain() as connection, self.cancel.on_cancel(connection.interrupt):
            stop_if(self.cancel)
            for table in _full_text_tables(connection):
                connection.execute(f'INSERT INTO "{table}" ("{table}") VALUES (\'optimize\')')  # noqa: S608 - our tables
            connection.execute("PRAGMA optimize")
            self._compact(connection, self.database.path)
        return Tidied(
            freed=max(before - self._size(), 0),
            thumbnails=dropped,
            room_needed=self._needed,
            room_there=self._room() if self._needed else 0,
        )

    def _size(self) -> int:
        return database_size(self.database.path) + database_size(self.thumbnails)

    def _tidy_thumbnails(self) -> int:
        if not self.thumbnails.exists():
            return 0
        try:
            return self._drop_and_compact()
        except AppError as error:
            if error.kind is not ErrorKind.LIBRARY_DAMAGED:
                raise
            _log.info("The thumbnails start again when they are next used: %s", error)
            return 0

    def _drop_and_compact(self) -> int:
        """Delete thumbnails without a picture. A connection of its own lets the grid go on reading."""
        with (
            sqlite_errors(self.thumbnails),
            closing(_connect(self.thumbnails)) as connection,
            self.cancel.on_cancel(connection.interrupt),
        ):
            connection.execute("ATTACH ? AS library", (f"{self.database.path.absolute().as_uri()}?mode=ro",))
            dropped = self._drop(connection)
            connection.execute("DETACH library")
            self._compact(connection, self.thumbnails)
        return dropped

    def _drop(self, connection: sqlite3.Connection) -> int:
        pictures = 0
        while True:
            stop_if(self.cancel)
            gone = connection.execute(
                "SELECT DISTINCT picture_id FROM thumbnails"
                " WHERE picture_id NOT IN (SELECT id FROM library.pictures) LIMIT ?",
                (_AT_ONCE,),
            ).fetchall()
            if not gone:
                return pictures
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("DELETE FROM thumbnails WHERE picture_id = ?", gone)
            connection.execute("COMMIT")
            pictures += len(gone)

    def _compact(self, connection: sqlite3.Connection, path: Path) -> None:
        """Rewrite the file without its unused pages, if enough are unused and the disk has room."""
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (unused,) = connection.execute("PRAGMA freelist_count").fetchone()
        if unused * _WORTHWHILE > pages:
            # SQLite makes a copy in its temporary folder, then writes that copy to the log beside the file.
            needed = 2 * database_size(path)
            if self._room() < needed:
                self._needed = max(needed, self._needed)
                return
            stop_if(self.cancel)  # an interrupt has no effect between two statements
            connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _room(self) -> int:
        return min(self.free(self.database.path.parent), self.free(_temporary_folder()))


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )


def _temporary_folder() -> Path:
    """Return the folder of SQLite's temporary files."""
    if os.name == "nt":
        return Path(tempfile.gettempdir())
    places = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp", "/usr/tmp")  # noqa: S108 - SQLite's
    return next((Path(place) for place in places if place and Path(place).is_dir()), Path("/tmp"))  # noqa: S108 - SQLite's


def _full_text_tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'"
    )
    return [name for (name,) in rows]
