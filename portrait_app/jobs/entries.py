"""The jobs of the queue on the GUI thread, in the order a person gave them."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError
from portrait_app.core.job import Job, JobState
from portrait_app.core.retry import MOST_PROBES
from portrait_app.jobs.finder import is_lost
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.job_status import JobStatus


@dataclass(slots=True)
class JobEntry:
    """One job. Times are seconds of the queue's clock."""

    job: Job
    handover: JobHandover | None = None  # while it runs
    started: float = 0.0
    error: AppError | None = None  # why it needs a person
    held: RawReply | None = None
    settling: bool = False  # its next state is being written: nothing is done with it meanwhile
    failures: int = 0  # in a row
    probes: int = 0  # how often it was tried in vain for all that wait for its engine
    is_probe: bool = False  # it is sent for that
    looks: int = 0  # how often its outcome was looked for by itself
    look_until: float | None = None  # while there is hope to find it; None before it was lost
    again_because: AppError | None = None  # how it failed last, while it is tried again by itself
    due: float | None = None  # not before then; with an error: when its outcome is looked for
    at_once: bool = False  # a person will not have it paced

    @property
    def engine(self) -> str:
        return self.job.request.engine

    @property
    def is_unsent(self) -> bool:
        return self.job.state is JobState.QUEUED and self.handover is None and self.error is None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is done with it now, and something will be, without a person."""
        return self.handover is None and not self.settling and (self.error is None or self.due is not None)

    @property
    def wants_engine(self) -> bool:
        """Whether something is to be sent to its engine, or asked of it."""
        return self.is_idle and self.job.state is not JobState.RECEIVED

    @property
    def is_accepted(self) -> bool:
        """Whether its request has been taken in by a service that delivers later."""
        return self.job.state is JobState.QUEUED and self.handover is not None and self.handover.ticket_stored

    @property
    def may_fail_freely(self) -> bool:
        """Whether a failure that says nothing against the job is not held against it."""
        return self.is_probe and self.probes < MOST_PROBES

    @property
    def is_safe(self) -> bool:
        """Whether it is with the service, and goes on at the next start whatever happens here."""
        return is_lost(self.job) or (self.handover is not None and self.handover.ticket_stored)

    @property
    def needs_you(self) -> bool:
        return self.error is not None and self.handover is None and not self.settling

    @property
    def is_asked_for(self) -> bool:
        """Whether what comes next is to ask for its ticket: it is never sent then."""
        return self.job.ticket is not None and self.job.state in (JobState.WAITING, JobState.OUTCOME_UNKNOWN)

    @property
    def is_sought(self) -> bool:
        """Whether there is something to be found: by its ticket, or in the service's history."""
        return self.job.state is JobState.OUTCOME_UNKNOWN or is_lost(self.job)

    def start(self, handover: JobHandover, now: float) -> None:
        self.handover = handover
        self.started = now
        self.error = self.due = self.again_because = None
        self.at_once = False

    def put_down(self, job: Job, held: RawReply | None) -> None:
        """Note how it ended, in its place of the queue."""
        self.job = replace(job, position=self.job.position)
        self.handover = None
        self.held = held

    def skip_wait(self) -> None:
        """Have it tried at once, whatever it would wait for."""
        self.at_once = True
        self.due = None if self.error is None else 0.0  # the beginning of the clock: any time is after it

    def leave_to_a_person(self) -> None:
        """Do nothing more by itself."""
        self.error = self.error or self.again_because
        self.due = self.again_because = None

    def status(self, now: float) -> JobStatus:
        if self.handover is not None:
            elapsed = now - self.started
            return JobStatus(self.job, elapsed, self.handover.fraction, running=True, attempt=self.failures)
        return JobStatus(
            self.job,
            error=self.error,
            unstored=self.held is not None,
            retry_in=self._retry_in(now),
            retry_error=self.again_because,
            attempt=self.failures,
        )

    def _retry_in(self, now: float) -> float | None:
        """Return after how many seconds it is tried again; None where that is when its engine is well."""
        if self.due is None or self.error is not None or self.due < now:
            return None
        return self.due - now


class Entries:
    """Every job that runs, waits or needs a person, by its place."""

    def __init__(self) -> None:
        self._by_id: dict[int, JobEntry] = {}
        self._abandoned: dict[int, JobEntry] = {}  # cancelled, but the service may still answer

    def __iter__(self) -> Iterator[JobEntry]:
        """Iterate over those that are here now, whatever happens to them meanwhile."""
        return iter(list(self._by_id.values()))

    @property
    def with_abandoned(self) -> list[JobEntry]:
        """Those that are here, and those that were cancelled while they ran."""
        return [*self, *self._abandoned.values()]

    @property
    def running(self) -> int:
        return sum(entry.handover is not None for entry in self)

    @property
    def wanted(self) -> set[str]:
        """The engines that something waits for."""
        return {entry.engine for entry in self if entry.wants_engine}

    @property
    def unsent(self) -> set[str]:
        """The engines that something is to be sent to."""
        return {entry.engine for entry in self if entry.is_unsent}

    @property
    def unknown(self) -> set[int]:
        """The ids of those that may have been made, which nobody knows."""
        return {entry.job.id for entry in self if entry.job.state is JobState.OUTCOME_UNKNOWN}

    @property
    def at_risk(self) -> list[JobEntry]:
        """Those that run and would be cut off if the program ended."""
        return [entry for entry in self if entry.handover is not None and not entry.is_safe]

    def is_any_due_after(self, now: float) -> bool:
        """Say whether anything happens by itself later."""
        return any(entry.due is not None and entry.due > now for entry in self)

    def next_probe(self, engine: str) -> JobEntry | None:
        """Return who finds out if an engine serves anybody: as a person wants, or in turn."""
        unsent = (entry for entry in self if entry.engine == engine and entry.is_unsent)
        return min(unsent, key=lambda one: (not one.at_once, one.probes + one.failures), default=None)

    def get(self, job_id: int) -> JobEntry | None:
        return self._by_id.get(job_id)

    def pop(self, job_id: int) -> JobEntry | None:
        return self._by_id.pop(job_id, None)

    def abandon(self, entry: JobEntry) -> None:
        """Take a job away that a person cancelled. While it runs its answer is still waited for."""
        self.pop(entry.job.id)
        if entry.handover is not None:
            self._abandoned[entry.job.id] = entry

    def pop_abandoned(self, job_id: int) -> bool:
        """Forget a job that was cancelled while it ran; say whether it was one."""
        return self._abandoned.pop(job_id, None) is not None

    def put(self, entry: JobEntry) -> JobEntry:
        """Add an entry at its place, or in the place of the one there is of the same job."""
        is_known = entry.job.id in self._by_id
        last = next(reversed(self._by_id.values()), None)
        self._by_id[entry.job.id] = entry
        if not is_known and last is not None and _place(entry) < _place(last):
            self._by_id = {one.job.id: one for one in sorted(self, key=_place)}
        return entry

    def move(self, job_ids: Sequence[int], before: int | None) -> dict[int, float]:
        """Put unsent jobs, in the order given, before another; return the positions that are new."""
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
            # After some fifty moves to one spot no number is left between two: all change their places.
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
    """Return so many places between two neighbours, either of which may be missing."""
    if before:
        low = before[0].job.place
        # Below the next id that the library will give.
        high = after[0].job.place if after else math.floor(low) + 1.0
    else:
        high = after[0].job.place if after else 1.0
        low = high - count - 1
    return [low + (high - low) * number / (count + 1) for number in range(1, count + 1)]


def _is_rising(places: list[float]) -> bool:
    return all(left < right for left, right in itertools.pairwise(places))
