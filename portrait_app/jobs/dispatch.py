"""Runs a job's next step on a worker, and passes the result to a callback."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Candidate
from portrait_app.core.errors import AppError
from portrait_app.core.job import Job
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.library import Library
from portrait_app.jobs.carry_out import Outcome, ask_again, carry_on, carry_out, settle_broken
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.finder import Finder, LookupResult
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.jobs.timing import Timing

Ended = Callable[[Outcome], None]
LookupDone = Callable[[LookupResult], None]
HasProbed = Callable[[str, AppError | None], None]


class Dispatch:
    """Starts the steps that the queue has chosen. All callbacks run on the GUI thread."""

    def __init__(
        self,
        engines: Mapping[str, Engine],
        library: Library,
        runner: TaskRunner,
        finder: Finder | None,
        timing: Timing,
        owner: QObject,
    ) -> None:
        self._engines = engines
        self._library = library
        self._runner = runner
        self._finder = finder
        self._timing = timing
        self._owner = owner
        self._probes: dict[str, Cancel] = {}  # running checks of reachability, by engine key

    def can_look(self, job: Job) -> bool:
        """Return whether the job can be looked up: its engine has a history, and there is a key."""
        return self._finder is not None and self._finder.can_look(job)

    def send(self, entry: JobEntry, ended: Ended) -> None:
        """Send a job's request."""
        handover = self._start(entry)
        engine = self._engines[entry.engine]
        failures = 0 if entry.may_fail_freely else entry.failures
        self._run(entry.job, partial(carry_out, engine, self._library, entry.job, handover, failures), ended)

    def ask(self, entry: JobEntry, ended: Ended) -> None:
        """Poll a job's ticket."""
        handover = self._start(entry)
        finder = self._finder
        recall = finder.recall if finder is not None and finder.has_history(entry.job) else None
        engine = self._engines[entry.engine]
        self._run(entry.job, partial(ask_again, engine, self._library, entry.job, handover, recall), ended)

    def finish(self, entry: JobEntry, ended: Ended) -> None:
        """Parse and store a job's reply, which has arrived already."""
        handover = self._start(entry)
        engine = self._engines[entry.engine]
        self._run(entry.job, partial(carry_on, engine, self._library, entry.job, handover, entry.held), ended)

    def look(self, entry: JobEntry, lookup_done: LookupDone, *, is_wanted: bool = True) -> None:
        """Look up a job in the service's history. If the user asks (`is_wanted`), it is read anew."""
        if self._finder is not None and self._finder.has_history(entry.job):
            handover = self._start(entry)
            look = partial(self._finder.look, entry.job, handover, is_wanted=is_wanted)
            self._run_look(entry.job, look, lookup_done)

    def take(self, entry: JobEntry, candidate: Candidate, lookup_done: LookupDone) -> None:
        """Fetch and store the candidate that the user chose as the job's picture."""
        if self._finder is not None:
            handover = self._start(entry)
            take = partial(self._finder.take, entry.job, candidate, handover)
            self._run_look(entry.job, take, lookup_done)

    def probe(self, key: str, has_probed: HasProbed) -> None:
        """Check whether an engine can be reached. Does nothing while such a check is running."""
        if key in self._probes:
            return
        cancel = self._probes[key] = Cancel()

        def ended(error: AppError | None) -> None:
            del self._probes[key]
            has_probed(key, error)

        reach = partial(self._engines[key].reach, cancel)
        self._runner.run(reach, ended, ended, lane=Lane.ENGINE, owner=self._owner)

    def close(self) -> None:
        for probe in self._probes.values():
            probe.cancel()

    def _start(self, entry: JobEntry) -> JobHandover:
        job_id = entry.job.id
        handover = JobHandover(
            partial(self._library.spool, job_id), partial(self._library.set_waiting, job_id)
        )
        entry.start(handover, self._timing.monotonic())
        return handover

    def _run(self, job: Job, work: Callable[[], Outcome], ended: Ended) -> None:
        self._runner.run(work, ended, partial(self._broke, job, ended), lane=Lane.ENGINE, owner=self._owner)

    def _run_look(self, job: Job, work: Callable[[], LookupResult], lookup_done: LookupDone) -> None:
        def broke(error: AppError) -> None:
            lookup_done(LookupResult(job, error=error))

        self._runner.run(work, lookup_done, broke, lane=Lane.ENGINE, owner=self._owner)

    def _broke(self, job: Job, ended: Ended, error: AppError) -> None:
        """Handle a bug in the program that ended the worker: read and correct the job's state on disk."""
        self._runner.run(
            partial(settle_broken, self._engines[job.request.engine], self._library, job, error),
            ended,
            lambda _unread: ended(Outcome(job, error=error)),
            owner=self._owner,
        )
