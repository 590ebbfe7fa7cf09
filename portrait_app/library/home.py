"""The places where a library has been used. A place is a machine, a user and a folder.

A library may come from another place. Then its waiting jobs were ordered by another user, or have been sent
by another machine, or by the library that this one is a copy of. The list of places is a table of the
database, so it moves with the jobs: into a copy, into a backup and back. The table is made at the first
write: older versions need not know it, and no schema step has to copy the whole database for it.
"""

import hashlib
import logging
import secrets
from enum import StrEnum
from pathlib import Path

from portrait_app.core.errors import AppError
from portrait_app.library.database import Database
from portrait_app.library.rights import close_to_others

_log = logging.getLogger(__name__)

_MADE = """
    CREATE TABLE IF NOT EXISTS places (
        what TEXT NOT NULL,
        salt TEXT NOT NULL,
        digest TEXT NOT NULL
    ) STRICT
"""


class _What(StrEnum):
    """What is noted about a place. Stored: never rename a value."""

    USED = "used"  # waiting jobs of the library may be sent from here
    CLOSED = "closed"  # closed to other users of the machine: done once, later the user decides


class LibraryHome:
    """Implements `Home` for the library in `folder`.

    `place` names the machine and the user. Only digests are stored, each with its own salt. A stranger who
    gets the library learns no name from them, and cannot tell whether two libraries have the same user.
    """

    def __init__(self, folder: Path, database: Database, place: str) -> None:
        self._folder = folder
        self._database = database
        self._place = f"{place} {folder.resolve()}"

    def is_known(self) -> bool:
        return self._has(_What.USED)

    def settle(self) -> None:
        self._note(_What.USED)

    def close_to_others(self) -> None:
        if not self._has(_What.CLOSED):
            close_to_others(self._folder)
            self._note(_What.CLOSED)

    def _has(self, what: _What) -> bool:
        with self._database.read() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'places'").fetchone():
                return False
            rows = connection.execute("SELECT salt, digest FROM places WHERE what = ?", (what,))
            return any(digest == self._digest(salt) for salt, digest in rows)

    def _note(self, what: _What) -> None:
        if self._has(what):
            return
        salt = secrets.token_hex(16)
        try:
            with self._database.write(durable=True) as connection:
                connection.execute(_MADE)
                connection.execute("INSERT INTO places VALUES (?, ?, ?)", (what, salt, self._digest(salt)))
        except AppError as error:  # a full disk must not prevent the opening; the next one retries
            _log.warning("That the library is %s here could not be noted: %s", what, error)

    def _digest(self, salt: str) -> str:
        return hashlib.sha256(f"{salt} {self._place}".encode()).hexdigest()
