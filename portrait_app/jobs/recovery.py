"""Recovers the jobs of an earlier session: reads them and corrects their states."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.engines import Engine, QueuedEngine
from portrait_app.core.ports.library import Library
from portrait_app.jobs.runner import TaskRunner

log = logging.getLogger(__name__)


def take_stock(library: Library, engines: Mapping[str, Engine]) -> list[Job]:
    """Return the unfinished jobs, the jobs with an unknown outcome and the failed jobs.

    A job that was being sent when the program ended gets an unknown outcome. If its engine is free, it is
    queued again instead.
    """
    lost = AppError(ErrorKind.OUTCOME_UNKNOWN, "the program ended while the service was working")
    undecided = reversed(library.jobs_in((JobState.OUTCOME_UNKNOWN,)))
    jobs = [job for job in (*undecided, *library.failed_jobs()) if _can_run(job, engines)]
    for job in library.unfinished_jobs():
        if not _can_run(job, engines):
            continue
        if job.state is not JobState.SENDING:
            jobs.append(job)
        elif engines[job.request.engine].row.costs_money:
            jobs.append(library.set_job_state(job.id, JobState.OUTCOME_UNKNOWN, lost))
        else:
            jobs.append(library.set_job_state(job.id, JobState.QUEUED))
    return jobs


def _can_run(job: Job, engines: Mapping[str, Engine]) -> bool:
    """Return whether this version has the job's engine. A job of a newer version is left unchanged."""
    engine = engines.get(job.request.engine)
    is_polled = job.ticket is not None and job.state in (JobState.WAITING, JobState.OUTCOME_UNKNOWN)
    known = isinstance(engine, QueuedEngine) if is_polled else engine is not None
    if not known:
        log.info("Job %d waits for a version that knows %s", job.id, job.request.endpoint)
    return known


class JobRecovery:
    """Reads the jobs on a worker. Holds those that need an API key until the search for a key has ended."""

    def __init__(
        self,
        library: Library,
        engines: Mapping[str, Engine],
        runner: TaskRunner,
        take_up: Callable[[list[Job]], None],
        owner: QObject,
    ) -> None:
        self._library = library
        self._engines = engines
        self._runner = runner
        self._take_up = take_up
        self._owner = owner
        self._is_held = False
        self._kept_back: list[Job] = []

    def start(self, *, hold: bool) -> None:
        self._is_held = hold
        stock = partial(take_stock, self._library, self._engines)
        self._runner.run(stock, self._sort, owner=self._owner)

    def go_on(self) -> None:
        """Pass the held jobs on to the queue."""
        self._is_held = False
        left, self._kept_back = self._kept_back, []
        self._take_up(left)

    def _sort(self, jobs: list[Job]) -> None:
        keyed = {job.id for job in jobs if self._engines[job.request.engine].row.login is not None}
        self._kept_back = [job for job in jobs if job.id in keyed]
        self._take_up([job for job in jobs if job.id not in keyed])
        if not self._is_held:
            self.go_on()
