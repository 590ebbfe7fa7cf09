"""Connections to the library's database: how it is opened, shared between threads, and written.

Any number of threads can read, each from its own snapshot, while one thread writes. Every error of SQLite
becomes an AppError here.
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
_LITTLE = 65_536  # bytes: less free space counts as a full disk

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
    """Raise an AppError with `path` for any error of SQLite in the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise AppError(_kind(error, path), f"{path}: {error}", path=str(path)) from error


def _kind(error: sqlite3.Error, path: Path) -> ErrorKind:
    code = getattr(error, "sqlite_errorcode", None)  # missing if Python's module raised the error itself
    if code is None:
        return ErrorKind.LIBRARY_FAILED
    primary = code & 0xFF
    # In a read-only folder SQLite cannot make the WAL's shared-memory file, and says "unable to open".
    if primary == sqlite3.SQLITE_CANTOPEN and path.parent.is_dir() and not os.access(path.parent, os.W_OK):
        return ErrorKind.LIBRARY_READ_ONLY
    if primary == sqlite3.SQLITE_IOERR and _is_full(path.parent):
        return ErrorKind.DISK_FULL  # SQLite itself reports a full disk only for the main file
    return _KINDS.get(primary, ErrorKind.LIBRARY_FAILED)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False


class Database:
    """A pool of connections to one SQLite file; one thread at a time uses a connection.

    `prepare` is called once with the writing connection, before any other use. It migrates the schema.
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
        """Lend a connection with a read transaction: it sees one unchanging snapshot."""
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
        """Lend the writing connection for one transaction, which commits or rolls back the whole block.

        A durable transaction is on the disk when the block ends. Any other survives a crash of the program,
        but a power cut may lose it.
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
        """Lend the writing connection without a transaction, for statements such as VACUUM.

        Other writers wait for as long as it takes, instead of failing with a busy file.
        """
        with self._writing, self._errors():
            self._check_open()
            self._check_there()
            yield self._writer

    def close(self) -> None:
        """Close the database; may be called again, and never waits for a reader.

        The last closed connection merges the write-ahead log into the file. If the disk is full, the log
        stays and is read at the next start.
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
        """Raise like `sqlite_errors`. After damage, mark the file for a full check at the next opening."""
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
        # On most systems an open file can be deleted. Writes then succeed, but the data is lost.
        if not self._path.exists():
            raise AppError(ErrorKind.LIBRARY_FAILED, f"{self._path} is gone", path=str(self._path))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # no implicit transactions
        check_same_thread=False,  # lent to one thread at a time
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    add_functions(connection)
    return connection
