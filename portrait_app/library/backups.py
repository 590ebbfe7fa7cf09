"""Copies of the library's database, made while it is in use."""

import sqlite3
from datetime import datetime
from pathlib import Path

from portrait_app.library.image_files import file_errors, make_folder, settle

KEPT = 7


def back_up(connection: sqlite3.Connection, folder: Path, label: str, now: datetime) -> Path:
    """Copy the whole database into `folder` under a dated name, and keep the newest few.

    Raises:
        AppError: the disk refused.
        sqlite3.Error: the database could not be read or the copy not be written.
    """
    path = folder / f"library-{now:%Y-%m-%d-%H%M%S}-{label}.db"
    make_folder(folder)
    part = path.with_name(path.name + ".part")
    try:
        with file_errors(part):
            part.unlink(missing_ok=True)
        copy = sqlite3.connect(part)
        try:
            connection.backup(copy)
        finally:
            copy.close()
        settle(part, path)
    finally:
        part.unlink(missing_ok=True)
    for old in backups(folder)[:-KEPT]:
        with file_errors(old):
            old.unlink(missing_ok=True)
    return path


def backups(folder: Path) -> list[Path]:
    """Return the backups in `folder`, oldest first: their names sort by date."""
    return sorted(folder.glob("library-*.db"))
