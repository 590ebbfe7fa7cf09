"""Empty the Trash: move files to the system's trash, and delete each row after its file has moved."""

import json
import sqlite3
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import Fault
from portrait_app.core.curation import Emptied, EmptyReport, TrashContents
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.ports.curation import SystemTrash
from portrait_app.library.check import content_fault
from portrait_app.library.database import Database
from portrait_app.library.places import is_inside, place_of

_AT_ONCE = 100  # rows deleted in one transaction: after a crash, at most this many have no file
_IN_TRASH = "FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL"


def contents(connection: sqlite3.Connection) -> TrashContents:
    """Count the pictures in the Trash."""
    row = connection.execute(
        f"""
        SELECT count(*), total(favourite), total(rating > 0 AND NOT favourite), total(size),
            total(size * favourite)
        {_IN_TRASH}
        """
    ).fetchone()
    return TrashContents(*map(int, row))


class Emptying:
    """One emptying of the Trash, oldest picture first.

    If it is interrupted, a picture's row may remain although its file is already in the system's trash. The
    next emptying then finds no file, and deletes the row.
    """

    def __init__(self, folder: Path, database: Database, system_trash: SystemTrash) -> None:
        self._folder = folder
        self._database = database
        self._system_trash = system_trash
        self._gone = 0
        self._missing = 0
        self._failed: list[tuple[str, str]] = []

    def run(self, *, with_favourites: bool, report: EmptyReport, cancel: Cancel) -> Emptied:
        """Empty what is in the Trash now. Raises AppError if the library itself fails."""
        ids = self._ids(with_favourites)
        for start in range(0, len(ids), _AT_ONCE):
            if cancel.cancelled:
                break
            report(start, len(ids))
            self._send(ids[start : start + _AT_ONCE], cancel)
        return Emptied(self._gone, self._missing, tuple(self._failed), stopped=cancel.cancelled)

    def _ids(self, with_favourites: bool) -> list[int]:
        chosen = "" if with_favourites else "AND favourite = 0"
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT id {_IN_TRASH} {chosen} ORDER BY id")
            return [row["id"] for row in rows]

    def _send(self, ids: list[int], cancel: Cancel) -> None:
        sent: list[int] = []
        try:
            for picture_id, file, sha256 in self._still_there(ids):
                if cancel.cancelled:
                    return
                if self._send_file(file, sha256):
                    sent.append(picture_id)
        finally:
            with self._database.write(durable=True) as connection:
                connection.execute(
                    "DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sent),)
                )
            self._gone += len(sent)

    def _still_there(self, ids: list[int]) -> list[tuple[int, str, str]]:
        """Return id, file and SHA-256 of those still in the Trash. A file that another picture uses is ''."""
        with self._database.read() as connection:
            rows = connection.execute(
                """
                SELECT id, CASE WHEN EXISTS (
                    SELECT 1 FROM pictures AS other INDEXED BY pictures_sha256
                    WHERE other.sha256 = pictures.sha256 AND other.file = pictures.file
                        AND other.id <> pictures.id
                ) THEN '' ELSE file END, sha256
                FROM pictures
                WHERE id IN (SELECT value FROM json_each(?)) AND trashed IS NOT NULL ORDER BY id
                """,
                (json.dumps(ids),),
            )
            return [tuple(row) for row in rows]

    def _send_file(self, file: str, sha256: str) -> bool:
        """Move a file to the system's trash; say whether its row may be deleted."""
        if not file:
            return True
        path = place_of(self._folder, file)
        try:
            if self._is_elsewhere(path) and content_fault(path, sha256) is Fault.OTHER_BYTES:
                # A folder link leads outside the library. Only equal bytes prove that this is the picture.
                self._failed.append((file, "it is outside of the library, and not the picture that it was"))
                return False
            self._system_trash(path)
        except AppError as error:
            if error.kind is not ErrorKind.FILE_MISSING:
                self._failed.append((file, error.detail))
                return False
            self._missing += 1
        return True

    def _is_elsewhere(self, path: Path) -> bool:
        with file_errors(path):
            return not is_inside(self._folder, path)
