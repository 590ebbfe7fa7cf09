"""Writes changes of the queue's jobs to the library, on a worker."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.library import Library
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import cancel
from portrait_app.jobs.runner import TaskRunner


class JobWrites:
    """Runs the library's writes on a worker. Callbacks run on the GUI thread."""

    def __init__(self, library: Library, runner: TaskRunner, owner: QObject) -> None:
        self._library = library
        self._runner = runner
        self._owner = owner

    def add(self, request: GenerationRequest, added: Callable[[Job], None]) -> None:
        self._runner.run(partial(self._library.add_job, request), added, owner=self._owner)

    def place(self, positions: Mapping[int, float]) -> None:
        """Store the new positions of jobs in the queue."""
        self._runner.run(partial(self._library.move_jobs, positions), owner=self._owner)

    def cancel(self, job_id: int) -> None:
        self._runner.run(partial(cancel, self._library, job_id), owner=self._owner)

    def dismiss(self, job_id: int) -> None:
        self._runner.run(partial(self._library.dismiss_job, job_id), owner=self._owner)

    def queue_again(
        self, job_id: int, queued: Callable[[Job], None], failed: Callable[[AppError], None]
    ) -> None:
        """Store the state *queued* for a job that is to be sent again."""
        write = partial(self._library.set_job_state, job_id, JobState.QUEUED)
        self._runner.run(write, queued, failed, owner=self._owner)
