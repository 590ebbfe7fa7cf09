"""Loads, checks, saves and removes the API key. Contains no widgets."""

import logging
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import Balance
from portrait_app.core.engines import EngineRow, with_key
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Account
from portrait_app.core.ports.system import SecretStore
from portrait_app.jobs.runner import Lane, Task, TaskRunner

log = logging.getLogger(__name__)
T = TypeVar("T")

_PATIENCE = 1_000  # milliseconds until the window shows that it waits for the keychain
# Without a usable keychain no key was ever saved, so loading does not report these errors. The user is told
# when a key is to be saved.
_NO_KEYCHAIN = frozenset({ErrorKind.KEYCHAIN_MISSING, ErrorKind.KEYCHAIN_UNSAFE})
# Errors of a balance request that concern the key. The user is told about these only.
_ABOUT_THE_KEY = frozenset({ErrorKind.KEY_MISSING, ErrorKind.KEY_REJECTED, ErrorKind.NOT_ALLOWED})


class Step(Enum):
    """The operation that is running."""

    IDLE = "idle"
    READING = "reading"  # reading the keychain at the start
    CHECKING = "checking"  # asking the service whether it accepts the key
    SAVING = "saving"  # writing to the keychain
    REMOVING = "removing"  # deleting from the keychain


class KeyController(QObject):
    """Changes `Credentials` as the user asks. Never blocks the GUI thread.

    One operation runs at a time; a new one replaces the running one. `attempt_failed` reports the failure of
    an operation that the user asked for, `failed` that of an automatic one.
    """

    changed = Signal()  # the key in use or its source has changed
    balance_changed = Signal(object)  # Balance or None, of the key in use
    balance_missed = Signal(object)  # AppError: the balance could not be read
    checked = Signal(object)  # Balance or None: the service accepts the key that was checked
    step_changed = Signal(object)  # Step
    waiting = Signal(bool)  # whether the keychain has kept the program waiting for a second (_PATIENCE)
    failed = Signal(object)  # AppError
    attempt_failed = Signal(object)  # AppError
    loaded = Signal()  # the search for a key at the start has ended, with or without a key

    def __init__(
        self,
        credentials: Credentials,
        store: SecretStore,
        account: Account,
        runner: TaskRunner,
        *,
        environment_key: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._credentials = credentials
        self._store = store
        self._account = account
        self._runner = runner
        self._environment_key = environment_key.strip()
        self._step = Step.IDLE
        self._task: Task[Any] | None = None
        self._balance: Balance | None = None
        self._keychain_name = ""
        self._load_error: AppError | None = None
        self._is_waiting = False
        self._is_loaded = False
        self._is_unread = False  # another operation has replaced the reading of the keychain
        self._patience = QTimer(self, singleShot=True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(lambda: self._set_waiting(True))
        self.loaded.connect(self._note_loaded)

    @property
    def engine(self) -> EngineRow:
        """The engine that the key belongs to."""
        return with_key()

    @property
    def source(self) -> KeySource:
        return self._credentials.source

    @property
    def has_key(self) -> bool:
        return self.source is not KeySource.NONE

    @property
    def ending(self) -> str:
        """The last four characters of the key in use. No more of the key is ever shown."""
        key = self._credentials.key
        return key[-4:] if len(key) >= 12 else ""

    @property
    def balance(self) -> Balance | None:
        """The account's balance when it was last read; None if it is not known."""
        return self._balance

    @property
    def keychain_name(self) -> str:
        """The system's name of its keychain; empty until the keychain has answered."""
        return self._keychain_name

    @property
    def step(self) -> Step:
        return self._step

    @property
    def is_loaded(self) -> bool:
        """Whether the search for a key at the start has ended, with or without a key."""
        return self._is_loaded

    @property
    def is_waiting(self) -> bool:
        """Whether the keychain has kept the program waiting for a second (_PATIENCE)."""
        return self._is_waiting

    @property
    def load_error(self) -> AppError | None:
        """Why the keychain could not be read at the start; None once a key is in use."""
        return self._load_error

    def _note_loaded(self) -> None:
        self._is_loaded = True

    def load(self) -> None:
        """Load the key at the start, from the environment or else from the keychain."""
        if self._environment_key:
            self._use(self._environment_key, KeySource.ENVIRONMENT)
            self.refresh_balance()
            self.loaded.emit()
            return
        self._run(
            Step.READING,
            lambda: (self._store.read(), self._store.name()),
            self._on_read,
            self._on_unread,
            Lane.KEYCHAIN,
        )

    def _on_read(self, found: tuple[str, str]) -> None:
        self._is_unread = False
        key, self._keychain_name = found
        if key:
            self._use(key, KeySource.KEYCHAIN)
            self.refresh_balance()
        self.loaded.emit()

    def _on_unread(self, error: AppError) -> None:
        self._is_unread = False
        self._load_error = error
        if error.kind in _NO_KEYCHAIN:
            log.info("There is no keychain to read: %s", error)
        else:
            self.failed.emit(error)
        self.loaded.emit()

    def check(self, key: str) -> None:
        """Ask the service, for free, whether it accepts `key`. The key is neither used nor saved."""
        self._check(key.strip(), lambda _: None)

    def save(self, key: str) -> None:
        """Check `key`, then save it in the keychain and use it."""
        key = key.strip()
        self._check(key, lambda balance: self._write(key, balance))

    def use_for_session(self, key: str) -> None:
        """Use `key` until the program closes, and check it. Nothing is written to disk."""
        self._use(key, KeySource.SESSION)
        self._check(key.strip(), lambda _: None)

    def remove(self) -> None:
        """Forget the key in use. Delete it from the keychain if it came from there."""
        if self.source is KeySource.KEYCHAIN:
            self._run(
                Step.REMOVING,
                self._store.remove,
                lambda _: self._use("", KeySource.NONE),
                self.attempt_failed.emit,
                Lane.KEYCHAIN,
            )
        else:
            self._drop_task()
            self._set_step(Step.IDLE)
            self._use("", KeySource.NONE)
            self._catch_up()

    def cancel(self) -> None:
        """Stop waiting for the operation that the user asked for.

        A call to the keychain cannot be cancelled. If it still succeeds, its result is applied, so that the
        window shows the truth. If it fails, the error is only logged.
        """
        if self._step is Step.CHECKING:
            self._drop_task()
        if self._step is not Step.READING:
            self._set_step(Step.IDLE)
            self._catch_up()

    def refresh_balance(self) -> None:
        """Read the account's balance. Report a refused key as a failure, but not a lost connection."""
        key = self._credentials.key
        if not key:
            return

        def arrived(balance: Balance | None) -> None:
            if key == self._credentials.key:
                self._set_balance(balance)

        def missed(error: AppError) -> None:
            if key == self._credentials.key and error.kind in _ABOUT_THE_KEY:
                self.failed.emit(error)
            else:
                log.info("The balance could not be asked for: %s", error.kind)
            self.balance_missed.emit(error)

        self._runner.run(lambda: self._account.balance(key), arrived, missed, lane=Lane.FILES, owner=self)

    def note_credits(self, remaining: float) -> None:
        """Set the balance to the remaining credits, in USD, that a reply of the service contained."""
        self._set_balance(Balance(remaining))

    def _check(self, key: str, then: Callable[[Balance | None], None]) -> None:
        def accepted(balance: Balance | None) -> None:
            if key == self._credentials.key:
                self._set_balance(balance)
            self.checked.emit(balance)
            then(balance)

        self._run(
            Step.CHECKING, lambda: self._account.balance(key), accepted, self.attempt_failed.emit, Lane.FILES
        )

    def _write(self, key: str, balance: Balance | None) -> None:
        def write() -> str:
            name = self._store.name()
            self._store.write(key)
            return name

        def written(name: str) -> None:
            self._keychain_name = name
            self._use(key, KeySource.KEYCHAIN)
            self._set_balance(balance)

        self._run(Step.SAVING, write, written, self.attempt_failed.emit, Lane.KEYCHAIN)

    def _run(
        self,
        step: Step,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None],
        lane: Lane,
    ) -> None:
        """Run an operation on a worker. It replaces the running one."""
        self._drop_task()
        self._set_step(step)

        def succeeded(result: T) -> None:
            self._set_step(Step.IDLE)
            done(result)
            self._catch_up()

        def broke(error: AppError) -> None:
            if self._step is Step.IDLE:  # cancelled while the keychain was working
                log.info("Failed after it was cancelled: %s", error.kind)
                return
            self._set_step(Step.IDLE)
            failed(error)
            self._catch_up()

        self._task = self._runner.run(call, succeeded, broke, lane=lane, owner=self)

    def _catch_up(self) -> None:
        """Finish the search for a key if another operation had replaced it and has ended.

        Emit `loaded` if there is a key now; otherwise read the keychain again.
        """
        if not self._is_unread or self._step is not Step.IDLE:
            return
        self._is_unread = False
        if self.has_key:
            self.loaded.emit()
        else:
            self.load()

    def _drop_task(self) -> None:
        self._is_unread = self._is_unread or self._step is Step.READING
        if self._task:
            self._task.cancel()
            self._task = None

    def _use(self, key: str, source: KeySource) -> None:
        self._credentials.set(key, source)
        self._load_error = None
        self._set_balance(None)
        self.changed.emit()

    def _set_balance(self, balance: Balance | None) -> None:
        self._balance = balance
        self.balance_changed.emit(balance)

    def _set_step(self, step: Step) -> None:
        self._step = step
        if step in (Step.READING, Step.SAVING, Step.REMOVING):
            self._patience.start()
        else:
            self._patience.stop()
            self._set_waiting(False)
        self.step_changed.emit(step)

    def _set_waiting(self, waiting: bool) -> None:
        if waiting is not self._is_waiting:
            self._is_waiting = waiting
            self.waiting.emit(waiting)
