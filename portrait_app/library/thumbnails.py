"""The cache of thumbnails. After any problem with its file, it starts again with an empty file."""

import io
import json
import logging
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from PIL import Image

from portrait_app.core.bitmap import Bitmap

_log = logging.getLogger(__name__)

THUMBNAILS = "thumbnails.db"

_VERSION = 1
_QUALITY = {256: 80, 512: 85}  # JPEG quality by the longer side in pixels
# SQLITE_ERROR means "no such table": another program has written the file.
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR})
_PASSING = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FILES = ("", "-wal", "-shm", "-journal")  # suffixes of a database and of SQLite's files beside it


class SqliteThumbnailStore:
    """Implements `ThumbnailStore` with one SQLite file; any thread may use it.

    No method raises. A damaged or deleted file is replaced by an empty one. If that fails, nothing is cached,
    and opening is retried after `again_after` seconds.
    """

    def __init__(self, path: Path, again_after: float = 30) -> None:
        self._path = path
        self._again_after = again_after
        self._lock = Lock()
        self._is_closed = False
        self._opened = time.monotonic()
        self._connection = _open_or_renew(path)

    def get(self, ids: Sequence[int], side: int) -> Mapping[int, bytes]:
        with self._lock:
            if self._connection is None:
                return {}
            try:
                return dict(
                    self._connection.execute(
                        "SELECT picture_id, data FROM thumbnails"
                        " WHERE side = ? AND picture_id IN (SELECT value FROM json_each(?))",
                        (side, json.dumps(list(ids))),
                    ).fetchall()
                )
            except sqlite3.Error as error:
                self._mend(error)
                return {}

    def encoded(self, bitmap: Bitmap, side: int) -> bytes:
        # Pillow's JPEG encoder takes a quarter of the time of Qt's, and releases the GIL.
        size = bitmap.width, bitmap.height
        image = Image.frombuffer("RGB", size, bitmap.pixels, "raw", "BGRX", 0, 1)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY[side])
        return out.getvalue()

    def put(self, thumbnails: Mapping[int, bytes], side: int) -> None:
        rows = [(picture_id, side, data) for picture_id, data in thumbnails.items()]
        with self._lock:
            if not self._is_open():
                return
            if not self._path.exists():
                _log.info("The thumbnails were deleted, starting again: %s", self._path)
                self._renew()
            try:
                self._insert(rows)
            except sqlite3.Error as error:
                self._mend(error)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._drop()

    def _is_open(self) -> bool:
        """Reopen the file if a retry is due; say whether it is open."""
        now = time.monotonic()
        if self._connection is None and not self._is_closed and now - self._opened >= self._again_after:
            self._opened = now
            self._connection = _open_or_renew(self._path)
        return self._connection is not None

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _insert(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        if self._connection is not None:
            with self._connection:  # one transaction
                self._connection.executemany("INSERT OR REPLACE INTO thumbnails VALUES (?, ?, ?)", rows)

    def _mend(self, error: sqlite3.Error) -> None:
        """Start again if the file is damaged. After a full or busy disk, only this one call has no effect."""
        _log.warning("The thumbnails in %s could not be used: %s", self._path, error)
        if _is_damage(error):
            self._renew()
        elif _code(error) not in _PASSING:  # for example, another file has taken its place
            self._drop()

    def _renew(self) -> None:
        self._drop()
        self._opened = time.monotonic()
        self._connection = _renew(self._path)


def _open_or_renew(path: Path) -> sqlite3.Connection | None:
    if path.is_symlink():  # do not write to the link's target: it is not the program's
        return _renew(path)
    try:
        connection = _open(path)
    except sqlite3.Error as error:
        _log.warning("The thumbnails in %s could not be opened: %s", path, error)
        return _renew(path) if _is_damage(error) else None
    if connection is None:
        _log.info("The thumbnails in %s are of another version, starting again", path)
        return _renew(path)
    return connection


def _renew(path: Path) -> sqlite3.Connection | None:
    try:
        for suffix in _FILES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _open(path)
    except (OSError, sqlite3.Error) as error:
        _log.warning("No thumbnails are kept, for %s cannot be made: %s", path, error)
        return None


def _open(path: Path) -> sqlite3.Connection | None:
    """Return a connection; None for a file of another version."""
    connection = sqlite3.connect(path, check_same_thread=False)  # the lock admits one thread at a time
    try:
        connection.execute("PRAGMA page_size = 8192")  # measured as fastest: a thumbnail fills 1-2 pages
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.execute(
                """
                CREATE TABLE IF NOT EXISTS thumbnails (
                    picture_id INTEGER NOT NULL,
                    side INTEGER NOT NULL,
                    data BLOB NOT NULL,
                    PRIMARY KEY (picture_id, side)
                ) STRICT
                """
            )
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    except sqlite3.Error:
        connection.close()
        raise
    if version not in {0, _VERSION}:
        connection.close()
        return None
    return connection


def _is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGED


def _code(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary error code; None if Python's sqlite3 module raised the error itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
