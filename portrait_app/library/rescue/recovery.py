"""Replace the database by a backup: on the user's wish, or because the database is damaged.

Nothing is deleted: the replaced database is kept among the backups. A note in the library's folder says how
far the recovery is, so the next opening completes a recovery that a crash interrupted.
"""

import json
import logging
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portrait_app.core.backup import BackupReason, RestoreResult
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.moments import moment_of
from portrait_app.core.ports.system import Clock
from portrait_app.library.check import PICTURES, SPOOL
from portrait_app.library.database import Database, absent, sqlite_errors
from portrait_app.library.library import PictureLibrary, open_database
from portrait_app.library.lock import DATABASE, LibraryLock, take_or_refuse
from portrait_app.library.migrations import STEPS
from portrait_app.library.rescue.adopt import CheckImage
from portrait_app.library.rescue.backups import BACKUPS, available, backup_file, look_into
from portrait_app.library.rescue.journal import RECORDS
from portrait_app.library.rescue.soundness import APPLICATION_ID, check_fully, remove_mark
from portrait_app.library.rescue.unlisted_files import UnlistedFiles
from portrait_app.library.safe_files import (
    create_new,
    discard,
    make_folder,
    settle,
    sync_folder,
    write_atomically,
)
from portrait_app.library.thumbnails import THUMBNAILS

_log = logging.getLogger(__name__)

NOTE = "recovery.json"

_OURS = (BACKUPS, PICTURES, RECORDS, SPOOL)
_MARGIN = timedelta(days=1)  # for differences between the clock of a backup and that of the disk


@dataclass(frozen=True, slots=True)
class _Note:
    """How far a recovery is. Until it is `placed`, the recovery starts from the beginning."""

    damaged: bool
    backup: str = ""  # name of its file; empty if an empty library takes the place
    placed: bool = False
    set_aside: str = ""


def open_or_recover(
    folder: Path,
    clock: Clock,
    check_image: CheckImage,
    chosen_backup: Path | None = None,
    *,
    was_open: bool = False,
) -> tuple[PictureLibrary, RestoreResult | None]:
    """Open the library in `folder`. If the database is damaged or missing, first restore the newest backup.

    `chosen_backup` is a backup that replaces the database in any case. Jobs and pictures that are newer than
    the backup are restored from the journal and the image files. If a library `was_open` here before and
    nothing of it is there now, no new one is made: its disk may not be plugged in.

    Raises:
        AppError: as `open_library`; LIBRARY_DAMAGED only if the folder holds nothing else of a library.
            LIBRARY_ABSENT if a library that `was_open` is not there. LIBRARY_IN_USE if another program has
            the library open. FILE_FAILED if `chosen_backup` is damaged. Then nothing is changed.
    """
    if was_open and not is_there(folder):
        raise absent(folder)
    lock = take_or_refuse(folder)
    try:
        return _open_or_recover(folder, clock, check_image, chosen_backup, lock)
    except BaseException:
        lock.release()
        raise


def _open_or_recover(
    folder: Path, clock: Clock, check_image: CheckImage, chosen_backup: Path | None, lock: LibraryLock
) -> tuple[PictureLibrary, RestoreResult | None]:
    note = _read_note(folder)
    if chosen_backup is not None:
        if not _is_good(chosen_backup):
            raise AppError(ErrorKind.FILE_FAILED, f"{chosen_backup} is damaged", path=str(chosen_backup))
        note = _put_in_place(folder, chosen_backup, clock, damaged=False)
    elif note is not None and not note.placed:
        note = _recover(folder, clock, note)
    elif not (folder / DATABASE).exists() and _is_a_library(folder):
        _log.warning("The library's database is missing, and is restored from a backup: %s", folder)
        note = _recover(folder, clock, None)
    try:
        database = open_database(folder, clock)
    except AppError as error:
        if error.kind is not ErrorKind.LIBRARY_DAMAGED or not _is_a_library(folder):
            raise
        _log.warning("The library is damaged, and is restored from a backup: %s", error)
        note = _recover(folder, clock, None)
        database = open_database(folder, clock)
    try:
        recovery = None if note is None else _bring_back(folder, database, check_image, note)
        library = PictureLibrary(folder, database, clock, lock)
        library.recover_spooled()
    except BaseException:
        database.close()
        raise
    if note is not None:
        discard(folder / NOTE)
    return library, recovery


def is_there(folder: Path) -> bool:
    """Say whether there is a library in the folder, or what is left of one."""
    return (folder / DATABASE).exists() or _is_a_library(folder)


def _is_a_library(folder: Path) -> bool:
    """Say whether the folder holds other parts of a library, so that no other program's folder is changed."""
    return any((folder / name).is_dir() for name in _OURS)


# --- what replaces the database ---


def _recover(folder: Path, clock: Clock, begun: _Note | None) -> _Note:
    """Replace the database by the backup of an interrupted recovery, or by the newest good backup."""
    chosen_backup = folder / BACKUPS / begun.backup if begun is not None and begun.backup else None
    if chosen_backup is not None and _is_good(chosen_backup):
        return _put_in_place(folder, chosen_backup, clock, damaged=begun is not None and begun.damaged)
    good = (backup.path for backup in available(folder / BACKUPS) if _is_good(backup.path))
    return _put_in_place(folder, next(good, None), clock, damaged=True)


def _is_good(path: Path) -> bool:
    """Say whether a backup is undamaged, and of a version that this program knows."""
    try:
        with sqlite_errors(path), closing(look_into(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            check_fully(connection, path)
    except AppError as error:
        _log.info("A backup is of no use: %s", error)
        return False
    return bool(application == APPLICATION_ID and 0 < version <= len(STEPS))


def _put_in_place(folder: Path, backup: Path | None, clock: Clock, *, damaged: bool) -> _Note:
    """Move the database to the backups, and put `backup`, or nothing, in its place. Raises AppError."""
    path = folder / DATABASE
    part = path.with_name(DATABASE + ".part")
    try:
        if backup is not None:  # copy first: if the disk is full, nothing has changed
            with file_errors(part), backup.open("rb") as reading, create_new(part) as writing:
                shutil.copyfileobj(reading, writing)
        note = _Note(damaged, backup.name if backup is not None else "")
        _write_note(folder, note)
        set_aside = _set_aside(folder, clock.now(), damaged=damaged)
        if backup is not None:
            settle(part, path)
    finally:
        discard(part)
    remove_mark(path)
    for suffix in ("", "-wal", "-shm", "-journal"):  # old ids may now be given to other pictures
        discard(folder / f"{THUMBNAILS}{suffix}")
    note = _Note(damaged, note.backup, True, set_aside)
    _write_note(folder, note)
    return note


def _set_aside(folder: Path, now: datetime, *, damaged: bool) -> str:
    """Move the database to the backups; return its new path below the folder, or "" if there was no database.

    SQLite's write-ahead log moves first: left behind, it would be read as part of the next database.
    """
    path = folder / DATABASE
    if not path.exists():
        return ""
    make_folder(folder / BACKUPS)
    is_backup = not damaged and _fold(path)
    while (target := _kept_file(folder / BACKUPS, now, is_backup=is_backup)).exists():
        now += timedelta(seconds=1)  # the name is taken: a second recovery within a second
    with file_errors(path):
        for suffix in ("-wal", "-journal", ""):
            file = path.with_name(path.name + suffix)
            if file.exists():
                file.replace(target.with_name(target.name + suffix))
        discard(path.with_name(path.name + "-shm"))
        sync_folder(folder)
    return f"{BACKUPS}/{target.name}"


def _kept_file(folder: Path, now: datetime, *, is_backup: bool) -> Path:
    if is_backup:
        return backup_file(folder, BackupReason.REPLACED, now)
    return folder / f"damaged-{now.astimezone(UTC):%Y-%m-%d-%H%M%S}.db"


def _fold(path: Path) -> bool:
    """Merge a database's write-ahead log into its file; say whether this succeeded."""
    try:
        with sqlite_errors(path), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except AppError as error:
        _log.info("The database is set aside as it is: %s", error)
        return False
    return not path.with_name(path.name + "-wal").exists()


# --- what is newer than the backup ---


def _bring_back(folder: Path, database: Database, check_image: CheckImage, note: _Note) -> RestoreResult:
    backup = next((found for found in available(folder / BACKUPS) if found.path.name == note.backup), None)
    since = None
    if backup is not None:
        with file_errors(backup.path):
            written = moment_of(backup.path.stat().st_mtime)
        since = min(backup.made, written) - _MARGIN
    restoring = UnlistedFiles(folder, database, check_image, since)
    restoring.run()
    with database.read() as connection:
        (pictures,) = connection.execute("SELECT count(*) FROM pictures").fetchone()
    return RestoreResult(
        damaged=note.damaged,
        backup=None if backup is None else backup.made,
        set_aside=note.set_aside,
        pictures=pictures,
        returned=restoring.returned,
        unknown=restoring.unknown,
    )


# --- the note ---


def _write_note(folder: Path, note: _Note) -> None:
    write_atomically(folder / NOTE, json.dumps(asdict(note)).encode("utf-8"))


def _read_note(folder: Path) -> _Note | None:
    path = folder / NOTE
    if not path.exists():
        return None
    with file_errors(path):
        data = path.read_bytes()
    try:
        return _checked(_Note(**json.loads(data)))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        _log.warning("%s says nothing: %s", path, error)
        return _Note(damaged=True, placed=True)


def _checked(note: _Note) -> _Note:
    """Return the note if it names only backups. Raises ValueError, or an error of `Path` for odd names."""
    for name in (note.backup, note.set_aside.removeprefix(f"{BACKUPS}/")):
        if name and (Path(name).name != name or name == ".."):
            raise ValueError(f"{name} is not the name of a backup")
    return note
