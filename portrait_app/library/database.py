"""Connections to the library's database: how it is opened, shared between threads, and written.

Any number of threads can read, each from its own snapshot, while one thread writes. Every error of SQLite
becomes an AppError here.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
_WITHOUT_A_FILE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})


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
    if primary in _WITHOUT_A_FILE and _file(path) is None:
        return ErrorKind.LIBRARY_ABSENT
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
                self._fingerprint = _fingerprint(self._writer)
            except BaseException:
                self._writer.close()
                raise
        self._file = _file(path)  # the file that the connections are open to

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._path

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection with a read transaction: it sees one unchanging snapshot."""
        with self._errors():
            self._check_there()
            file, connection = self._file, self._take_reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.rollback()
                self._give_back(connection, file)

    @contextmanager
    def write(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection for one transaction, which commits or rolls back the whole block.

        A durable transaction is on the disk when the block ends. Any other survives a crash of the program,
        but a power cut may lose it.
        """
        self._check_there()
        with self._writing, self._errors():
            self._check_open()
            writer = self._writer
            writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            writer.execute("BEGIN IMMEDIATE")
            try:
                yield writer
                writer.commit()
                self._fingerprint = self._fingerprint or _fingerprint(writer)
            finally:
                writer.rollback()  # does nothing after a commit

    @contextmanager
    def maintain(self) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection without a transaction, for statements such as VACUUM.

        Other writers wait for as long as it takes, instead of failing with a busy file.
        """
        self._check_there()
        with self._writing, self._errors():
            self._check_open()
            yield self._writer

    def is_there(self) -> bool:
        """Return whether the file is there. If it is back, connect to it again. Raises AppError."""
        self._check_open()
        file = _file(self._path)
        if file is None:
            self._file = None
        elif file != self._file:
            self._connect_again()
        return file is not None

    def _connect_again(self) -> None:
        """Connect to the file that has come back: the old connections lead to a disk that is gone.

        SQLite itself leaves the log of the new file alone when the old connections are closed.
        """
        with self._writing, self._errors():
            self._check_open()
            file = _file(self._path)
            if file is None or file == self._file:
                return  # another thread was faster
            writer = _connect(self._path, "rw")
            if self._fingerprint and not _fingerprint(writer).startswith(self._fingerprint):
                writer.close()
                raise AppError(
                    ErrorKind.LIBRARY_FAILED, f"{self._path} is another library now", path=str(self._path)
                )
            with self._pooling:
                old, self._readers = [*self._readers, self._writer], []
                self._writer, self._file = writer, file
            for connection in old:
                with suppress(sqlite3.Error):
                    connection.close()

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
            if self._readers:
                return self._readers.pop()
        return _connect(self._path, "rw")

    def _give_back(self, connection: sqlite3.Connection, file: "_File | None") -> None:
        with self._pooling:
            if not self._closed and file == self._file and len(self._readers) < _IDLE_READERS:
                self._readers.append(connection)
                return
        connection.close()

    def _check_open(self) -> None:
        if self._closed:
            raise AppError(ErrorKind.LIBRARY_FAILED, "the library is closed", path=str(self._path))

    def _check_there(self) -> None:
        """Raise LIBRARY_ABSENT if the file is not there.

        On most systems an open file can be deleted. Writes then succeed, but the data is lost.
        """
        if not self.is_there():
            raise absent(self._path.parent)


def absent(folder: Path) -> AppError:
    """Return the error of a library that is not there."""
    return AppError(ErrorKind.LIBRARY_ABSENT, f"there is no library in {folder}", path=str(folder))


_File = tuple[int, int]  # device and number: what a name leads to


def _file(path: Path) -> _File | None:
    """Return which file has this name; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _fingerprint(connection: sqlite3.Connection) -> str:
    """Return what tells one library from another: the random salts in its places, in their order."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'places'").fetchone():
        return ""
    return " ".join(salt for (salt,) in connection.execute("SELECT salt FROM places ORDER BY rowid"))


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
