"""Writes changes of the queue's jobs to the library, on a worker."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.library import Library
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import cancel
from portrait_app.jobs.queue_signals import QueueSignals
from portrait_app.jobs.runner import TaskRunner

T = TypeVar("T")


class JobWrites:
    """Runs the library's writes on a worker. Callbacks run on the GUI thread.

    Writes that fail because the library is not there are kept in memory, and written when it is back.
    """

    def __init__(self, library: Library, runner: TaskRunner, news: QueueSignals, owner: QObject) -> None:
        self._library = library
        self._runner = runner
        self._owner = owner
        self._kept: list[Callable[[], None]] = []
        self._news = news

    @property
    def kept(self) -> int:
        """The number of writes that wait for the library to come back."""
        return len(self._kept)

    def write_kept(self) -> None:
        """Write what was kept, in its order, because the library is back."""
        kept, self._kept = self._kept, []
        for write in kept:
            write()

    def add(self, request: GenerationRequest, added: Callable[[Job], None]) -> None:
        self._write(partial(self._library.add_job, request), added)

    def place(self, positions: Mapping[int, float]) -> None:
        """Store the new positions of jobs in the queue."""
        self._write(partial(self._library.move_jobs, positions))

    def cancel(self, job_id: int) -> None:
        self._write(partial(cancel, self._library, job_id))

    def dismiss(self, job_id: int) -> None:
        self._write(partial(self._library.dismiss_job, job_id))

    def queue_again(
        self, job_id: int, queued: Callable[[Job], None], failed: Callable[[AppError], None]
    ) -> None:
        """Store the state *queued* for a job that is to be sent again."""
        self._write(partial(self._library.set_job_state, job_id, JobState.QUEUED), queued, failed)

    def _write(
        self,
        write: Callable[[], T],
        written: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        def refused(error: AppError) -> None:
            if error.kind is ErrorKind.LIBRARY_ABSENT:
                self._kept.append(run)
                self._news.library_missed.emit()
            elif failed is not None:
                failed(error)
            else:
                self._runner.failed.emit(error)

        def run() -> None:
            self._runner.run(write, written, refused, owner=self._owner)

        run()
