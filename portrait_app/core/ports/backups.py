"""The port for backups of the library's database."""

from typing import Protocol

from portrait_app.core.backup import Backup
from portrait_app.core.cancel import Cancel


class Backups(Protocol):
    """Makes and lists backups. Every method may take long: call it on a worker."""

    def make_if_due(self, cancel: Cancel) -> bool:
        """Make a backup if the newest daily one is at least a day old. Return whether a backup was made.

        Other threads can write to the database meanwhile. The new backup is checked before old ones are
        deleted.

        Raises:
            AppError: LIBRARY_DAMAGED if the library itself is damaged; DISK_FULL and others; CANCELLED.
        """
        ...

    def available(self) -> list[Backup]:
        """Return the existing backups, newest first. Raises AppError."""
        ...
