"""Holds paid jobs that came with a library from another computer or user, until the user confirms them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from portrait_app.core.engines import is_free
from portrait_app.core.job import JobState
from portrait_app.core.ports.library import Home
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.runner import TaskRunner


class JobsFromElsewhere(QObject):
    """Holds all paid engines until the user sends or cancels the foreign jobs, or none is left."""

    def __init__(
        self,
        queue: GenerationQueue,
        engines: Iterable[str],
        home: Home,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        """Hold the engines from now on. Create the object before the queue recovers jobs."""
        super().__init__(parent)
        self._queue = queue
        self._engines = [key for key in engines if not is_free(key)]
        self._home = home
        self._runner = runner
        self._is_holding = True
        self._were_seen = False  # the jobs are read from the library later, so the list is empty at first
        for engine in self._engines:
            queue.hold(engine, HoldReason.ELSEWHERE)
        queue.changed.connect(self._on_queue)

    @property
    def is_holding(self) -> bool:
        return self._is_holding

    @property
    def waiting(self) -> list[JobStatus]:
        """The jobs that would be sent, now or after a lookup in the service's history."""
        return [
            one
            for one in self._queue.statuses
            if one.job.request.engine in self._engines and (one.waits or _is_unknown(one))
        ]

    def send(self) -> None:
        """Send the jobs, and remember that this library may send from here."""
        self._is_holding = False
        self._runner.run(self._home.settle, owner=self)
        for engine in self._engines:
            self._queue.release(engine, HoldReason.ELSEWHERE)

    def cancel(self) -> None:
        """Cancel all foreign jobs, and release the engines for requests that the user makes here."""
        for one in self.waiting:
            drop = self._queue.jobs.dismiss if _is_unknown(one) else self._queue.jobs.cancel
            drop(one.job.id)
        if self._is_holding:  # removing the last job may have ended the hold already
            self.send()

    def _on_queue(self) -> None:
        """Release the engines when no foreign job is left, because the user has removed them."""
        if not self._is_holding:
            return
        if self.waiting:
            self._were_seen = True
        elif self._were_seen:
            self.send()


def _is_unknown(status: JobStatus) -> bool:
    """Return whether a job's outcome is unknown and it has no ticket to poll."""
    return status.job.state is JobState.OUTCOME_UNKNOWN and status.job.ticket is None
