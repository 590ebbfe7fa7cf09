"""The entries of the queue on the GUI thread, in the order the user gave them."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.retry import MOST_PROBES
from portrait_app.jobs.finder import is_lost
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.progress import TimeLeft


@dataclass(slots=True)
class JobEntry:
    """A job in the queue with its state in memory. Times are seconds of the queue's monotonic clock."""

    job: Job
    handover: JobHandover | None = None  # set while a worker runs the job
    started: float = 0.0
    error: AppError | None = None  # why the user has to decide
    held: RawReply | None = None  # a paid reply that could not be written to disk
    settling: bool = False  # the next state is being written; leave the job alone until then
    failures: int = 0  # consecutive failures
    probes: int = 0  # failed attempts as a probe during an outage
    is_probe: bool = False  # the running attempt is a probe for all jobs of the engine
    looks: int = 0  # automatic lookups so far
    look_until: float | None = None  # when automatic lookups end; None before the job was lost
    again_because: AppError | None = None  # the last failure, while an automatic retry is pending
    due: float | None = None  # time of the next retry; with an error: time of the next lookup
    at_once: bool = False  # the user wants it sent without regard to the limit per minute
    time_left: TimeLeft = field(default_factory=TimeLeft)  # of the running attempt

    @property
    def engine(self) -> str:
        return self.job.request.engine

    @property
    def is_unsent(self) -> bool:
        return self.job.state is JobState.QUEUED and self.handover is None and self.error is None

    @property
    def is_idle(self) -> bool:
        """Whether no worker runs the job now, but the queue will continue it automatically."""
        return self.handover is None and not self.settling and (self.error is None or self.due is not None)

    @property
    def wants_engine(self) -> bool:
        """Whether the job waits to be sent, polled or looked up."""
        return self.is_idle and self.job.state is not JobState.RECEIVED

    @property
    def is_accepted(self) -> bool:
        """Whether the service has just accepted the request, so that the running worker polls its ticket."""
        return self.job.state is JobState.QUEUED and self.handover is not None and self.handover.ticket_stored

    @property
    def may_fail_freely(self) -> bool:
        """Whether a failure that may be the service's fault does not count as a failure of the job."""
        return self.is_probe and self.probes < MOST_PROBES

    @property
    def is_safe(self) -> bool:
        """Whether the program can end now without losing the job's result."""
        return is_lost(self.job) or (self.handover is not None and self.handover.ticket_stored)

    @property
    def needs_you(self) -> bool:
        return self.error is not None and self.handover is None and not self.settling

    @property
    def missed_library(self) -> bool:
        """Whether the job needs the user only because the library was not there."""
        return self.error is not None and self.error.kind is ErrorKind.LIBRARY_ABSENT

    @property
    def is_polled(self) -> bool:
        """Whether the next step is to poll the job's ticket. The job is not sent again then."""
        return self.job.ticket is not None and self.job.state in (JobState.WAITING, JobState.OUTCOME_UNKNOWN)

    @property
    def can_be_searched(self) -> bool:
        """Whether the job's result may be found by its ticket or in the service's history."""
        return self.job.state is JobState.OUTCOME_UNKNOWN or is_lost(self.job)

    def start(self, handover: JobHandover, now: float) -> None:
        self.handover = handover
        self.started = now
        self.error = self.due = self.again_because = None
        self.at_once = False
        self.time_left = TimeLeft()

    def note_progress(self, now: float) -> None:
        """Take the last report of the worker into account for the time that is left."""
        if self.handover is not None and self.handover.last_progress is not None:
            self.time_left.note(self.handover.last_progress.fraction, now)

    def record_end(self, job: Job, held: RawReply | None) -> None:
        """Record the end of a worker's attempt. The job keeps its position in the queue."""
        self.job = replace(job, position=self.job.position)
        self.handover = None
        self.held = held

    def skip_wait(self) -> None:
        """Try the job immediately, without its remaining wait."""
        self.at_once = True
        self.due = None if self.error is None else 0.0  # 0: overdue, so the lookup starts immediately

    def leave_to_user(self) -> None:
        """Stop automatic retries and lookups. The user has to decide."""
        self.error = self.error or self.again_because
        self.due = self.again_because = None

    def status(self, now: float) -> JobStatus:
        if self.handover is not None:
            return JobStatus(
                self.job,
                elapsed=now - self.started,
                progress=self.handover.last_progress,
                seconds_left=self.time_left.seconds(now),
                running=True,
                attempt=self.failures,
            )
        return JobStatus(
            self.job,
            error=self.error,
            unstored=self.held is not None,
            retry_in=self._retry_in(now),
            retry_error=self.again_because,
            attempt=self.failures,
        )

    def _retry_in(self, now: float) -> float | None:
        """Return the seconds until the retry; None if the job waits for its engine or for the user."""
        if self.due is None or self.error is not None or self.due < now:
            return None
        return self.due - now


class Entries:
    """All jobs that run, wait or need the user, in the order of the queue."""

    def __init__(self) -> None:
        self._by_id: dict[int, JobEntry] = {}
        self._abandoned: dict[int, JobEntry] = {}  # cancelled, but the service may still answer

    def __iter__(self) -> Iterator[JobEntry]:
        """Iterate over a copy of the entries, so that the loop may change the queue."""
        return iter(list(self._by_id.values()))

    @property
    def with_abandoned(self) -> list[JobEntry]:
        """All entries, and those of jobs that were cancelled while they ran."""
        return [*self, *self._abandoned.values()]

    @property
    def running(self) -> int:
        return sum(entry.handover is not None for entry in self)

    def running_by_engine(self, counts_cancelled: Callable[[str], bool]) -> Counter[str]:
        """Count the running jobs of each engine.

        A job that was cancelled while it ran counts if `counts_cancelled` says so of its engine.
        """
        return Counter(
            entry.engine
            for entry in self.with_abandoned
            if entry.handover is not None and (entry.job.id in self._by_id or counts_cancelled(entry.engine))
        )

    @property
    def wanted(self) -> set[str]:
        """Keys of the engines for which jobs wait to be sent, polled or looked up."""
        return {entry.engine for entry in self if entry.wants_engine}

    @property
    def unsent(self) -> set[str]:
        """Keys of the engines for which there are unsent jobs."""
        return {entry.engine for entry in self if entry.is_unsent}

    @property
    def unknown(self) -> set[int]:
        """Ids of the jobs whose outcome is unknown."""
        return {entry.job.id for entry in self if entry.job.state is JobState.OUTCOME_UNKNOWN}

    @property
    def at_risk(self) -> list[JobEntry]:
        """The running jobs whose result would be lost if the program ended now."""
        return [entry for entry in self if entry.handover is not None and not entry.is_safe]

    def is_any_due_after(self, now: float) -> bool:
        """Return whether a retry or lookup is due later than `now`."""
        return any(entry.due is not None and entry.due > now for entry in self)

    def next_probe(self, engine: str) -> JobEntry | None:
        """Return the unsent job to send as the next probe during an outage.

        Jobs that the user wants sent at once come first; the others take turns.
        """
        unsent = (entry for entry in self if entry.engine == engine and entry.is_unsent)
        return min(unsent, key=lambda one: (not one.at_once, one.probes + one.failures), default=None)

    def get(self, job_id: int) -> JobEntry | None:
        return self._by_id.get(job_id)

    def pop(self, job_id: int) -> JobEntry | None:
        return self._by_id.pop(job_id, None)

    def abandon(self, entry: JobEntry) -> None:
        """Remove a cancelled job from the queue. If it runs, its answer is still awaited."""
        self.pop(entry.job.id)
        if entry.handover is not None:
            self._abandoned[entry.job.id] = entry

    def pop_abandoned(self, job_id: int) -> bool:
        """Forget a job that was cancelled while it ran. Return whether it was such a job."""
        return self._abandoned.pop(job_id, None) is not None

    def put(self, entry: JobEntry) -> JobEntry:
        """Insert an entry in the queue's order, or replace the existing entry of the same job."""
        is_known = entry.job.id in self._by_id
        last = next(reversed(self._by_id.values()), None)
        self._by_id[entry.job.id] = entry
        if not is_known and last is not None and _place(entry) < _place(last):
            self._by_id = {one.job.id: one for one in sorted(self, key=_place)}
        return entry

    def move(self, job_ids: Sequence[int], before: int | None) -> dict[int, float]:
        """Move unsent jobs, in the order given, before another job or to the end.

        Return the changed positions by job id.
        """
        moved = [entry for job_id in job_ids if (entry := self.get(job_id)) and entry.is_unsent]
        ids = {entry.job.id for entry in moved}
        rest = [entry for entry in self if entry.job.id not in ids]
        at = next((row for row, entry in enumerate(rest) if entry.job.id == before), len(rest))
        order = rest[:at] + moved + rest[at:]
        if not moved or order == list(self):
            return {}
        places = _between(rest[at - 1 : at], len(moved), rest[at : at + 1])
        changed = dict(zip((entry.job.id for entry in moved), places, strict=True))
        if not _is_rising([changed.get(entry.job.id, entry.job.place) for entry in order]):
            # After about fifty moves to the same spot no float lies between two neighbours any more. Then the
            # existing places are distributed anew over all jobs.
            places = sorted(entry.job.place for entry in order)
            changed = dict(zip((entry.job.id for entry in order), places, strict=True))
        for entry in order:
            if entry.job.id in changed:
                entry.job = replace(entry.job, position=changed[entry.job.id])
        self._by_id = {entry.job.id: entry for entry in order}
        return changed


def _place(entry: JobEntry) -> tuple[float, int]:
    return entry.job.place, entry.job.id


def _between(before: list[JobEntry], count: int, after: list[JobEntry]) -> list[float]:
    """Return `count` places between two neighbours. Either list is empty if there is no neighbour."""
    if before:
        low = before[0].job.place
        # At the end, stay below the next job id: a new job's place is its id.
        high = after[0].job.place if after else math.floor(low) + 1.0
    else:
        high = after[0].job.place if after else 1.0
        low = high - count - 1
    return [low + (high - low) * number / (count + 1) for number in range(1, count + 1)]


def _is_rising(places: list[float]) -> bool:
    return all(left < right for left, right in itertools.pairwise(places))
