"""The queue: which jobs wait, which run, which need a person."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.delivery import Candidate, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports import Engine, Library, QueuedEngine
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome, ask_again, cancel, carry_on, carry_out, settle_broken
from portrait_app.jobs.finder import Finder, Looked, is_lost, unknown_again
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.runner import Lane, TaskRunner

log = logging.getLogger(__name__)
_TICK = 250  # milliseconds between two looks at the progress of running jobs


@dataclass(slots=True)
class _Entry:
    """A job in the queue, on the GUI thread."""

    job: Job
    handover: JobHandover | None = None  # while it runs
    started: float = 0.0
    error: AppError | None = None
    held: RawReply | None = None
    settling: bool = False  # its next state is being written: nothing is done with it meanwhile

    @property
    def waits(self) -> bool:
        return self.handover is None and self.error is None

    @property
    def is_unsent(self) -> bool:
        return self.waits and self.job.ticket is None

    @property
    def is_safe(self) -> bool:
        """Whether it is with the service, and goes on at the next start whatever happens here."""
        return is_lost(self.job) or (self.handover is not None and self.handover.ticket_stored)

    @property
    def needs_you(self) -> bool:
        return self.error is not None and not self.settling

    @property
    def status(self) -> JobStatus:
        if self.handover is None:
            return JobStatus(self.job, error=self.error, unstored=self.held is not None)
        elapsed = time.monotonic() - self.started
        return JobStatus(self.job, elapsed, self.handover.fraction, running=True)


class GenerationQueue(QObject):
    """Runs jobs on workers, a few at a time, each stored before it is sent."""

    changed = Signal()  # statuses are different
    delivered = Signal(object)  # Outcome with pictures
    failed = Signal(object)  # Outcome with an error; the job then needs a person
    looked = Signal(object)  # Looked: what came of looking for a job whose outcome is unknown
    settled = Signal(int)  # id of a job that needed a person and no longer does
    paused = Signal(bool)  # a person paused the queue, or had it go on

    def __init__(
        self,
        engines: Mapping[str, Engine],
        library: Library,
        runner: TaskRunner,
        concurrency: Callable[[], int],
        finder: Finder | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engines = engines
        self._library = library
        self._runner = runner
        self._concurrency = concurrency
        self._finder = finder
        self._unlooked: set[int] = set()  # outcomes of a former session that nobody has looked for yet
        self._entries: dict[int, _Entry] = {}  # oldest first
        self._abandoned: dict[int, JobHandover] = {}  # cancelled, but the service may still answer
        self._left: list[Job] = []  # by a former session, while they are held
        self._is_held = False
        self._is_paused = False
        self._holds: dict[tuple[str, HoldReason], Hold] = {}
        self._closing = False
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self.changed)

    @property
    def statuses(self) -> list[JobStatus]:
        """Every job that runs, waits or needs a person, oldest first."""
        return [entry.status for entry in self._entries.values()]

    @property
    def running(self) -> int:
        return sum(entry.handover is not None for entry in self._entries.values())

    @property
    def waiting(self) -> int:
        """How many jobs have not been sent."""
        return sum(entry.is_unsent for entry in self._entries.values())

    @property
    def at_risk(self) -> int:
        """How many jobs run that would be cut off if the program ended."""
        return sum(entry.handover is not None and not entry.is_safe for entry in self._entries.values())

    @property
    def running_costs_money(self) -> bool:
        """Whether a job that runs now will be billed, and would be cut off if the program ended."""
        return any(
            entry.handover is not None and not entry.is_safe and self.costs_money(entry.job)
            for entry in self._entries.values()
        )

    @property
    def unstored(self) -> int:
        """How many replies that were paid for are in memory only. They end with the program."""
        return sum(entry.held is not None for entry in self._entries.values())

    def costs_money(self, job: Job) -> bool:
        return self._engine(job).costs_money

    def _engine(self, job: Job) -> Engine:
        return self._engines[job.request.engine]

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def holds(self) -> list[Hold]:
        """Why jobs that wait do not start, now."""
        return [Hold(HoldReason.PAUSED)] * self._is_paused + list(self._holds.values())

    def pause(self) -> None:
        """Start nothing new until `resume`. What was sent goes on."""
        self._is_paused = True
        self.paused.emit(True)
        self.pump()

    def resume(self) -> None:
        self._is_paused = False
        self.paused.emit(False)
        self.pump()

    def hold(self, engine: str, reason: HoldReason) -> None:
        """Send nothing more to an engine until that is released for the same reason."""
        self._holds[engine, reason] = Hold(reason, engine)
        self.pump()

    def release(self, engine: str, reason: HoldReason) -> None:
        self._holds.pop((engine, reason), None)
        self.pump()

    def skip_wait(self, job_id: int) -> None:
        """Try a job now that would be tried later by itself: its countdown, or its engine's pause, ends."""
        self.pump()

    def move(self, job_ids: Sequence[int], before: int | None = None) -> None:
        """Put jobs that wait, in the order given, before another that waits; to the end without one."""
        moved = [job_id for job_id in job_ids if job_id in self._entries]
        order = [job_id for job_id in self._entries if job_id not in moved]
        at = order.index(before) if before in order else len(order)
        order[at:at] = moved
        self._entries = {job_id: self._entries[job_id] for job_id in order}
        self.changed.emit()

    def run_next(self, job_id: int) -> None:
        """Put a job that waits before all others that do."""
        first = next((other for other, entry in self._entries.items() if entry.is_unsent), None)
        if first != job_id:
            self.move([job_id], first)

    def retry_failed(self) -> None:
        """Try everything again that failed, but not what may have been paid for."""
        for job_id, entry in list(self._entries.items()):
            if not is_lost(entry.job):
                self.retry(job_id)

    def submit(self, request: GenerationRequest) -> None:
        """Store a job for `request`, then run it as soon as there is room."""
        self._runner.run(partial(self._library.add_job, request), self._enqueue, owner=self)

    def recover(self, *, hold: bool = False) -> None:
        """Take up what a former session left: spooled replies, what waits at a service, what is unsent.

        To be called before anything is submitted. With `hold`, nothing is started before `go_on`.
        """
        self._is_held = hold
        self._runner.run(self._unfinished, self._note_left, owner=self)

    def go_on(self) -> None:
        """Start what was held: it is known whether there is a key, without which no service answers."""
        self._is_held = False
        left, self._left = self._left, []
        self._take_up(left)

    def _note_left(self, jobs: list[Job]) -> None:
        self._left = jobs
        if not self._is_held:
            self.go_on()

    def cancel(self, job_id: int) -> None:
        """Stop waiting for a job. One that was sent is kept all the same if it still arrives."""
        entry = self._entries.get(job_id)
        if entry is None:
            return
        if entry.handover is not None and is_lost(entry.job):
            entry.handover.abort()  # just the looking ends
            return
        del self._entries[job_id]
        if entry.handover is not None:
            self._abandoned[job_id] = entry.handover
            if not self.costs_money(entry.job):
                entry.handover.abort()
        self._runner.run(partial(cancel, self._library, job_id), owner=self)
        self.pump()

    def cancel_waiting(self) -> None:
        """Cancel every job that has not been sent."""
        for job_id in [job_id for job_id, entry in self._entries.items() if entry.is_unsent]:
            self.cancel(job_id)

    def cancel_free(self) -> None:
        """Cancel every job that has not been sent, and what runs without costing money."""
        for job_id, entry in list(self._entries.items()):
            if entry.is_unsent or (entry.handover is not None and not self.costs_money(entry.job)):
                self.cancel(job_id)

    def dismiss(self, job_id: int) -> None:
        """Stop showing a job that failed; not one whose reply is nowhere but here."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you or entry.held is not None:
            return
        del self._entries[job_id]
        if entry.job.state is JobState.OUTCOME_UNKNOWN:
            self._runner.run(partial(cancel, self._library, job_id), owner=self)
        self.settled.emit(job_id)
        self.changed.emit()

    def retry(self, job_id: int) -> None:
        """Try a job again: from its reply where that is here, by its ticket, else by sending it anew."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you:
            return
        self.settled.emit(job_id)
        if entry.held is not None or entry.job.state is JobState.RECEIVED:
            self._finish(entry)
            self.changed.emit()
        elif entry.job.state is JobState.QUEUED or _is_asked_for(entry.job):
            entry.error = None
            self.pump()
        else:
            self._requeue(entry)

    def look(self, job_id: int) -> None:
        """Look for a job whose outcome is unknown in the service's history; `looked` says what came of it."""
        entry = self._entries.get(job_id)
        if self._finder is not None and entry is not None and entry.needs_you and is_lost(entry.job):
            handover = self._handover(entry.job)
            self._start_looking(entry, handover, partial(self._finder.look, entry.job, handover))

    def take(self, job_id: int, candidate: Candidate) -> None:
        """Bring in what a person says is the picture of a job whose outcome is unknown."""
        entry = self._entries.get(job_id)
        if self._finder is not None and entry is not None and entry.needs_you and is_lost(entry.job):
            handover = self._handover(entry.job)
            self._start_looking(entry, handover, partial(self._finder.take, entry.job, candidate, handover))

    def look_by_itself(self) -> None:
        """Look, once and as soon as there is a key, for what a former session left unknown."""
        if self._finder is None or not self._finder.has_key:
            return
        for job_id in sorted(self._unlooked & self._entries.keys()):
            if is_lost(self._entries[job_id].job):
                self.look(job_id)
            else:
                self.retry(job_id)
        self._unlooked.clear()

    def _requeue(self, entry: _Entry) -> None:
        """Queue a failed job anew, once: a second click before that is written must not send it twice."""

        def stays(error: AppError) -> None:
            entry.settling = False
            entry.error = error
            self.failed.emit(Outcome(entry.job, error=error))

        entry.settling = True
        write = partial(self._library.set_job_state, entry.job.id, JobState.QUEUED)
        self._runner.run(write, self._enqueue, stays, owner=self)

    def close(self) -> None:
        """Start nothing more and have engines give up, so that the program can end."""
        self._closing = True
        self._timer.stop()
        for entry in self._entries.values():
            if entry.handover is not None:
                entry.handover.abort()
        for handover in self._abandoned.values():
            handover.abort()

    def _unfinished(self) -> list[Job]:
        """On a worker: put every job of a former session into its right state."""
        lost = AppError(ErrorKind.OUTCOME_UNKNOWN, "the program ended while the service was working")
        undecided = reversed(self._library.jobs_in((JobState.OUTCOME_UNKNOWN,)))
        jobs = [job for job in undecided if self._can_run(job)]
        for job in filter(self._can_run, self._library.unfinished_jobs()):
            if job.state is not JobState.SENDING:
                jobs.append(job)
            elif self.costs_money(job):
                jobs.append(self._library.set_job_state(job.id, JobState.OUTCOME_UNKNOWN, lost))
            else:
                jobs.append(self._library.set_job_state(job.id, JobState.QUEUED))
        return jobs

    def _can_run(self, job: Job) -> bool:
        """Say whether there is an engine for a stored job; one of a newer version stays as it is."""
        engine = self._engines.get(job.request.engine)
        known = isinstance(engine, QueuedEngine) if _is_asked_for(job) else engine is not None
        if not known:
            log.info("Job %d waits for a version that knows %s", job.id, job.request.endpoint)
        return known

    def _take_up(self, jobs: list[Job]) -> None:
        for job in jobs:
            entry = self._entries.setdefault(job.id, _Entry(job))
            if job.state is JobState.RECEIVED:
                self._finish(entry)
            elif job.state is JobState.OUTCOME_UNKNOWN:
                entry.error = unknown_again(job)
                self._unlooked.add(job.id)
        self.look_by_itself()
        self.pump()

    def _enqueue(self, job: Job) -> None:
        self._entries.pop(job.id, None)  # a retried job goes to the end
        self._entries[job.id] = _Entry(job)
        self.pump()

    def pump(self) -> None:
        """Start waiting jobs while there is room; to be called when the concurrency has changed."""
        for entry in list(self._entries.values()):
            if self._closing or self.running >= self._concurrency():
                break
            if entry.waits and not (entry.is_unsent and self._is_kept_waiting(entry)):
                self._send(entry)
        if self.running and not self._closing:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    def _is_kept_waiting(self, entry: _Entry) -> bool:
        engine = entry.job.request.engine
        return self._is_paused or any(hold.engine == engine for hold in self._holds.values())

    def _send(self, entry: _Entry) -> None:
        handover = self._handover(entry.job)
        act = ask_again if _is_asked_for(entry.job) else carry_out
        self._start(
            entry, handover, partial(act, self._engine(entry.job), self._library, entry.job, handover)
        )

    def _finish(self, entry: _Entry) -> None:
        self._start(
            entry,
            self._handover(entry.job),
            partial(carry_on, self._engine(entry.job), self._library, entry.job, entry.held),
        )

    def _handover(self, job: Job) -> JobHandover:
        return JobHandover(partial(self._library.spool, job.id), partial(self._library.set_waiting, job.id))

    def _start(self, entry: _Entry, handover: JobHandover, work: Callable[[], Outcome]) -> None:
        _note_start(entry, handover)
        self._runner.run(work, self._ended, partial(self._broke, entry.job), lane=Lane.ENGINE, owner=self)

    def _start_looking(self, entry: _Entry, handover: JobHandover, work: Callable[[], Looked]) -> None:
        _note_start(entry, handover)

        def broke(error: AppError) -> None:
            self._has_looked(Looked(entry.job, error=error))

        self._runner.run(work, self._has_looked, broke, lane=Lane.ENGINE, owner=self)
        self.pump()

    def _has_looked(self, looked: Looked) -> None:
        if looked.outcome is not None:
            self.settled.emit(looked.job.id)
            self._ended(looked.outcome)
        elif (entry := self._entries.get(looked.job.id)) is not None:
            entry.handover = None
            entry.error = unknown_again(entry.job)
            self.pump()
        self.looked.emit(looked)

    def _ended(self, outcome: Outcome) -> None:
        job_id = outcome.job.id
        was_abandoned = self._abandoned.pop(job_id, None) is not None
        entry = self._entries.pop(job_id, None)
        if outcome.error is None:
            self.delivered.emit(outcome)
        elif outcome.held is not None or not (was_abandoned or outcome.error.kind is ErrorKind.CANCELLED):
            entry = entry or _Entry(outcome.job)
            self._entries[job_id] = replace(
                entry, job=outcome.job, handover=None, error=outcome.error, held=outcome.held
            )
            self.failed.emit(outcome)
        self.pump()

    def _broke(self, job: Job, error: AppError) -> None:
        """A mistake of ours ended the worker: find out on the disk what became of the request."""
        self._runner.run(
            partial(settle_broken, self._engine(job), self._library, job, error),
            self._ended,
            lambda _unread: self._ended(Outcome(job, error=error)),
            owner=self,
        )


def _note_start(entry: _Entry, handover: JobHandover) -> None:
    entry.error = None
    entry.handover = handover
    entry.started = time.monotonic()


def _is_asked_for(job: Job) -> bool:
    """Say whether what comes next for a job is to ask for its ticket: it is never sent then."""
    return job.ticket is not None and job.state in (JobState.WAITING, JobState.OUTCOME_UNKNOWN)
