"""The one connection policy: how the library's database is opened, shared between threads and written.

Any number of readers, each with a snapshot of its own, go on while one thread writes. What SQLite
complains about becomes an AppError here and nowhere else.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.rescue.soundness import check_header, mark_as_damaged
from portrait_app.library.search.schema import add_functions

_BUSY_SECONDS = 10
_IDLE_READERS = 4
_LITTLE = 65_536  # bytes: less room is none

_KINDS = {
    sqlite3.SQLITE_NOTADB: ErrorKind.LIBRARY_DAMAGED,
    sqlite3.SQLITE_CORRUPT: ErrorKind.LIBRARY_DAMAGED,
    sqlite3.SQLITE_READONLY: ErrorKind.LIBRARY_READ_ONLY,
    sqlite3.SQLITE_PERM: ErrorKind.LIBRARY_READ_ONLY,
    sqlite3.SQLITE_FULL: ErrorKind.DISK_FULL,
    sqlite3.SQLITE_INTERRUPT: ErrorKind.CANCELLED,
}


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Raise AppError, naming `path`, for whatever SQLite raises in the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise AppError(_kind(error, path), f"{path}: {error}", path=str(path)) from error


def _kind(error: sqlite3.Error, path: Path) -> ErrorKind:
    code = getattr(error, "sqlite_errorcode", None)  # absent where Python's own module complains
    if code is None:
        return ErrorKind.LIBRARY_FAILED
    primary = code & 0xFF
    # In a folder that may not be written, WAL's shared file cannot be made: "unable to open".
    if primary == sqlite3.SQLITE_CANTOPEN and path.parent.is_dir() and not os.access(path.parent, os.W_OK):
        return ErrorKind.LIBRARY_READ_ONLY
    if primary == sqlite3.SQLITE_IOERR and _is_full(path.parent):
        return ErrorKind.DISK_FULL  # SQLite says so of its main file only
    return _KINDS.get(primary, ErrorKind.LIBRARY_FAILED)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False


class Database:
    """Connections to one SQLite file, checked out by one thread at a time.

    `prepare` is called once with the writing connection, before anything else: it migrates.
    """

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
        self._path = path
        self._writing = Lock()
        self._pooling = Lock()
        self._readers: list[sqlite3.Connection] = []
        self._closed = False
        check_header(path)
        with sqlite_errors(path):
            self._writer = _connect(path, "rwc")
            try:
                prepare(self._writer)
                self._writer.execute("PRAGMA journal_mode = WAL")
            except BaseException:
                self._writer.close()
                raise

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._path

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one unchanging state of the database."""
        with self._errors():
            connection = self._take_reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.rollback()
                self._give_back(connection)

    @contextmanager
    def write(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection for one transaction: all of the block, or none of it.

        A durable transaction is on the disk when the block ends; the other survives a crash of the
        program, but not always a power cut.
        """
        with self._writing, self._errors():
            self._check_open()
            self._check_there()
            writer = self._writer
            writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.commit()
            finally:
                writer.rollback()  # does nothing after a commit

    @contextmanager
    def maintain(self) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection without a transaction, for what SQLite does in none: VACUUM.

        Who writes waits as long as it takes, instead of giving up on a busy file.
        """
        with self._writing, self._errors():
            self._check_open()
            self._check_there()
            yield self._writer

    def close(self) -> None:
        """Close; safe to call again, and never waits for a reader.

        The last connection to go folds the journal into the one file. Where it cannot, on a full
        disk, the journal stays and is read at the next start.
        """
        with self._writing:
            with self._pooling:
                if self._closed:
                    return
                self._closed = True
                idle, self._readers = self._readers, []
            for connection in idle:
                connection.close()
            self._writer.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise like `sqlite_errors`, and have damage found at the next opening too."""
        try:
            with sqlite_errors(self._path):
                yield
        except AppError as error:
            if error.kind is ErrorKind.LIBRARY_DAMAGED:
                mark_as_damaged(self._path)
            raise

    def _take_reader(self) -> sqlite3.Connection:
        with self._pooling:
            self._check_open()
            if self._readers:
                return self._readers.pop()
        return _connect(self._path, "rw")

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pooling:
            if not self._closed and len(self._readers) < _IDLE_READERS:
                self._readers.append(connection)
                return
        connection.close()

    def _check_open(self) -> None:
        if self._closed:
            raise AppError(ErrorKind.LIBRARY_FAILED, "the library is closed", path=str(self._path))

    def _check_there(self) -> None:
        # Where an open file can be deleted, writes to it go on succeeding, into nothing.
        if not self._path.exists():
            raise AppError(ErrorKind.LIBRARY_FAILED, f"{self._path} is gone", path=str(self._path))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # transactions are begun where they are meant to begin
        check_same_thread=False,  # lent to one thread at a time
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    add_functions(connection)
    return connection
