"""The queue: which jobs wait, which run, which need a person."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.delivery import Candidate
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import NEEDS_YOU, Job, JobState
from portrait_app.core.ports import Engine, Library
from portrait_app.core.request import GenerationRequest
from portrait_app.core.retry import PRO_PLAN
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.carry_out import Outcome, cancel
from portrait_app.jobs.dispatch import Dispatch
from portrait_app.jobs.entries import Entries, Entry
from portrait_app.jobs.finder import Finder, Looked, is_lost, lost_again
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.looks import look_again, look_later
from portrait_app.jobs.recovery import Recovery
from portrait_app.jobs.retries import try_later
from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.timing import Timing

_TICK = 250  # milliseconds between two looks at the progress of running jobs
_COUNTDOWN = 1000  # milliseconds between two looks at what is waited for


class GenerationQueue(QObject):
    """Runs jobs on workers, a few at a time, each stored before it is sent."""

    changed = Signal()  # statuses or holds are different
    delivered = Signal(object)  # Outcome with pictures
    failed = Signal(object)  # Outcome with an error; the job then needs a person
    looked = Signal(object)  # Looked: what came of looking for a job that is lost
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
        *,
        per_minute: Callable[[], int] = lambda: PRO_PLAN,
        timing: Timing | None = None,
    ) -> None:
        """Settings are asked for each time; `per_minute` limits requests that cost money."""
        super().__init__(parent)
        self._engines = engines
        self._library = library
        self._runner = runner
        self._concurrency = concurrency
        self._timing = timing or Timing()
        self._dispatch = Dispatch(engines, library, runner, finder, self._timing, self)
        self._admission = Admission(engines, per_minute, self._timing)
        self._entries = Entries()
        self._abandoned: dict[int, Entry] = {}  # cancelled, but the service may still answer
        self._recovery = Recovery(library, engines, runner, self._take_up, self)
        self._closing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.pump)

    @property
    def statuses(self) -> list[JobStatus]:
        """Every job that runs, waits or needs a person, in the queue's order."""
        now = self._timing.monotonic()
        return [entry.status(now) for entry in self._entries]

    @property
    def holds(self) -> list[Hold]:
        """Why jobs that wait do not start, now."""
        return self._admission.holds(self._entries.wanted, self._entries.unsent)

    @property
    def is_paused(self) -> bool:
        return self._admission.is_paused

    @property
    def running(self) -> int:
        return sum(entry.handover is not None for entry in self._entries)

    @property
    def waiting(self) -> int:
        """How many jobs have not been sent."""
        return sum(entry.is_unsent for entry in self._entries)

    @property
    def at_risk(self) -> int:
        """How many jobs run that would be cut off if the program ended."""
        return len(self._entries.at_risk)

    @property
    def running_costs_money(self) -> bool:
        """Whether a job that runs now will be billed, and would be cut off if the program ended."""
        return any(self.costs_money(entry.job) for entry in self._entries.at_risk)

    @property
    def unstored(self) -> int:
        """How many replies that were paid for are in memory only. They end with the program."""
        return sum(entry.held is not None for entry in self._entries)

    def costs_money(self, job: Job) -> bool:
        return self._engines[job.request.engine].costs_money

    # What a person wants

    def submit(self, request: GenerationRequest) -> None:
        """Store a job for `request`, then run it as soon as there is room."""
        self._runner.run(partial(self._library.add_job, request), self._enqueue, owner=self)

    def pause(self) -> None:
        """Send nothing new until `resume`. What was sent goes on."""
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def _set_paused(self, paused: bool) -> None:
        self._admission.is_paused = paused
        self.paused.emit(paused)
        self.pump()

    def hold(self, engine: str, reason: HoldReason) -> None:
        """Send nothing more to an engine that costs money, until that is released for the same reason."""
        self._admission.hold(engine, reason)
        self.pump()

    def release(self, engine: str, reason: HoldReason) -> None:
        self._admission.release(engine, reason)
        self.pump()

    def skip_wait(self, job_id: int) -> None:
        """Try a job now that would be tried later by itself: no countdown, no pace, no rate limit's pause."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.is_idle:
            return
        entry.at_once = True
        entry.due = None if entry.error is None else self._timing.monotonic()
        self._admission.skip(entry)
        self.pump()

    def move(self, job_ids: Sequence[int], before: int | None = None) -> None:
        """Put jobs that wait, in the order given, before another; to the end without one."""
        positions = self._entries.move(job_ids, before)
        if positions:
            self._runner.run(partial(self._library.move_jobs, positions), owner=self)
            self.pump()

    def run_next(self, job_id: int) -> None:
        """Put a job that waits before all others that do."""
        first = next((entry.job.id for entry in self._entries if entry.is_unsent), job_id)
        if first != job_id:
            self.move([job_id], first)

    def cancel(self, job_id: int) -> None:
        """Stop waiting for a job. One that was sent is kept all the same if it still arrives."""
        entry = self._entries.get(job_id)
        if entry is None:
            return
        if entry.handover is not None and is_lost(entry.job):
            entry.handover.abort()  # just the looking ends
            return
        if entry.handover is None and entry.job.state is JobState.RECEIVED:
            entry.leave_to_a_person()  # it is paid for and here: only the trying again ends
            self.changed.emit()
            return
        self._entries.pop(job_id)
        if entry.handover is not None:
            self._abandoned[job_id] = entry
            if not self.costs_money(entry.job):
                entry.handover.abort()
        self._runner.run(partial(cancel, self._library, job_id), owner=self)
        self.pump()

    def cancel_waiting(self) -> None:
        """Cancel every job that has not been sent."""
        for entry in self._entries:
            if entry.is_unsent:
                self.cancel(entry.job.id)

    def cancel_free(self) -> None:
        """Cancel every job that has not been sent, and what runs without costing money."""
        for entry in self._entries:
            if entry.is_unsent or (entry.handover is not None and not self.costs_money(entry.job)):
                self.cancel(entry.job.id)

    def dismiss(self, job_id: int) -> None:
        """Stop showing a job that failed; not one whose reply is nowhere but here."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you or entry.held is not None:
            return
        self._entries.pop(job_id)
        if entry.job.state is JobState.FAILED:
            self._runner.run(partial(self._library.dismiss_job, job_id), owner=self)
        elif entry.job.state is not JobState.RECEIVED:  # queued on disk, the next start would send it
            self._runner.run(partial(cancel, self._library, job_id), owner=self)
        self.settled.emit(job_id)
        self.changed.emit()

    def retry(self, job_id: int) -> None:
        """Try a job again: from its reply where that is here, by its ticket, else by sending it anew."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you:
            return
        self.settled.emit(job_id)
        entry.failures = 0
        if entry.held is not None or entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._ended)
            self.changed.emit()
        elif entry.job.state is JobState.QUEUED or entry.is_asked_for:
            entry.error = entry.due = None
            self.pump()
        else:
            self._requeue(entry)

    def retry_failed(self) -> None:
        """Try everything again that failed, but what may have been paid for only where that sends nothing."""
        for entry in self._entries:
            if not (is_lost(entry.job) or entry.status(0).may_cost_twice):
                self.retry(entry.job.id)

    def look(self, job_id: int) -> None:
        """Look for a job that is lost in the service's history; `looked` says what came of it."""
        entry = self._entries.get(job_id)
        if entry is not None and entry.needs_you and is_lost(entry.job):
            self._dispatch.look(entry, self._has_looked)
            self.pump()

    def take(self, job_id: int, candidate: Candidate) -> None:
        """Bring in what a person says is the picture of a job that is lost."""
        entry = self._entries.get(job_id)
        if entry is not None and entry.needs_you and is_lost(entry.job):
            self._dispatch.take(entry, candidate, self._has_looked)
            self.pump()

    def _requeue(self, entry: Entry) -> None:
        """Queue a failed job anew, once: a second click before that is written must not send it twice."""

        def queued(job: Job) -> None:
            if self._entries.get(job.id) is entry:  # and not cancelled meanwhile
                self._enqueue(job)

        def stays(error: AppError) -> None:
            entry.settling = False
            entry.error = error
            self.failed.emit(Outcome(entry.job, error=error))

        entry.settling = True
        write = partial(self._library.set_job_state, entry.job.id, JobState.QUEUED)
        self._runner.run(write, queued, stays, owner=self)

    # Start and end of a session

    def recover(self, *, hold: bool = False) -> None:
        """Take up what a former session left: spooled replies, what waits at a service, what is unsent.

        To be called before anything is submitted. With `hold`, what needs a key waits for `go_on`.
        """
        self._recovery.start(hold=hold)

    def go_on(self) -> None:
        """Start what was held: it is known whether there is a key, without which no service answers."""
        self._recovery.go_on()

    def _take_up(self, jobs: list[Job]) -> None:
        for job in jobs:
            entry = self._entries.get(job.id) or self._entries.put(Entry(job))
            self._admission.recall(entry)
            if job.state is JobState.RECEIVED:
                self._dispatch.finish(entry, self._ended)
            elif job.state in NEEDS_YOU:
                entry.error = lost_again(job)
                entry.due = self._timing.monotonic() if entry.is_sought else None
        self.pump()

    def close(self) -> None:
        """Start nothing more and have engines give up, so that the program can end."""
        self._closing = True
        self._timer.stop()
        self._dispatch.close()
        for entry in (*self._entries, *self._abandoned.values()):
            if entry.handover is not None:
                entry.handover.abort()

    # What happens by itself

    def pump(self) -> None:
        """Start what may start now; to be called when a setting has changed, or the key."""
        if self._closing:
            return
        now = self._timing.monotonic()
        self._admission.settle(self._entries.unknown)
        for entry in (*self._entries, *self._abandoned.values()):
            self._admission.look_at(entry)
        for entry in self._entries:
            if entry.is_idle and (entry.due is None or entry.due <= now):
                self._go_ahead(entry)
        for engine in filter(self._admission.should_probe, self._entries.wanted):
            self._dispatch.probe(engine, self._has_probed)
        self._set_timer()
        self.changed.emit()

    def _go_ahead(self, entry: Entry) -> None:
        """Do what comes next for a job, unless something keeps it."""
        if entry.error is None and entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._ended)
        elif self._admission.is_offline(entry.engine) or self.running >= self._concurrency():
            return
        elif entry.error is not None:
            self._look_again(entry)
        elif entry.is_asked_for:
            self._dispatch.ask(entry, self._came_back)
        elif self._admission.may_send(entry, self._entries):
            self._admission.sent(entry)
            self._dispatch.send(entry, self._came_back)

    def _look_again(self, entry: Entry) -> None:
        """Look, once there is a key, for what a person is asked about as well."""
        if not self._dispatch.can_look:
            return
        if entry.is_asked_for:
            self.retry(entry.job.id)
        else:
            self._dispatch.look(entry, partial(self._has_looked, by_itself=True), is_wanted=False)

    def _has_probed(self, engine: str, error: AppError | None) -> None:
        self._admission.probed(engine, error)
        self.pump()

    def _set_timer(self) -> None:
        """Look again soon at what goes on, or will by itself."""
        now = self._timing.monotonic()
        if self.running:
            self._timer.start(_TICK)
        elif self._entries.is_any_due_after(now) or any(hold.seconds is not None for hold in self.holds):
            self._timer.start(_COUNTDOWN)
        else:
            self._timer.stop()

    # How work ended

    def _enqueue(self, job: Job) -> None:
        self._entries.put(Entry(job))
        self.pump()

    def _came_back(self, outcome: Outcome) -> None:
        """Learn from a request that was sent, or a ticket that was asked for, how the engine is."""
        self._admission.learn(outcome.job.request.engine, outcome.job.id, outcome.error)
        self._ended(outcome)

    def _ended(self, outcome: Outcome) -> None:
        job_id, error = outcome.job.id, outcome.error
        was_abandoned = self._abandoned.pop(job_id, None) is not None
        if error is None:
            self._entries.pop(job_id)
            self.delivered.emit(outcome)
        elif outcome.held is not None or not (was_abandoned or error.kind is ErrorKind.CANCELLED):
            self._ended_badly(outcome, error)
        elif was_abandoned or outcome.job.state is not JobState.RECEIVED:
            self._entries.pop(job_id)
        else:  # its picture is found and paid for: only the fetching was called off
            self._put_down(outcome).error = AppError(ErrorKind.PICTURE_NOT_FETCHED, error.detail)
        self.pump()

    def _put_down(self, outcome: Outcome) -> Entry:
        """Have a job stand in the queue as it ended."""
        entry = self._entries.get(outcome.job.id) or self._entries.put(Entry(outcome.job))
        entry.put_down(outcome.job, outcome.held)
        return entry

    def _ended_badly(self, outcome: Outcome, error: AppError) -> None:
        """Have a job tried again where nothing can be paid for by that; leave it to a person otherwise."""
        entry = self._put_down(outcome)
        if try_later(entry, error, self._timing):
            return
        entry.error = error
        # What was found and is damaged too stays so.
        if entry.job.state is JobState.OUTCOME_UNKNOWN or (is_lost(entry.job) and not entry.looks):
            look_later(entry, self._timing, error)
        self.failed.emit(outcome)

    def _has_looked(self, looked: Looked, *, by_itself: bool = False) -> None:
        if looked.outcome is not None:
            self.settled.emit(looked.job.id)
            self._ended(looked.outcome)
        elif (entry := self._entries.get(looked.job.id)) is not None:
            entry.handover = None
            entry.error = lost_again(entry.job)
            if by_itself and look_again(entry, looked, self._timing):
                self.retry(looked.job.id)
            self.pump()
        if not (by_itself and looked.tells_nothing):
            self.looked.emit(looked)
