"""At which times a lost job is looked for."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.delivery import Candidate, RemoteState, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.finder import LookupResult
from portrait_app.jobs.lookup_schedule import look_again, look_later
from tests.jobs.conftest import CLOUD
from tests.support.timing import TestTime

QUARTER = 15 * 60


def lost(time: TestTime, **others: object) -> JobEntry:
    job = Job(1, CLOUD, JobState.OUTCOME_UNKNOWN, time.utc(), sent=time.utc())
    return JobEntry(replace(job, **others))  # type: ignore[arg-type]  # fields of a job


def looks(entry: JobEntry, time: TestTime, error: AppError | None = None) -> list[float]:
    """Return after how many seconds it is looked for, each time in vain."""
    started, moments = time.seconds, list[float]()
    look_later(entry, time.timing, error)
    while entry.due is not None and len(moments) < 200:
        time.seconds, entry.due = entry.due, None
        moments.append(time.seconds - started)
        look_later(entry, time.timing, error)
    return moments


@given(st.floats(0, 1, exclude_max=True))
def test_soon_then_seldom_and_once_when_the_time_is_over(chance: float) -> None:
    time = TestTime(chance)
    moments = looks(lost(time), time)
    assert 4 <= moments[0] <= 8
    assert 8 <= len(moments) <= 25
    assert QUARTER < moments[-1] < QUARTER + 60
    assert moments[-2] < QUARTER


def test_one_with_a_ticket_is_asked_for_while_that_holds() -> None:
    time = TestTime()
    moments = looks(lost(time, ticket=Ticket("rq-1")), time, AppError(ErrorKind.OUTCOME_UNKNOWN))
    assert 3600 < moments[-1] < 3660


def test_one_that_was_sent_long_ago_is_not_looked_for_again() -> None:
    time = TestTime()
    assert looks(lost(time, sent=time.utc() - timedelta(hours=2)), time) == []


def test_a_clock_that_makes_no_sense_costs_no_look() -> None:
    time = TestTime()
    assert looks(lost(time, sent=time.utc() + timedelta(days=9)), time)[-1] > QUARTER


def test_what_a_look_says_decides_about_the_next() -> None:
    time = TestTime()
    entry = lost(time)
    job = entry.job
    assert look_again(entry, LookupResult(job, never_made=True), time.timing)
    assert entry.due is None
    candidate = Candidate("rq-1", time.utc(), RemoteState.MADE, ("picture",))
    assert not look_again(entry, LookupResult(job, candidates=(candidate,)), time.timing)
    assert entry.due is None  # a person chooses
    refused = AppError(ErrorKind.KEY_REJECTED)
    assert not look_again(entry, LookupResult(job, error=refused), time.timing)
    assert entry.due is None  # a person has to do something
    assert not look_again(entry, LookupResult(job, too_early=12.0), time.timing)
    assert entry.due == time.seconds + 12
