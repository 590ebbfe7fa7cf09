"""Make copies of the library's database while it is in use, check them, and drop the oldest.

A backup of a million pictures has 2.5 GB. So only two equal backups in a row are kept, and a backup never
takes more than half of the free space: the pictures that the user pays for need the rest.
"""

import filecmp
import logging
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portrait_app.core.backup import Backup, BackupReason
from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.ports.system import Clock
from portrait_app.library.database import Database, sqlite_errors
from portrait_app.library.image_files import create_new, discard, make_folder, settle
from portrait_app.library.rescue.soundness import check_fully

_log = logging.getLogger(__name__)

BACKUPS = "backups"
KEPT = {BackupReason.DAILY: 7, BackupReason.MIGRATION: 3, BackupReason.REPLACED: 3}

_DAY = timedelta(days=1)
_STEP = 500  # pages (2 MB) copied between two checks for cancellation
_NAME = re.compile(r"library-(\d{4}-\d{2}-\d{2}-\d{6})-(daily|replaced|v\d+)\.db")
_FORM = "%Y-%m-%d-%H%M%S"
_MIGRATED = re.compile(r"v\d+")


class LibraryBackups:
    """Implements `Backups` for the library in `folder`; any thread may use it."""

    def __init__(self, folder: Path, database: Database, clock: Clock) -> None:
        self._folder = folder / BACKUPS
        self._database = database
        self._clock = clock

    def make_if_due(self, cancel: Cancel) -> bool:
        now = self._clock.now()
        daily = [made for made, reason, _ in _named(self._folder) if reason is BackupReason.DAILY]
        # A backup dated in the future, by a wrong clock, must not prevent new backups.
        if any(now - _DAY < made <= now for made in daily):
            return False
        with self._database.read() as connection:
            # The first read starts the snapshot. Without it, each write would restart the copy.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            self._leave_room(connection)
            path = back_up(connection, self._folder, BackupReason.DAILY, now, cancel)
        _drop_same(path, self._folder)
        return True

    def _leave_room(self, connection: sqlite3.Connection) -> None:
        """Raise AppError if the backup needs over half of the free disk space: pictures need it first."""
        (size,) = connection.execute(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ).fetchone()
        path = self._database.path
        with file_errors(path):
            free = shutil.disk_usage(path.parent).free
        if free < 2 * size:
            raise AppError(
                ErrorKind.DISK_FULL, f"a backup of {size} bytes, and {free} are free", path=str(path)
            )

    def available(self) -> list[Backup]:
        return available(self._folder)


def back_up(
    connection: sqlite3.Connection, folder: Path, label: str, now: datetime, cancel: Cancel | None = None
) -> Path:
    """Copy the whole database into `folder` under a dated name, check the copy, and drop the oldest backups.

    If `connection` is in a read transaction, the copy is of that snapshot. Other threads can write meanwhile,
    and the copy does not restart.

    Raises:
        AppError: LIBRARY_DAMAGED if the copy is damaged; DISK_FULL or FILE_FAILED; CANCELLED.
        sqlite3.Error: the database could not be read, or the copy could not be written.
    """
    path = folder / f"library-{now.astimezone(UTC).strftime(_FORM)}-{label}.db"
    make_folder(folder)
    part = path.with_name(path.name + ".part")
    try:
        with file_errors(part):
            create_new(part).close()  # SQLite takes an empty file for a new database
        with closing(sqlite3.connect(part)) as copy:
            _copy(connection, copy, part, cancel or Cancel())
        settle(part, path)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            discard(part.with_name(part.name + suffix))
    _drop_oldest(folder)
    return path


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection, path: Path, cancel: Cancel) -> None:
    """Fill the new database at `path`, and check it."""

    def go_on(_status: int, _left: int, _total: int) -> None:
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)

    connection.backup(copy, pages=_STEP, progress=go_on)
    with cancel.on_cancel(copy.interrupt):
        copy.execute("PRAGMA journal_mode = DELETE")  # no journal beside it: readable from a read-only folder
        check_fully(copy, path)


def _drop_oldest(folder: Path) -> None:
    """Keep the newest backups of each reason. A file that cannot be removed is tried again another day."""
    for kept_reason, most in KEPT.items():
        newest_first = [path for _, reason, path in reversed(_named(folder)) if reason is kept_reason]
        for path in newest_first[most:]:
            discard(path)


def _drop_same(made: Path, folder: Path) -> None:
    """Drop the last backup before `made` if `made` and the last two are equal, to keep other states."""
    before = [path for _, reason, path in _named(folder) if reason is BackupReason.DAILY and path < made]
    with file_errors(made):
        if len(before) > 1 and all(filecmp.cmp(path, made, shallow=False) for path in before[-2:]):
            discard(before[-1])


def available(folder: Path) -> list[Backup]:
    """Return the backups in `folder`, newest first."""
    return [_described(made, reason, path) for made, reason, path in reversed(_named(folder))]


def backups(folder: Path) -> list[Path]:
    """Return the files of the backups in `folder`, oldest first."""
    return [path for _, _, path in _named(folder)]


def _described(made: datetime, reason: BackupReason, path: Path) -> Backup:
    with file_errors(path):
        size = path.stat().st_size
    pictures: int | None = None
    favourites = 0
    try:
        with sqlite_errors(path), closing(look_into(path)) as connection:
            live = "SELECT count(*) FROM pictures WHERE trashed IS NULL"
            (pictures,) = connection.execute(live).fetchone()
            (favourites,) = connection.execute(f"{live} AND favourite = 1").fetchone()
    except AppError as error:
        _log.info("A backup cannot be read: %s", error)
    return Backup(path, made, reason, size, pictures, favourites)


def backup_file(folder: Path, reason: BackupReason, now: datetime) -> Path:
    """Return the path of a backup that is made at `now`."""
    return folder / f"library-{now.astimezone(UTC).strftime(_FORM)}-{reason}.db"


def look_into(path: Path) -> sqlite3.Connection:
    """Open a backup for reading. No file is made beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _named(folder: Path) -> list[tuple[datetime, BackupReason, Path]]:
    found = ((_read_name(path), path) for path in folder.glob("library-*.db"))
    return sorted((*name, path) for name, path in found if name is not None)


def _read_name(path: Path) -> tuple[datetime, BackupReason] | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        made = datetime.strptime(match[1], _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    reason = BackupReason.MIGRATION if _MIGRATED.fullmatch(match[2]) else BackupReason(match[2])
    return made, reason
