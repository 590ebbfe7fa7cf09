"""The ledger of a real library."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from portrait_app.core.catalog import SEGMIND
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.job import IllegalTransition, JobState
from portrait_app.core.money.estimates import PastCost
from portrait_app.core.money.ledger import Tally, total
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job
from tests.support.clock import FixedClock
from tests.support.fake_library import SKETCH_MODEL

MODEL = "potraitsd1.5-txt2img"
FREE = ["sketch"]


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def pay(library: PictureLibrary, cost: float | None, **values: Value) -> None:
    """Have a picture delivered that cost so much."""
    library.keep(a_sent_job(library, **values).id, replace(a_delivery(), cost=cost))


def fail(library: PictureLibrary, kind: ErrorKind, cost: float | None = None) -> int:
    job = a_sent_job(library)
    error = AppError(kind) if cost is None else AppError(kind, cost=cost)
    library.set_job_state(job.id, JobState.FAILED, error)
    return job.id


def test_the_last_costs_come_newest_first(library: PictureLibrary, clock: FixedClock) -> None:
    for cost, steps in ((0.001, 20), (0.002, 30), (None, 40), (0.004, 50)):
        pay(library, cost, num_inference_steps=steps, img_width=512, img_height=1024, samples=2)
        clock.advance(seconds=1)
    fail(library, ErrorKind.IMAGE_DAMAGED, cost=0.5)
    assert library.ledger().past_costs(SEGMIND, MODEL, 2) == [
        PastCost((50, 512, 1024), 2, Decimal("0.004")),
        PastCost((30, 512, 1024), 2, Decimal("0.002")),
    ]
    assert library.ledger().past_costs(SEGMIND, "smallsd1.5-txt2img", 9) == []


def test_what_was_spent_since_a_moment_is_exact(library: PictureLibrary, clock: FixedClock) -> None:
    begin = clock.now()
    for cost in (0.1, 0.2):
        pay(library, cost)
        clock.advance(days=1)
    moments = [begin, begin + timedelta(hours=1), clock.now()]
    assert library.ledger().spent_since(moments) == [Decimal("0.3"), Decimal("0.2"), 0]


def test_days_are_those_of_the_place(new_york: None, folder: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 1, 3, 59, tzinfo=UTC))  # a minute to midnight, and to November
    library = open_library(folder, clock)
    pay(library, 0.1)
    clock.advance(minutes=1)
    pay(library, 0.2)
    clock.advance(hours=24, minutes=59)  # summer time ended: that day had 25 hours
    pay(library, 0.3)
    found = [(entry.start, entry.tally.cost) for entry in library.ledger().entries(FREE)]
    library.close()
    assert found == [(date(2026, 11, 1), Decimal("0.5")), (date(2026, 10, 31), Decimal("0.1"))]


def test_each_kind_of_end_is_counted_where_it_belongs(library: PictureLibrary) -> None:
    pay(library, 0.003)
    pay(library, None)
    fail(library, ErrorKind.IMAGE_DAMAGED, cost=0.25)
    fail(library, ErrorKind.REPLY_UNREADABLE)  # paid for, and nobody said how much
    fail(library, ErrorKind.UNEXPECTED)
    fail(library, ErrorKind.NO_CREDITS)
    lost = a_sent_job(library)
    library.set_job_state(lost.id, JobState.OUTCOME_UNKNOWN, AppError(ErrorKind.OUTCOME_UNKNOWN))
    library.set_job_state(a_sent_job(library).id, JobState.CANCELLED)
    library.set_job_state(library.add_job(a_request()).id, JobState.CANCELLED)  # never sent
    library.add_job(a_request())
    (entry,) = library.ledger().entries(FREE)
    assert (entry.engine, entry.endpoint) == (SEGMIND, MODEL)
    assert entry.tally == Tally(2, Decimal("0.253"), billed_failures=1, unreported=2, unknown=3)


def test_what_costs_nothing_is_no_entry(library: PictureLibrary) -> None:
    sketch = library.add_job(replace(a_request(), endpoint=SKETCH_MODEL))
    library.set_job_state(sketch.id, JobState.SENDING)
    library.keep(sketch.id, replace(a_delivery(), cost=None))
    fail(library, ErrorKind.NO_CREDITS)
    assert library.ledger().entries(FREE) == []
    assert total(library.ledger().entries([])).unreported == 1


def test_each_try_that_was_paid_for_stays_on_its_day(library: PictureLibrary, clock: FixedClock) -> None:
    job = fail(library, ErrorKind.IMAGE_DAMAGED, cost=0.002)
    clock.advance(days=1)
    library.set_job_state(job, JobState.QUEUED)
    library.set_job_state(job, JobState.SENDING)
    assert total(library.ledger().entries(FREE)) == Tally(1, Decimal("0.002"), billed_failures=1)
    library.keep(job, replace(a_delivery(), cost=0.003))
    library.keep(job, replace(a_delivery(), cost=0.003))  # done before: nothing is added
    assert [entry.tally for entry in library.ledger().entries(FREE)] == [
        Tally(1, Decimal("0.003")),
        Tally(1, Decimal("0.002"), billed_failures=1),
    ]
    assert [past.cost for past in library.ledger().past_costs(SEGMIND, MODEL, 9)] == [Decimal("0.003")]
    assert library.failed_jobs() == []  # the first try is not brought up again


def test_what_may_have_been_paid_for_is_not_forgotten_when_it_is_sent_again(library: PictureLibrary) -> None:
    lost = a_sent_job(library)
    library.set_job_state(lost.id, JobState.OUTCOME_UNKNOWN, AppError(ErrorKind.OUTCOME_UNKNOWN))
    unread = fail(library, ErrorKind.REPLY_UNREADABLE)
    refused = fail(library, ErrorKind.NO_CREDITS)
    for job_id in (lost.id, unread, refused):
        library.set_job_state(job_id, JobState.QUEUED)
        library.set_job_state(job_id, JobState.SENDING)
        library.keep(job_id, replace(a_delivery(), cost=0.003))
    assert total(library.ledger().entries(FREE)) == Tally(3, Decimal("0.009"), unreported=1, unknown=1)
    assert library.jobs_in([JobState.OUTCOME_UNKNOWN]) == []


def test_a_try_that_failed_and_was_billed_stays_on_its_day_when_it_is_sent_again_by_itself(
    library: PictureLibrary, clock: FixedClock
) -> None:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.QUEUED, AppError(ErrorKind.SERVER_ERROR, cost=0.002))
    assert total(library.ledger().entries(FREE)) == Tally(1, Decimal("0.002"), billed_failures=1)
    clock.advance(days=1)
    library.set_job_state(job.id, JobState.SENDING)
    (picture,) = library.keep(job.id, replace(a_delivery(), cost=0.003))
    assert picture.cost == 0.003
    assert [entry.tally for entry in library.ledger().entries(FREE)] == [
        Tally(1, Decimal("0.003")),
        Tally(1, Decimal("0.002"), billed_failures=1),
    ]


def test_what_arrived_damaged_and_is_found_later_was_billed_when_it_arrived(
    library: PictureLibrary, clock: FixedClock
) -> None:
    job = fail(library, ErrorKind.IMAGE_DAMAGED, cost=0.002)
    begin = clock.now()
    clock.advance(days=40)
    library.spool(job, REPLY)
    assert total(library.ledger().entries(FREE)).cost == Decimal("0.002")  # while it is read, too
    library.keep(job, replace(a_delivery(), cost=None))
    (entry,) = library.ledger().entries(FREE)
    assert (entry.start, entry.tally) == (begin.astimezone().date(), Tally(1, Decimal("0.002")))


def test_what_may_have_been_paid_for_stays_on_its_day_when_it_is_forgotten(
    library: PictureLibrary, clock: FixedClock
) -> None:
    lost = a_sent_job(library)
    library.set_job_state(lost.id, JobState.OUTCOME_UNKNOWN, AppError(ErrorKind.OUTCOME_UNKNOWN))
    before = library.ledger().entries(FREE)
    clock.advance(days=40)
    library.set_job_state(lost.id, JobState.CANCELLED)
    assert library.ledger().entries(FREE) == before


def test_a_reply_that_is_gone_was_paid_for(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    library.set_job_state(job.id, JobState.FAILED, AppError(ErrorKind.REPLY_GONE))
    assert total(library.ledger().entries(FREE)) == Tally(unreported=1)
    library.set_job_state(job.id, JobState.QUEUED)
    assert total(library.ledger().entries(FREE)) == Tally(unreported=1)


def test_what_cannot_be_sent_again_leaves_nothing_behind(library: PictureLibrary, folder: Path) -> None:
    job = a_sent_job(library)
    library.keep(job.id, a_delivery())
    records = {path: path.read_bytes() for path in (folder / "records").iterdir()}
    with pytest.raises(IllegalTransition):
        library.set_job_state(job.id, JobState.QUEUED)
    assert {path: path.read_bytes() for path in (folder / "records").iterdir()} == records
