"""The API key in memory: the one place it lives while the program runs."""

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
    """Holds the key for every thread. It never shows it when printed or logged."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = ""
        self._source = KeySource.NONE
        self._seen: frozenset[str] = frozenset()

    def set(self, key: str, source: KeySource) -> None:
        """Use `key` from now on; an empty one forgets it."""
        with self._lock:
            self._key = key.strip()
            self._source = source if self._key else KeySource.NONE
        self.conceal(key)

    def conceal(self, key: str) -> None:
        """Keep `key` out of logs and reports too: one that is tried but not, or not yet, in use."""
        if key.strip():
            with self._lock:
                self._seen |= {key.strip()}

    @property
    def seen(self) -> frozenset[str]:
        """Every key of this session, for whoever must keep them out of a text."""
        with self._lock:
            return self._seen

    @property
    def key(self) -> str:
        """The key, empty where there is none."""
        with self._lock:
            return self._key

    @property
    def source(self) -> KeySource:
        with self._lock:
            return self._source

    def __repr__(self) -> str:
        return f"<Credentials from {self.source}>"


def looks_like_a_key(key: str, login: Login) -> bool:
    """Say whether `key` has the shape that the service documents. Others may work too."""
    return re.fullmatch(login.pattern, key.strip()) is not None
