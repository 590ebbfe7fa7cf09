"""Jobs that came with a library from another computer or person: they cost money, and wait for a word."""

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
    """Holds every engine that costs money until a person has the jobs sent, or there are none any more."""

    def __init__(
        self,
        queue: GenerationQueue,
        engines: Iterable[str],
        home: Home,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        """Hold them from now on, before any job is recovered."""
        super().__init__(parent)
        self._queue = queue
        self._engines = [key for key in engines if not is_free(key)]
        self._home = home
        self._runner = runner
        self._is_holding = True
        self._were_seen = False  # they are read from the library only after this began
        for engine in self._engines:
            queue.hold(engine, HoldReason.ELSEWHERE)
        queue.changed.connect(self._on_queue)

    @property
    def is_holding(self) -> bool:
        return self._is_holding

    @property
    def waiting(self) -> list[JobStatus]:
        """What would be sent, now or after the service's history has been asked."""
        return [
            one
            for one in self._queue.statuses
            if one.job.request.engine in self._engines and (one.waits or _is_unknown(one))
        ]

    def send(self) -> None:
        """Have them sent; the library is at home here from now on."""
        self._is_holding = False
        self._runner.run(self._home.settle, owner=self)
        for engine in self._engines:
            self._queue.release(engine, HoldReason.ELSEWHERE)

    def cancel(self) -> None:
        """Have none of them sent, and whatever is ordered here from now on."""
        for one in self.waiting:
            drop = self._queue.jobs.dismiss if _is_unknown(one) else self._queue.jobs.cancel
            drop(one.job.id)
        if self._is_holding:  # which ended by itself where none is left
            self.send()

    def _on_queue(self) -> None:
        """Let go when none is left: a person called them off, or forgot them."""
        if not self._is_holding:
            return
        if self.waiting:
            self._were_seen = True
        elif self._were_seen:
            self.send()


def _is_unknown(status: JobStatus) -> bool:
    """Say whether a job was sent elsewhere, and nobody knows what became of it."""
    return status.job.state is JobState.OUTCOME_UNKNOWN and status.job.ticket is None
