"""The queue of jobs that wait, run or need the user."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.job import NEEDS_USER, Job, JobState
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.library import Library
from portrait_app.core.request import GenerationRequest
from portrait_app.core.retry import PRO_PLAN
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.dispatch import Dispatch
from portrait_app.jobs.endings import Endings
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.finder import Finder, lost_again
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.job_controls import JobControls
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.job_writes import JobWrites
from portrait_app.jobs.queue_signals import QueueSignals
from portrait_app.jobs.recovery import JobRecovery
from portrait_app.jobs.requeueing import Requeueing
from portrait_app.jobs.room import Room
from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.starts import Starts
from portrait_app.jobs.timing import Timing

_TICK = 250  # milliseconds between updates while jobs run
_COUNTDOWN = 1000  # milliseconds between updates while jobs only wait for a point in time


class GenerationQueue(QObject):
    """Runs jobs on workers, a few of each engine at a time. Each job is stored before it is sent.

    The queue connects its parts, reports its state, and checks the jobs regularly by a timer. `Entries` holds
    the jobs, `Admission` decides which may be sent, `Starts` starts them, `Dispatch` runs them on workers,
    and `Endings` handles the results. `jobs` has the user's actions on single jobs.
    """

    def __init__(
        self,
        engines: Mapping[str, Engine],
        library: Library,
        runner: TaskRunner,
        concurrency: Callable[[], int],
        finder: Finder | None = None,
        *,
        per_minute: Callable[[str], int] = lambda _engine: PRO_PLAN,
        capacities: Mapping[str, Callable[[], int]] = MappingProxyType({}),
        timing: Timing | None = None,
    ) -> None:
        """`concurrency` returns how many jobs of one engine may run at once, `per_minute` the limit of one.

        `capacities` replace `concurrency` for engines that know how many jobs they can work on. All are
        called each time, so that a changed setting applies immediately.
        """
        super().__init__()
        news = QueueSignals(self)
        self.changed, self.paused = news.changed, news.paused
        self.delivered, self.failed = news.delivered, news.failed
        self.looked, self.settled = news.looked, news.settled
        self.library_missed = news.library_missed
        self._engines = engines
        self._timing = timing = timing or Timing()
        self._entries = entries = Entries()
        self._writes = writes = JobWrites(library, runner, news, self)
        self._admission = admission = Admission(engines, per_minute, timing)
        self._dispatch = dispatch = Dispatch(engines, library, runner, finder, timing, self)
        again = Requeueing(entries, writes, news, self.pump)
        self._endings = endings = Endings(entries, admission, again, news, timing, self.pump)
        room = Room(entries, concurrency, capacities)
        self._starts = starts = Starts(entries, admission, dispatch, endings, news, timing, room)
        self.jobs = JobControls(entries, engines, admission, starts, writes, again, news, self.pump)
        self._recovery = JobRecovery(library, engines, runner, self._take_up, self)
        self._closing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.pump)

    # The state of the queue

    @property
    def statuses(self) -> list[JobStatus]:
        """The status of every job that runs, waits or needs the user, in the queue's order."""
        now = self._timing.monotonic()
        return [entry.status(now) for entry in self._entries]

    @property
    def holds(self) -> list[Hold]:
        """The reasons why waiting jobs do not start now."""
        return self._admission.holds(self._entries.wanted, self._entries.unsent)

    @property
    def is_paused(self) -> bool:
        return self._admission.is_paused

    @property
    def running(self) -> int:
        return self._entries.running

    @property
    def waiting(self) -> int:
        """The number of jobs that have not been sent."""
        return sum(entry.is_unsent for entry in self._entries)

    @property
    def at_risk(self) -> int:
        """The number of running jobs whose result would be lost if the program ended now."""
        return len(self._entries.at_risk)

    @property
    def running_costs_money(self) -> bool:
        """Whether a running job will be billed and its result would be lost if the program ended now."""
        return any(self.costs_money(entry.job) for entry in self._entries.at_risk)

    @property
    def unstored(self) -> int:
        """The number of paid replies that are only in memory. They are lost when the program ends."""
        return sum(entry.held is not None for entry in self._entries)

    @property
    def unwritten(self) -> int:
        """The number of new jobs and changes of jobs that are only in memory, until the library is back."""
        return self._writes.kept

    def costs_money(self, job: Job) -> bool:
        return self.costs(job.request)

    def costs(self, request: GenerationRequest) -> bool:
        """Return whether a request costs money when it is sent."""
        return self._engines[request.engine].row.costs_money

    # Sending

    def submit(self, request: GenerationRequest) -> None:
        """Store a job for `request`, then run it as soon as possible."""
        self._writes.add(request, self._enqueue)

    def pause(self) -> None:
        """Send nothing new until `resume`. Jobs that were sent go on."""
        self._set_paused(True)

    def resume(self) -> None:
        self._set_paused(False)

    def library_went(self) -> None:
        """Start nothing more, because the library's disk is not there. What is running goes on."""
        self._admission.is_library_there = False
        self.pump()

    def library_came(self) -> None:
        """Write what was kept meanwhile, and go on."""
        self._admission.is_library_there = True
        self._writes.write_kept()
        for entry in self._entries:
            if entry.needs_you and (entry.held is not None or entry.missed_library):
                self.jobs.retry(entry.job.id)
        self.pump()

    def hold(self, engine: str, reason: HoldReason) -> None:
        """Send nothing to a remote engine until `release` is called with the same reason."""
        self._admission.line(engine).hold(reason)
        self.pump()

    def release(self, engine: str, reason: HoldReason) -> None:
        self._admission.line(engine).release(reason)
        self.pump()

    def is_held(self, engine: str, reason: HoldReason) -> bool:
        """Return whether an engine is held for this reason, even if no job waits for it."""
        return self._admission.line(engine).is_held(reason)

    def pump(self) -> None:
        """Start all jobs that may start now. Call it when a setting or the API key has changed."""
        if self._closing:
            return
        self._starts.start_what_may()
        self._set_timer()
        self.changed.emit()

    def _enqueue(self, job: Job) -> None:
        self._entries.put(JobEntry(job))
        self.pump()

    def _set_paused(self, paused: bool) -> None:
        self._admission.is_paused = paused
        self.paused.emit(paused)
        self.pump()

    def _set_timer(self) -> None:
        """Set the timer to the rate at which the jobs have to be checked now."""
        now = self._timing.monotonic()
        if self.running:
            self._timer.start(_TICK)
        elif self._entries.is_any_due_after(now) or any(hold.seconds is not None for hold in self.holds):
            self._timer.start(_COUNTDOWN)
        else:
            self._timer.stop()

    # Start and end of a session

    def recover(self, *, hold: bool = False) -> None:
        """Continue the jobs of an earlier session: spooled replies, tickets to poll and unsent jobs.

        Call it before the first `submit`. With `hold`, jobs that need the API key wait for `go_on`.
        """
        self._recovery.start(hold=hold)

    def go_on(self) -> None:
        """Start the jobs that `recover` held. Call it when it is known whether there is an API key."""
        self._recovery.go_on()

    def close(self) -> None:
        """Start nothing more and abort running work, so that the program can end."""
        self._closing = True
        self._timer.stop()
        self._dispatch.close()
        for entry in self._entries.with_abandoned:
            if entry.handover is not None:
                entry.handover.abort()

    def _take_up(self, jobs: list[Job]) -> None:
        for job in jobs:
            entry = self._entries.get(job.id) or self._entries.put(JobEntry(job))
            self._admission.line(entry.engine).recall(job)
            if job.state is JobState.RECEIVED:
                self._dispatch.finish(entry, self._endings.ended)
            elif job.state in NEEDS_USER:
                entry.error = lost_again(job)
                entry.due = self._timing.monotonic() if entry.can_be_searched else None
        self.pump()
