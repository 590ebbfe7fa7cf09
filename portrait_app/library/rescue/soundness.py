"""Check whether a database is damaged: briefly at every opening, fully when there is a reason.

A full check of a million pictures takes many seconds. So opening checks only the header, the length, the
schema and the newest rows. Damage that is met later leaves a marker file, and the next opening then checks
everything.
"""

import logging
import sqlite3
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.image_files import discard

_log = logging.getLogger(__name__)

APPLICATION_ID = 0x50537475  # "PStu": marks a database as a library of this program

_HEADER = b"SQLite format 3\0"
_NEWEST = "SELECT * FROM {table} ORDER BY id DESC LIMIT 1"


def check_header(path: Path) -> None:
    """Raise AppError if a file is not a database. SQLite itself takes a very short file for an empty one."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError:  # the file does not exist yet, or SQLite will report the problem
        return
    if header and header != _HEADER:
        raise damaged(path, "is not a database")


def check_briefly(connection: sqlite3.Connection, path: Path) -> None:
    """Raise an error if a quick check finds damage. A library with a marker file gets a full check.

    Raises:
        AppError: LIBRARY_DAMAGED.
        sqlite3.Error: SQLite met damage.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    journal = path.with_name(path.name + "-wal")
    in_journal = journal.exists() and journal.stat().st_size > 0  # its pages may not be in the file yet
    if not in_journal and path.stat().st_size < pages * page_size:
        raise damaged(path, "is cut off")
    for table in ("jobs", "pictures"):
        connection.execute(_NEWEST.format(table=table)).fetchone()
    mark = _mark(path)
    if mark.exists():
        check_fully(connection, path)
        discard(mark)


def check_fully(connection: sqlite3.Connection, path: Path) -> None:
    """Check every page. Raises AppError LIBRARY_DAMAGED, or sqlite3.Error."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise damaged(path, said)


def mark_as_damaged(path: Path) -> None:
    """Leave a marker file, so that the next opening checks everything."""
    try:
        _mark(path).touch()
    except OSError as error:
        _log.warning("%s is damaged, and that could not be noted: %s", path, error)


def damaged(path: Path, how: str) -> AppError:
    return AppError(ErrorKind.LIBRARY_DAMAGED, f"{path} {how}", path=str(path))


def remove_mark(path: Path) -> None:
    """Remove the marker of the database at `path`, which has been moved away."""
    discard(_mark(path))


def _mark(path: Path) -> Path:
    return path.with_name(path.name + ".damaged")
