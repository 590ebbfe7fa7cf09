"""Secrets in the keychain of the user's system, through keyring: the API key, and passwords of servers.

A keychain may wait for the user's password, and never answers if its service hangs. So every call has a
thread of its own, which is abandoned at the deadline. A pool's thread could not be abandoned, and would keep
the program from closing.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from threading import Lock, Thread
from typing import Protocol

import keyring.core
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.redaction import redacted

SERVICE = "Portrait Studio"

# Errors of a call, and their meanings; the first match counts. Backends let errors of their system libraries
# through, and a backend named in the configuration may not even import.
_MEANING: list[tuple[type[Exception], ErrorKind]] = [
    (NoKeyringError, ErrorKind.KEYCHAIN_MISSING),
    (KeyringLocked, ErrorKind.KEYCHAIN_LOCKED),
    (InitError, ErrorKind.KEYCHAIN_LOCKED),
]
_FAILED: list[type[Exception]] = [
    KeyringError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    AttributeError,
    ImportError,
]
if sys.platform == "linux":
    from jeepney import DBusErrorResponse
    from secretstorage.exceptions import (
        LockedException,
        PromptDismissedException,
        SecretServiceNotAvailableException,
        SecretStorageException,
    )

    from portrait_app.system.secret_service import SecretService, service_name

    _MEANING += [
        (LockedException, ErrorKind.KEYCHAIN_LOCKED),
        (PromptDismissedException, ErrorKind.KEYCHAIN_LOCKED),
        (SecretServiceNotAvailableException, ErrorKind.KEYCHAIN_MISSING),
    ]
    _FAILED += [SecretStorageException, DBusErrorResponse]
elif sys.platform == "win32":
    from win32ctypes.pywin32.pywintypes import error as windows_error

    _FAILED += [windows_error]
_MEANING += [(failure, ErrorKind.KEYCHAIN_FAILED) for failure in _FAILED]
_KNOWN: tuple[type[Exception], ...] = (AppError, *(failure for failure, _kind in _MEANING))

_COMING_BACK = 1.0  # seconds to wait for a call to return after it was ended
_DESKTOPS = "keyring.backends.SecretService"
_LIBSECRET = "keyring.backends.libsecret"
_NAMES = {
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.kwallet": "KWallet",
}


class Keychain:
    """Implements `SecretStore`: one entry of the keychain.

    Args:
        name: name of the entry in the keychain.
        deadline: seconds for a call, enough for the user to type a password.
    """

    def __init__(self, name: str, deadline: float = 30) -> None:
        self._user = name
        self._deadline = deadline
        self._turn = Lock()
        self._left_behind: Thread | None = None
        self._backend: KeyringBackend | None = None

    def read(self) -> str:
        return self._call(lambda store: store.read())

    def write(self, key: str) -> None:
        self._call(partial(_write, key), secret=key)

    def remove(self) -> None:
        self._call(_remove)

    def name(self) -> str:
        return self._call(lambda store: store.name())

    def _call(self, work: "Callable[[_Store], str]", secret: str = "") -> str:
        """Run `work` in a thread of its own, one call at a time, and wait until the deadline.

        At the deadline the call is ended, if the keychain supports that. While a call hangs all the same,
        further calls fail immediately, so that threads do not pile up.
        """
        until = time.monotonic() + self._deadline
        if not self._turn.acquire(timeout=self._deadline):
            raise AppError(ErrorKind.KEYCHAIN_TIMEOUT, "waiting for an earlier call")
        try:
            if self._left_behind is not None and self._left_behind.is_alive():
                raise AppError(ErrorKind.KEYCHAIN_TIMEOUT, "an earlier call has not come back")
            call = _Call(work, self._opened)
            call.start()
            call.join(max(0, until - time.monotonic()))
            if call.is_alive():
                call.hang_up()
                self._left_behind = call
                raise AppError(ErrorKind.KEYCHAIN_TIMEOUT, f"no answer in {self._deadline:g} s")
        finally:
            self._turn.release()
        return call.result(secret)

    def _opened(self) -> "_Store":
        """Return the store for one call. Runs in the call's thread, because finding a backend takes time."""
        if self._backend is None:
            self._backend = _trusted_backend()
        if sys.platform == "linux" and type(self._backend).__module__ == _DESKTOPS:
            return _SecretServiceStore(SERVICE, self._user)
        return _KeyringStore(self._backend, self._user)


class _Store(Protocol):
    """A place that stores one key. Each call may wait for the user."""

    def read(self) -> str: ...

    def write(self, key: str) -> None: ...

    def remove(self) -> None: ...

    def name(self) -> str: ...

    def hang_up(self) -> None:
        """End a waiting call, from another thread."""
        ...


def _write(key: str, store: _Store) -> str:
    store.write(key)
    return ""


def _remove(store: _Store) -> str:
    store.remove()
    return ""


class _KeyringStore:
    """Stores the key with a backend of keyring."""

    def __init__(self, backend: KeyringBackend, user: str) -> None:
        self._backend = backend
        self._user = user

    def read(self) -> str:
        return self._backend.get_password(SERVICE, self._user) or ""

    def write(self, key: str) -> None:
        self._backend.set_password(SERVICE, self._user, key)
        if self._backend.get_password(SERVICE, self._user) != key:
            name = self._backend.name
            raise AppError(ErrorKind.KEYCHAIN_UNSAFE, f"{name} did not store the key correctly")

    def remove(self) -> None:
        if self._backend.get_password(SERVICE, self._user) is not None:
            self._backend.delete_password(SERVICE, self._user)

    def name(self) -> str:
        module = type(self._backend).__module__
        if sys.platform == "linux" and module == _LIBSECRET:
            return service_name()
        return _NAMES.get(module, self._backend.name)

    def hang_up(self) -> None:
        """Do nothing: a call of these backends cannot be ended."""


if sys.platform == "linux":

    class _SecretServiceStore(SecretService):
        """Stores the key in the Secret Service of the desktop."""

        def name(self) -> str:
            return service_name()


class _Call(Thread):
    """One call to the keychain, in a daemon thread, which does not keep the program from closing."""

    def __init__(self, work: Callable[[_Store], str], opened: Callable[[], _Store]) -> None:
        super().__init__(name="keychain", daemon=True)
        self._work = work
        self._opened = opened
        self._store: _Store | None = None
        self._answer: str | None = None
        self._failure: Exception | None = None

    def run(self) -> None:
        try:
            self._store = self._opened()
            self._answer = self._work(self._store)
        except _KNOWN as error:
            self._failure = error

    def hang_up(self) -> None:
        """End the call, if its store supports that, and give it time to return."""
        if self._store is not None:
            self._store.hang_up()
            self.join(_COMING_BACK)

    def result(self, secret: str) -> str:
        """Return the call's result, or raise AppError. `secret` is removed from its detail."""
        if self._answer is not None:
            return self._answer
        if self._failure is None:
            raise AppError(ErrorKind.KEYCHAIN_FAILED, "the call ended with an unexpected error; see the log")
        if isinstance(self._failure, AppError):
            raise self._failure
        words = redacted(str(self._failure), secret)
        kind = next(kind for failure, kind in _MEANING if isinstance(self._failure, failure))
        # Raised without a cause, because the cause's text may contain the secret.
        raise AppError(kind, f"{type(self._failure).__name__}: {words}")


def _trusted_backend() -> KeyringBackend:
    """Return keyring's preferred backend among those that really store a secret and protect it.

    Raises NoKeyringError, or AppError KEYCHAIN_UNSAFE.
    """
    try:
        preferred = keyring.core.get_keyring()
    except (RuntimeError, OSError) as error:  # the configured backend does not work on this system
        raise NoKeyringError(str(error)) from error
    found = preferred.backends if isinstance(preferred, ChainerBackend) else [preferred]
    candidates = [backend for backend in found if not isinstance(backend, fail.Keyring)]
    if not candidates:
        raise NoKeyringError("this system offers no keychain")
    for backend in candidates:
        if _is_trusted(backend):
            return backend
    raise AppError(ErrorKind.KEYCHAIN_UNSAFE, ", ".join(backend.name for backend in candidates))


def _is_trusted(backend: KeyringBackend) -> bool:
    """Refuse a backend that stores nothing (priority 0 or less), or stores plain text or nearly so."""
    kind = type(backend)
    in_plain_text = kind.__module__.startswith("keyrings.alt") or "plaintext" in kind.__name__.lower()
    return not in_plain_text and kind.priority > 0
