"""Runs functions on worker threads, with callbacks on the GUI thread: the only way to use a worker."""

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
    """A thread pool with its own queue, so that slow work of one kind never delays another kind."""

    DATABASE = 1  # reads and writes of the library, in the order of the calls
    FILES = 2  # settings, drag-out copies, decoding of one large picture
    THUMBNAILS = 3  # one worker: with two, frames are late on a computer with two cores
    KEYCHAIN = 4  # may wait until the user unlocks the keychain
    ENGINE = 5  # jobs of all engines; the queue decides how many run
    SEARCH = 6  # whole results, which are slow; DATABASE reads the visible pictures meanwhile
    IMPORT = 7  # files to import, thousands at a time
    EXPORT = 8  # files to export, thousands at a time
    PREVIEW = 9  # the preview in the export dialog
    WATCH = 10  # whether the library's disk is there, which a network share may not say for minutes
    MODELS = 11  # which models an engine has: a server may not answer for seconds
    MODEL_FILES = 12  # models that are downloaded or converted, one after the other


_THREADS = {
    Lane.DATABASE: 1,
    Lane.FILES: 2,
    Lane.THUMBNAILS: 1,
    Lane.KEYCHAIN: 2,
    Lane.ENGINE: 64,
    Lane.SEARCH: 1,
    Lane.IMPORT: 1,
    Lane.EXPORT: 1,
    Lane.PREVIEW: 1,
    Lane.WATCH: 1,
    Lane.MODELS: 4,
    Lane.MODEL_FILES: 1,
}


class _Work:
    """The callable that a pool thread runs.

    It holds only plain data and a bound signal, so that a pool thread never destroys a QObject. It is not a
    QRunnable: PySide makes a QRunnable a child of its pool, so every task would stay in memory.
    """

    def __init__(self, number: int, call: Callable[[], object], finished: SignalInstance) -> None:
        self._number = number
        self._call = call
        self._finished = finished

    def __call__(self) -> None:
        call = self._call
        del self._call  # the GUI thread holds the last reference, so its objects are destroyed there
        result: object = None
        error: AppError | None = None
        try:
            result = call()
        except AppError as known:
            error = known.without_frames()
        except Exception as unknown:  # no error may disappear in a worker thread
            log.exception("Unexpected failure in a worker")
            error = AppError(ErrorKind.UNEXPECTED, "".join(traceback.format_exception(unknown)))
        del call
        self._finished.emit(self._number, result, error)


class Task(Generic[T]):
    """One running piece of work. `cancel` drops its callbacks; work that has not started never starts."""

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
        """Let the work finish without calling back."""
        self._is_awaited = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def deliver(self, result: T, error: AppError | None) -> None:
        """Call back on the GUI thread, unless the task is cancelled or the owner is destroyed."""
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
    """Runs functions on thread pools and delivers the results on the GUI thread.

    The signal `failed` reports errors for which the caller has given no handler, so no error is lost.
    """

    failed = Signal(object)  # AppError
    _finished = Signal(int, object, object)  # number, result, AppError or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._under_way: dict[int, tuple[Task[Any], Callable[[], object]]] = {}
        self._watching: set[int] = set()  # numbers of the work that only watches
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
        """Run `call` on a worker, then `done(result)` or `failed(error)` on the GUI thread.

        There is no callback after `owner` has been destroyed.
        """
        number = next(self._numbers)
        task = Task(self, owner or self, done, failed)

        def unless_cancelled() -> T | None:
            return None if task.cancelled else call()

        self._under_way[number] = (task, unless_cancelled)
        if lane is Lane.WATCH:
            self._watching.add(number)
        self._pools[lane].start(_Work(number, unless_cancelled, self._finished))
        return task

    def _on_finished(self, number: int, result: object, error: AppError | None) -> None:
        task, _call = self._under_way.pop(number)
        self._watching.discard(number)
        task.deliver(result, error)

    @property
    def busy(self) -> bool:
        """Whether any work has not delivered its result yet. What only watches does not count."""
        return len(self._under_way) > len(self._watching)

    def shut_down(self, milliseconds: int) -> bool:
        """Drop all callbacks and wait for running work. Return whether all of it ended in time."""
        for task, _call in self._under_way.values():
            task.drop_callbacks()
        deadline = QDeadlineTimer(milliseconds)
        return all(pool.waitForDone(deadline) for pool in self._pools.values())
