"""The API key in the keychain of the person's own system, through keyring.

A keychain may wait for its owner's password, and one whose service hangs never answers. So every
call has a thread of its own, which is left behind when its time is up: a thread of a pool could not
be, and the program would not close.
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

from portrait_app.core.engines import Login
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.redaction import redacted

SERVICE = "Portrait Studio"

# What a call may end with, and what each means; the first that fits counts. Backends let errors of
# their system's own library through, and a backend named in the configuration may not even import.
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

_COMING_BACK = 1.0  # seconds for a call to come back that was ended
_DESKTOPS = "keyring.backends.SecretService"
_LIBSECRET = "keyring.backends.libsecret"
_NAMES = {
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.kwallet": "KWallet",
}


class Keychain:
    """Implements `core.ports.SecretStore`.

    Args:
        login: whose key it keeps.
        deadline: seconds a call may take, long enough for a person to type a password.
    """

    def __init__(self, login: Login, deadline: float = 30) -> None:
        self._user = login.keychain
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
        """Run `work` in a thread, one at a time, and wait for it no longer than the deadline.

        Then it is ended, where the keychain lets us. While one hangs all the same the next fail at once:
        threads must not pile up.
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
        """Return the store for one call. Called by its thread: finding a backend may take a while."""
        if self._backend is None:
            self._backend = _trusted_backend()
        if sys.platform == "linux" and type(self._backend).__module__ == _DESKTOPS:
            return _SecretServiceStore(SERVICE, self._user)
        return _KeyringStore(self._backend, self._user)


class _Store(Protocol):
    """Where one key is kept. Each call may wait for the person."""

    def read(self) -> str: ...

    def write(self, key: str) -> None: ...

    def remove(self) -> None: ...

    def name(self) -> str: ...

    def hang_up(self) -> None:
        """Have a call that waits come back, from another thread."""
        ...


def _write(key: str, store: _Store) -> str:
    store.write(key)
    return ""


def _remove(store: _Store) -> str:
    store.remove()
    return ""


class _KeyringStore:
    """What keyring has a backend for."""

    def __init__(self, backend: KeyringBackend, user: str) -> None:
        self._backend = backend
        self._user = user

    def read(self) -> str:
        return self._backend.get_password(SERVICE, self._user) or ""

    def write(self, key: str) -> None:
        self._backend.set_password(SERVICE, self._user, key)
        if self._backend.get_password(SERVICE, self._user) != key:
            name = self._backend.name
            raise AppError(ErrorKind.KEYCHAIN_UNSAFE, f"{name} did not keep what it was given")

    def remove(self) -> None:
        if self._backend.get_password(SERVICE, self._user) is not None:
            self._backend.delete_password(SERVICE, self._user)

    def name(self) -> str:
        module = type(self._backend).__module__
        if sys.platform == "linux" and module == _LIBSECRET:
            return service_name()
        return _NAMES.get(module, self._backend.name)

    def hang_up(self) -> None:
        """These cannot be called back."""


if sys.platform == "linux":

    class _SecretServiceStore(SecretService):
        """The desktop's own service."""

        def name(self) -> str:
            return service_name()


class _Call(Thread):
    """One call to the keychain, in a thread that does not keep the program from closing."""

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
        """Have the call come back, where its store can do that."""
        if self._store is not None:
            self._store.hang_up()
            self.join(_COMING_BACK)

    def result(self, secret: str) -> str:
        """Return what the call returned, or raise AppError; `secret` is kept out of its words."""
        if self._answer is not None:
            return self._answer
        if self._failure is None:
            raise AppError(ErrorKind.KEYCHAIN_FAILED, "the call broke off; the log says where")
        if isinstance(self._failure, AppError):
            raise self._failure
        words = redacted(str(self._failure), secret)
        kind = next(kind for failure, kind in _MEANING if isinstance(self._failure, failure))
        # Without its cause, whose own words may hold the secret.
        raise AppError(kind, f"{type(self._failure).__name__}: {words}")


def _trusted_backend() -> KeyringBackend:
    """Return the backend that keyring prefers among those which really keep a secret, and secret."""
    try:
        preferred = keyring.core.get_keyring()
    except (RuntimeError, OSError) as error:  # named in the configuration, and not fit for this system
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
    """Refuse what keeps nothing (priority 0 or less), and files in plain text or almost so."""
    kind = type(backend)
    in_plain_text = kind.__module__.startswith("keyrings.alt") or "plaintext" in kind.__name__.lower()
    return not in_plain_text and kind.priority > 0
