"""The ledger against a model: a bill stays on its day, whatever becomes of the job, and of the library.

Any job may be sent, billed, refused, lost, found, sent again and forgotten, over days and months.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.money.amounts import NOTHING, usd
from portrait_app.core.money.ledger import Tally
from portrait_app.library.library import open_library
from portrait_app.library.rescue.recovery import open_or_recover
from tests.library.making import REPLY, a_delivery, a_request, an_image
from tests.support.clock import FixedClock

COSTS = st.sampled_from([0.001, 0.0075, 0.25])
MAYBE_COSTS = st.none() | COSTS
NOTHING_PAID = (ErrorKind.NO_CREDITS, ErrorKind.SERVER_ERROR, ErrorKind.KEY_REJECTED)
PAID = (ErrorKind.IMAGE_DAMAGED, ErrorKind.REPLY_UNREADABLE, ErrorKind.REPLY_GONE)


@dataclass
class Known:
    """What the model says of a job."""

    state: JobState
    cost: Decimal | None = None  # of this try
    billed: date | None = None  # where the cost stands
    ended: date | None = None  # where it stands that the cost is not known
    is_paid: bool = False  # so much is known, by the answer


def when(*states: JobState) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a rule chosen only while a job is in one of the states."""
    return precondition(lambda machine: machine.some(*states) is not None)


class LedgerMachine(RuleBasedStateMachine):
    """One library and its model."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FixedClock()
        self.library = open_library(self.folder / "library", self.clock)
        self.known: dict[int, Known] = {}
        self.past: Counter[tuple[date, str]] = Counter()  # tries that were left behind
        self.spent: Counter[date] = Counter()
        self.backup: Path | None = None

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.library.close()
            shutil.rmtree(self.folder)

    @property
    def today(self) -> date:
        return self.clock.now().astimezone().date()

    def some(self, *states: JobState) -> Job | None:
        """Return the first job that is in one of the states; not what stands for an earlier try."""
        return next((job for job in reversed(self.library.jobs_in(states)) if job.id in self.known), None)

    def first(self, *states: JobState) -> Job:
        job = self.some(*states)
        assert job is not None
        return job

    def go(self, job: Job, to: JobState, error: AppError | None = None) -> Known:
        self.library.set_job_state(job.id, to, error)
        known = self.known[job.id]
        known.state = to
        return known

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 20]))
    def time_goes_by(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule()
    def add_and_send(self) -> None:
        job = self.some(JobState.QUEUED) or self.library.add_job(a_request())
        self.known.setdefault(job.id, Known(JobState.QUEUED))
        self.go(job, JobState.SENDING)

    @when(JobState.SENDING)
    @rule(kind=st.sampled_from(NOTHING_PAID), cost=MAYBE_COSTS, again=st.booleans())
    def refuse(self, kind: ErrorKind, cost: float | None, again: bool) -> None:
        job = self.first(JobState.SENDING)
        error = AppError(kind) if cost is None else AppError(kind, cost=cost)
        known = self.go(job, JobState.QUEUED if again else JobState.FAILED, error)
        if cost is not None and again:
            self.past[self.today, "billed failure"] += 1
            self.spent[self.today] += usd(cost)  # type: ignore[assignment]
        elif cost is not None:
            known.cost, known.billed = usd(cost), self.today

    @when(JobState.RECEIVED)
    @rule(kind=st.sampled_from(PAID), cost=MAYBE_COSTS)
    def damage(self, kind: ErrorKind, cost: float | None) -> None:
        """Also what was found is damaged; then its cost was counted, or is now."""
        job = self.first(JobState.RECEIVED)
        known = self.known[job.id]
        cost = cost if known.cost is None else None
        self.go(job, JobState.FAILED, AppError(kind) if cost is None else AppError(kind, cost=cost))
        known.is_paid, known.ended = True, self.today
        if cost is not None:
            known.cost, known.billed = usd(cost), self.today

    @when(JobState.SENDING)
    @rule(with_ticket=st.booleans())
    def lose(self, with_ticket: bool) -> None:
        job = self.first(JobState.SENDING)
        if with_ticket:
            self.library.set_waiting(job.id, Ticket(f"rq-{job.id}"))
        self.go(job, JobState.OUTCOME_UNKNOWN, AppError(ErrorKind.OUTCOME_UNKNOWN)).ended = self.today

    @when(JobState.SENDING)
    @rule()
    def arrive(self) -> None:
        self._spool(self.first(JobState.SENDING))

    @when(JobState.OUTCOME_UNKNOWN)
    @rule()
    def find(self) -> None:
        self._spool(self.first(JobState.OUTCOME_UNKNOWN))

    @precondition(lambda self: self.damaged)
    @rule()
    def find_damaged(self) -> None:
        self._spool(self.damaged[0])

    @property
    def damaged(self) -> list[Job]:
        return [job for job in self.library.failed_jobs() if job.error in PAID]

    def _spool(self, job: Job) -> None:
        self.library.spool(job.id, REPLY)
        self.known[job.id].state = JobState.RECEIVED

    @when(JobState.RECEIVED)
    @rule(cost=MAYBE_COSTS)
    def deliver(self, cost: float | None) -> None:
        job = self.first(JobState.RECEIVED)
        known = self.known[job.id]
        cost = cost if known.cost is None else None
        self.library.keep(job.id, replace(a_delivery(), images=(an_image(),), cost=cost))
        known.state, known.is_paid, known.ended = JobState.DONE, True, self.today
        if cost is not None:
            known.cost, known.billed = usd(cost), self.today

    @when(JobState.FAILED, JobState.OUTCOME_UNKNOWN)
    @rule()
    def send_again(self) -> None:
        job = self.first(JobState.FAILED, JobState.OUTCOME_UNKNOWN)
        self._leave_behind(self.known[job.id])
        self.known[job.id] = Known(job.state)
        self.go(job, JobState.QUEUED)

    def _leave_behind(self, known: Known) -> None:
        if known.cost is not None:
            assert known.billed is not None
            self.past[known.billed, "billed failure"] += 1
            self.spent[known.billed] += known.cost  # type: ignore[assignment]
        elif known.state is JobState.OUTCOME_UNKNOWN and known.ended is not None:
            self.past[known.ended, "unknown"] += 1
        elif known.is_paid and known.ended is not None:
            self.past[known.ended, "unreported"] += 1

    @when(JobState.OUTCOME_UNKNOWN)
    @rule()
    def forget(self) -> None:
        self.go(self.first(JobState.OUTCOME_UNKNOWN), JobState.CANCELLED)

    @when(JobState.SENDING)
    @rule()
    def cancel(self) -> None:
        self.go(self.first(JobState.SENDING), JobState.CANCELLED).ended = self.today

    @rule()
    def back_up(self) -> None:
        self.clock.advance(days=1)
        assert self.library.backups().make_if_due(Cancel())
        self.backup = self.library.backups().available()[0].path

    @precondition(lambda self: self.backup is not None)
    @rule(twice=st.booleans())
    def restore(self, twice: bool) -> None:
        """What happened since comes back from the records; so it does a second time."""
        for _ in range(1 + twice):
            self.library.close()
            self.library, _recovery = open_or_recover(
                self.folder / "library", self.clock, lambda data: an_image(), self.backup
            )

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "library"):
            return
        found = {entry.start: entry.tally for entry in self.library.ledger().entries([])}
        assert found == self._expected()

    def _expected(self) -> dict[date, Tally]:
        counts, spent = Counter(self.past), Counter(self.spent)
        for known in self.known.values():
            if known.cost is not None and known.billed is not None:
                counts[
                    known.billed, "billed" if known.state is not JobState.FAILED else "billed failure"
                ] += 1
                spent[known.billed] += known.cost  # type: ignore[assignment]
            elif known.ended is None or known.state in (JobState.QUEUED, JobState.SENDING, JobState.RECEIVED):
                continue
            elif known.state in (JobState.OUTCOME_UNKNOWN, JobState.CANCELLED):
                counts[known.ended, "unknown"] += 1
            elif known.is_paid:
                counts[known.ended, "unreported"] += 1
        return {
            day: Tally(
                counts[day, "billed"] + counts[day, "billed failure"],
                usd(float(spent[day])) if spent[day] else NOTHING,
                counts[day, "billed failure"],
                counts[day, "unreported"],
                counts[day, "unknown"],
            )
            for day in {day for day, _ in counts}
        }


LedgerMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestLedgerAgrees = LedgerMachine.TestCase
