"""What keeps copies of the library's database."""

from typing import Protocol

from portrait_app.core.backup import Backup
from portrait_app.core.cancel import Cancel


class Backups(Protocol):
    """Makes and lists copies. Everything may take long: none belongs on the GUI thread."""

    def make_if_due(self, cancel: Cancel) -> bool:
        """Copy the database where the newest daily copy is a day old or more; say whether one was.

        Whoever writes goes on meanwhile. The copy is checked before it counts, and before older ones go.

        Raises:
            AppError: LIBRARY_DAMAGED where the library itself is; DISK_FULL and others; CANCELLED.
        """
        ...

    def available(self) -> list[Backup]:
        """Return the copies there are, newest first. Raises AppError."""
        ...
