"""The only door to a thread: plain work goes in, callbacks come back on the GUI thread."""

import itertools
import logging
import traceback
from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThreadPool, Signal, SignalInstance
from shiboken6 import isValid

from portrait_app.core.errors import AppError, ErrorKind

log = logging.getLogger(__name__)
T = TypeVar("T")


class Lane(Enum):
    """A queue of its own, so that slow work of one kind never holds up another."""

    DATABASE = 1  # reads and writes of the library, in the order asked for
    FILES = 2  # settings, drag-out copies, decoding of one large picture
    THUMBNAILS = 3  # one worker: two make frames late on two cores
    KEYCHAIN = 4  # may wait for a person to unlock it
    ENGINE = 5  # jobs; the queue decides how many
    SEARCH = 6  # whole results, which take a while: what is on the screen is read meanwhile
    IMPORT = 7  # files that are brought in, thousands at a time
    EXPORT = 8  # files that leave, likewise
    PREVIEW = 9  # what an export would make, while a person still decides


_THREADS = {
    Lane.DATABASE: 1,
    Lane.FILES: 2,
    Lane.THUMBNAILS: 1,
    Lane.KEYCHAIN: 2,
    Lane.ENGINE: 32,
    Lane.SEARCH: 1,
    Lane.IMPORT: 1,
    Lane.EXPORT: 1,
    Lane.PREVIEW: 1,
}


class _Work:
    """What a worker calls: plain data and a bound signal, so that no pool thread ever destroys a QObject.

    Not a QRunnable: PySide makes one a child of its pool, and every task would stay as long as that.
    """

    def __init__(self, number: int, call: Callable[[], object], finished: SignalInstance) -> None:
        self._number = number
        self._call = call
        self._finished = finished

    def __call__(self) -> None:
        call = self._call
        del self._call  # what it holds is let go of where the result arrives
        result: object = None
        error: AppError | None = None
        try:
            result = call()
        except AppError as known:
            error = known
        except Exception as unknown:  # the thread door: nothing may vanish in a thread
            log.exception("Unexpected failure in a worker")
            error = AppError(ErrorKind.UNEXPECTED, "".join(traceback.format_exception(unknown)))
        del call
        self._finished.emit(self._number, result, error)


class Task(Generic[T]):
    """One piece of work under way. `cancel` drops its callbacks; work not yet started never starts."""

    def __init__(
        self,
        runner: "TaskRunner",
        owner: QObject,
        done: Callable[[T], None] | None,
        failed: Callable[[AppError], None] | None,
    ) -> None:
        self._runner = runner
        self._owner = owner
        self._done = done
        self._failed = failed
        self._cancelled = False
        self._is_awaited = True

    def cancel(self) -> None:
        self._cancelled = True

    def drop_callbacks(self) -> None:
        """Let the work be done, with nobody waiting for it any more."""
        self._is_awaited = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def deliver(self, result: T, error: AppError | None) -> None:
        """Call back, on the GUI thread, unless cancelled or the owner is gone."""
        if self._cancelled or not self._is_awaited or not isValid(self._owner):
            return
        if error is None:
            if self._done:
                self._done(result)
        elif self._failed:
            self._failed(error)
        else:
            self._runner.failed.emit(error)


class TaskRunner(QObject):
    """Runs work on thread pools and brings results back to the GUI thread.

    An error that the caller gave no handler for is emitted by `failed`: none is ever silent.
    """

    failed = Signal(object)  # AppError
    _finished = Signal(int, object, object)  # number, result, AppError or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._under_way: dict[int, tuple[Task[Any], Callable[[], object]]] = {}
        self._pools: dict[Lane, QThreadPool] = {}
        for lane, threads in _THREADS.items():
            pool = QThreadPool(self)
            pool.setObjectName(lane.name.lower())
            pool.setMaxThreadCount(threads)
            self._pools[lane] = pool
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
        *,
        lane: Lane = Lane.DATABASE,
        owner: QObject | None = None,
    ) -> Task[T]:
        """Run `call` on a worker; then `done(result)` or `failed(error)` on the GUI thread.

        Nothing is called back once `owner` has been destroyed.
        """
        number = next(self._numbers)
        task = Task(self, owner or self, done, failed)

        def unless_cancelled() -> T | None:
            return None if task.cancelled else call()

        self._under_way[number] = (task, unless_cancelled)
        self._pools[lane].start(_Work(number, unless_cancelled, self._finished))
        return task

    def _on_finished(self, number: int, result: object, error: AppError | None) -> None:
        task, _call = self._under_way.pop(number)
        task.deliver(result, error)

    @property
    def busy(self) -> bool:
        """Whether any result is still to come."""
        return bool(self._under_way)

    def shut_down(self, milliseconds: int) -> bool:
        """Drop all callbacks, let what was asked for finish, and say whether it did in time."""
        for task, _call in self._under_way.values():
            task.drop_callbacks()
        deadline = QDeadlineTimer(milliseconds)
        return all(pool.waitForDone(deadline) for pool in self._pools.values())
