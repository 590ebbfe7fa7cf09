"""Watches whether the library's disk is there, and has the queue wait while it is not."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import Lane, TaskRunner

_OFTEN = 3000  # milliseconds between two looks


class LibraryWatch(QObject):
    """Looks regularly, and at once when a write has missed the library."""

    went = Signal()  # the library's disk is not there any more
    came = Signal()  # the library's disk is back
    failed = Signal(object)  # AppError: what has come back cannot be used

    def __init__(
        self,
        is_there: Callable[[], bool],
        queue: GenerationQueue,
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        often: int = _OFTEN,
    ) -> None:
        super().__init__(parent)
        self._ask = is_there
        self._queue = queue
        self._runner = runner
        self._is_there = True
        self._told: ErrorKind | None = None  # the failure that was reported last
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(often)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        queue.library_missed.connect(self._missed)

    @property
    def is_there(self) -> bool:
        """Whether the library's disk was there at the last look."""
        return self._is_there

    def look(self) -> None:
        """Look on a worker of its own: a network share may not answer for minutes."""
        self._timer.stop()
        self._runner.run(self._ask, self._on_looked, self._on_failed, lane=Lane.WATCH, owner=self)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _missed(self) -> None:
        self._on_looked(is_there=False)

    def _on_looked(self, is_there: bool) -> None:
        self._timer.start()
        if is_there == self._is_there:
            return
        self._is_there = is_there
        self._told = None
        if is_there:
            self._queue.library_came()
            self.came.emit()
        else:
            self._queue.library_went()
            self.went.emit()

    def _on_failed(self, error: AppError) -> None:
        self._on_looked(is_there=False)
        if error.kind is not self._told:
            self._told = error.kind
            self.failed.emit(error)
