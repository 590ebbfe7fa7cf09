"""The API key in memory: the only place that holds the key while the program runs."""

import re
from enum import StrEnum
from threading import Lock

from portrait_app.core.engines import Login


class KeySource(StrEnum):
    """Where the key in use came from."""

    NONE = "none"
    KEYCHAIN = "keychain"
    SESSION = "session"  # kept in memory until the program closes
    ENVIRONMENT = "environment"


class Credentials:
    """Holds the API key for all threads. `repr` does not show the key, to keep it out of logs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = ""
        self._source = KeySource.NONE
        self._seen: frozenset[str] = frozenset()

    def set(self, key: str, source: KeySource) -> None:
        """Use `key` from now on. An empty string removes the key."""
        with self._lock:
            self._key = key.strip()
            self._source = source if self._key else KeySource.NONE
        self.conceal(key)

    def conceal(self, key: str) -> None:
        """Keep `key` out of logs and reports as well. For a key that is being tested and is not in use."""
        if key.strip():
            with self._lock:
                self._seen |= {key.strip()}

    @property
    def seen(self) -> frozenset[str]:
        """Every key of this session, for code that removes keys from a text."""
        with self._lock:
            return self._seen

    @property
    def key(self) -> str:
        """The key; empty if there is none."""
        with self._lock:
            return self._key

    @property
    def source(self) -> KeySource:
        with self._lock:
            return self._source

    def __repr__(self) -> str:
        return f"<Credentials from {self.source}>"


def looks_like_a_key(key: str, login: Login) -> bool:
    """Return whether `key` has the format that the service documents. Keys in other formats may work too."""
    return re.fullmatch(login.pattern, key.strip()) is not None
