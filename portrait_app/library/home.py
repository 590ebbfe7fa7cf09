"""The places that a library has been used at: a machine, a user on it, and the folder.

What waits to be sent in a library from elsewhere was ordered by somebody else, or has been sent there: on
another machine, or from the folder that this one is a copy of. The list is a table of the database, so that
it goes where the jobs go: with a copy, into a backup and back. It is made when it is first written to: older
versions need not know of it, and no step of the schema copies the whole database for it.
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
    """What is noted of a place. Stored: never rename a value."""

    USED = "used"  # what waits in the library may be sent from here
    CLOSED = "closed"  # to others: done once, and then it is a person's to say


class LibraryHome:
    """Implements `core.ports.Home` for the library in `folder`.

    `place` names the machine and the user. Just digests are kept, each with a salt of its own: whoever gets
    the library learns nothing from them, and not even that two libraries are of the same person.
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
        except AppError as error:  # a full disk keeps no library closed: the next opening asks again
            _log.warning("That the library is %s here could not be noted: %s", what, error)

    def _digest(self, salt: str) -> str:
        return hashlib.sha256(f"{salt} {self._place}".encode()).hexdigest()
