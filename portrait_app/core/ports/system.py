"""The ports to the system: clock, keychain, library lock and settings."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from portrait_app.core.errors import AppError
from portrait_app.core.field import Value
from portrait_app.core.holder import Holder


class Clock(Protocol):
    """The current time, replaceable in tests."""

    def now(self) -> datetime:
        """Return the current time in UTC, with its zone."""
        ...


class SecretStore(Protocol):
    """An entry of the system's keychain: the API key or a server's password.

    Every call may block until its own timeout.
    """

    def read(self) -> str:
        """Return the secret; empty if none is stored. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def write(self, secret: str) -> None:
        """Store `secret` and read it back as a check. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def remove(self) -> None:
        """Delete the secret; no error if none is stored. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def name(self) -> str:
        """Return the keychain's name as the user knows it, such as "GNOME Keyring". Raises like `read`."""
        ...


class LibraryLock(Protocol):
    """A lock that lets one process at a time open a library. It lasts until `release` or the process ends."""

    def take(self) -> bool:
        """Take the lock. Return False if another process holds it. Taking it twice in one process is fine."""
        ...

    @property
    def is_held(self) -> bool:
        """Whether there is a file that is locked. Where no library is, there is none."""
        ...

    @property
    def is_exclusive(self) -> bool:
        """Whether the lock excludes all other processes. Locks on some network disks do not."""
        ...

    def tell(self, address: str) -> None:
        """Write the holder's socket address into the lock file, for other starts of the program."""
        ...

    def address(self) -> str:
        """Return the holder's socket address; empty if the holder has another user or computer."""
        ...

    def holder(self) -> Holder:
        """Return what the lock file says about the holder."""
        ...

    def release(self) -> None:
        """Release the lock."""
        ...


class RevealFile(Protocol):
    """Shows a file in the desktop's file manager. May take seconds: call it on a worker."""

    def __call__(self, path: Path) -> bool:
        """Show the file selected. Return whether the desktop could. Raises AppError FILE_MISSING."""
        ...


class Settings(Protocol):
    """The values of `core.preferences.SETTINGS`, safe to read from every thread."""

    def value(self, key: str) -> Value:
        """Return the value, or the default. Raises KeyError for an unknown key."""
        ...

    def set(self, key: str, value: Value) -> None:
        """Change a value in memory; `save` writes it to disk. Raises KeyError or FieldError."""
        ...

    def save(self) -> None:
        """Write changed values to disk atomically. Raises AppError."""
        ...

    @property
    def load_error(self) -> AppError | None:
        """The error, if the settings file could not be read. That file was renamed, not overwritten."""
        ...
