"""What the platform gives: the time, a keychain, settings."""

from datetime import datetime
from typing import Protocol

from portrait_app.core.errors import AppError
from portrait_app.core.field import Value
from portrait_app.core.holder import Holder


class Clock(Protocol):
    """Tells the time, so that tests can too."""

    def now(self) -> datetime:
        """Return the current time in UTC, with its zone."""
        ...


class SecretStore(Protocol):
    """Keeps the key between sessions. Every call may block up to its own deadline."""

    def read(self) -> str:
        """Return the key, empty where none is kept. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def write(self, key: str) -> None:
        """Keep `key` and read it back to be sure. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def remove(self) -> None:
        """Forget the key; no error where none was kept. Raises AppError of a KEYCHAIN_ kind."""
        ...

    def name(self) -> str:
        """Return the keychain's name for a person, such as "GNOME Keyring". Raises like `read`."""
        ...


class LibraryLock(Protocol):
    """Sees to it that one program has a library open. It lasts as long as the process, or until `release`."""

    def take(self) -> bool:
        """Say whether this process has the library now, or had it before; False where another has it."""
        ...

    @property
    def is_sure(self) -> bool:
        """Whether no other program can have it too; some disks know no locks that others see."""
        ...

    def tell(self, address: str) -> None:
        """Have other starts know where the holder listens."""
        ...

    def address(self) -> str:
        """Return where the holder can be called, empty where it is of another user or computer."""
        ...

    def holder(self) -> Holder:
        """Return what the holder says of itself."""
        ...

    def release(self) -> None:
        """Let go what was taken."""
        ...


class Settings(Protocol):
    """The values of `core.preferences.SETTINGS`, safe to read from every thread."""

    def value(self, key: str) -> Value:
        """Return the value, or the default. Raises KeyError for an undeclared key."""
        ...

    def set(self, key: str, value: Value) -> None:
        """Change a value in memory; `save` writes it. Raises KeyError or FieldError."""
        ...

    def save(self) -> None:
        """Write what changed to disk, whole or not at all. Raises AppError."""
        ...

    @property
    def load_error(self) -> AppError | None:
        """What was wrong with the file at the start; it was set aside, not overwritten."""
        ...
