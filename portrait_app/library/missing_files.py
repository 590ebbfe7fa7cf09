"""The list of pictures whose files are missing, for searches with `is:missing`.

A search cannot look at the disk for each picture. So the list is made when the user asks for it, and is kept
until the user asks again.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import Fault
from portrait_app.library.check import PICTURES, file_fault, insert_found, raise_if_cancelled
from portrait_app.library.database import Database
from portrait_app.library.folder_scan import FolderScan
from portrait_app.library.places import place_of

_LISTED = "(SELECT value FROM json_each(?))"


def find_missing(folder: Path, database: Database, cancel: Cancel) -> list[int]:
    """Bring the list up to date. Return the ids of the pictures that were added or removed.

    Raises:
        AppError: CANCELLED, and then the list is unchanged.
    """
    missing = _missing(folder, database, cancel)
    with database.write(durable=False) as connection:
        known = {row[0] for row in connection.execute("SELECT picture_id FROM missing_files")}
        connection.execute(
            f"INSERT OR IGNORE INTO missing_files SELECT id FROM pictures WHERE id IN {_LISTED}",  # noqa: S608 - a constant
            (json.dumps(sorted(missing)),),
        )
        note_found(connection, sorted(known - missing))
    return sorted(known ^ missing)


def all_missing(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of the listed pictures."""
    return [row[0] for row in connection.execute("SELECT picture_id FROM missing_files ORDER BY picture_id")]


def note_found(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take pictures off the list, because their files are there."""
    connection.execute(
        f"DELETE FROM missing_files WHERE picture_id IN {_LISTED}",  # noqa: S608 - a constant
        (json.dumps(list(ids)),),
    )


def _missing(folder: Path, database: Database, cancel: Cancel) -> set[int]:
    def go_on(_files: int) -> None:
        raise_if_cancelled(cancel)

    go_on(0)
    with database.read() as connection, cancel.on_cancel(connection.interrupt):
        # One transaction from before the scan: a picture that arrives meanwhile is not missing.
        connection.execute("SELECT 1 FROM pictures LIMIT 1").fetchone()
        insert_found(connection, FolderScan(folder, go_on).below(PICTURES))
        rows = connection.execute(
            """
            SELECT id, file, pictures.size FROM pictures LEFT JOIN found USING (file)
            WHERE found.size IS NULL
            """
        )
        return {
            picture_id
            for picture_id, file, size in rows
            if file_fault(place_of(folder, file), size) is Fault.MISSING
        }
