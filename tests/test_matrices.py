"""A few rows of each matrix; `python -m tests.matrices crash`, and the others, go through all."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.engines.segmind import statuses
from tests.engines.segmind.conftest import make_request
from tests.matrices import faults, monkey, soak_account
from tests.matrices.answers import Answer, Body
from tests.matrices.crash import Row, crash
from tests.matrices.fault_classes import classified
from tests.matrices.fault_world import Row as FaultRow
from tests.matrices.fault_world import play
from tests.matrices.monkey import Row as MonkeyRow
from tests.matrices.soak import soak
from tests.matrices.soak_memory import Look, flat
from tests.matrices.soak_service import FAULTS
from tests.matrices.two import Row as TwoRow
from tests.matrices.two import cases as cases_of_two
from tests.matrices.two import play as play_two
from tests.support.watchdog import Stall

FAULT_ROWS = {case.name: case for case in faults.CASES if case.delivery == "queued"} | {
    case.name: case for case in faults.CASES if case.delivery == "direct"
}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    ("delivery", "samples", "point", "name"),
    [
        pytest.param("direct", 4, 8, "after exchange", id="v1: made and paid for, no reply on disk"),
        pytest.param("queued", 4, 8, "after exchange", id="v2: accepted, no ticket on disk"),
        pytest.param("queued", 4, 12, "after set_waiting", id="v2: the ticket is on disk"),
    ],
)
def test_a_crash_loses_nothing_and_pays_once(delivery: str, samples: int, point: int, name: str) -> None:
    row = crash(delivery, samples, point)
    assert (row.name, row.state) == (name, JobState.DONE)
    assert (row.billed, row.pictures) == (1, samples)
    assert not row.is_bad


def test_a_loss_would_be_seen() -> None:
    fine = Row("direct", 4, 1, "", "done", billed=1, pictures=4, killed=True)
    assert not fine.is_bad
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=3, killed=True).lost == 1
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=8, killed=True).doubled == 4
    assert Row("direct", 4, 1, "", "done", billed=2, pictures=8, killed=True).paid_again == 1
    assert Row("direct", 4, 1, "", "done", billed=1, pictures=4, killed=False).is_bad


@pytest.mark.skipif(sys.platform == "win32", reason="signals and folders of Linux")
def test_a_second_program_hands_over_and_pays_nothing() -> None:
    (case,) = (case for case in cases_of_two() if case.name == "every folder another")
    assert not play_two(case).is_bad


def test_two_programs_on_one_library_would_be_seen() -> None:
    case = next(cases_of_two())
    fine = TwoRow(case, ("handed over",), 1, 1, 1, "done")
    assert not fine.is_bad
    for bad in (
        replace(fine, ends=(), has_it=2),
        replace(fine, ends=("refused",)),
        replace(fine, billed=2),
        replace(fine, pictures=0),
        replace(fine, state="outcome_unknown"),
    ):
        assert bad.is_bad


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "name",
    [
        "refused, reached after 100 s",
        "TLS: nobody vouches for the certificate",
        "reset in the body of the request",
        "reset at 50 % of the body",
        "length: longer than what comes",
        "JSON that repeats the key",
        "JSON bomb: 200,000 deep",
        "429: reset in 6 hours",
        "503 for ever",
        "307 to another host",
        "FAILED under 422",
        "status lost",
        "status lost, history: 503 once",
        "no reply, history: 500 once",
        "504, billed",
        "504, not made",
        "403 with a cost, billed",
        "504 for ever that bills, 5 jobs",
        "504 for ever that bills, 5 jobs, 8 at once",
        "504 with a cost, a later one there",
        "504, never made, a later one there",
        "history: late by 600 s",
        "the clock is +5 h off while it is sent",
        "output host redirects to another host",
        "output host redirects to https://10.0.0.5",
    ],
)
def test_a_fault_ends_as_was_said_beforehand(qtbot: QtBot, name: str) -> None:
    row = play(FAULT_ROWS[name])
    assert [word for word in row.wrong if word != "stalled"] == []  # the matrix itself holds the time


def test_a_wrong_end_of_a_fault_would_be_seen() -> None:
    case = FAULT_ROWS["503 once"]
    fine = FaultRow(case, case.state, case.said, "", Billed.YES, 1, 2, 1, 0, 0, 2.0, (), (), 2.0, 0.0)
    assert fine.wrong == []
    for bad in (
        replace(fine, state=JobState.FAILED),
        replace(fine, said=(ErrorKind.SERVER_ERROR,)),
        replace(fine, case=replace(case, found=True)),
        replace(fine, case=replace(case, found=False), found=1),
        replace(fine, told=Billed.NO),
        replace(fine, lies=1),
        replace(fine, posts=3),
        replace(fine, pictures=2),
        replace(fine, waited=60.0),
        replace(fine, leaks=("spool/1.reply",)),
        replace(fine, left=("10.0.0.5",)),
        replace(fine, stall=150.0, queued=40.0),
    ):
        assert len(bad.wrong) == 1
    assert replace(fine, billed=2).wrong == ["expected 1 billed of 2 sent", "paid twice"]
    assert not replace(fine, stall=150.0, queued=60.0).is_bad


def test_every_answer_proves_what_the_specification_says() -> None:
    rows = list(classified())
    assert sum(row.proofs.total() for row in rows) == 2 * 500 * 5 * 2
    assert [mistake for row in rows for mistake in row.mistakes] == []


def test_a_wrong_judgement_of_an_answer_would_be_seen() -> None:
    unknown = Answer("direct", 504, Body.HTML, has_cost=False)
    assert unknown.mistakes == []
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(statuses.REFUSALS, 504, ErrorKind.SERVICE_UNAVAILABLE)
        assert len(unknown.mistakes) == 3


def test_the_cases_have_names_of_their_own() -> None:
    names = [(case.name, case.delivery) for case in faults.CASES]
    assert len(names) == len(set(names))


@pytest.mark.logs_warnings
def test_forty_jobs_are_reconciled_to_the_last(qtbot: QtBot) -> None:
    rows = list(soak(40, share=0.2))
    account = {row.what: row.count for row in rows}
    assert [row for row in rows if row.is_bad] == []
    assert account["jobs ordered"] == 40
    assert account["answers that were faults"] > len(FAULTS)


def test_a_monkey_finds_nothing_wrong(qtbot: QtBot) -> None:
    row = monkey.play(0, gestures=25, pictures=300)
    assert row.gestures == 25
    # The matrix itself holds the time.
    assert replace(row, stalls=()) == MonkeyRow(0, 25, (), (), (), (), (), row.longest), monkey.line(row)


def test_what_a_monkey_finds_would_be_seen() -> None:
    fine = MonkeyRow(0, 25, (), (), (), (), (), 20.0)
    assert not fine.is_bad
    for bad in (
        replace(fine, exceptions=("KeyError",)),
        replace(fine, warnings=("QPainter",)),
        replace(fine, differences=("delete: 1 of 2 did not go to the Trash",)),
        replace(fine, selection=("click: 2 selected, 0 not shown; expected 1 and 0",)),
        replace(fine, stalls=(Stall(150.0, 120.0, 20.0, "here"),)),
    ):
        assert bad.is_bad
        assert len(monkey.line(bad).splitlines()) == 2


@pytest.mark.parametrize(
    ("state", "made", "kept", "by_person", "is_right"),
    [
        (JobState.DONE, 2, 2, False, True),
        (JobState.DONE, 2, 1, False, False),
        (JobState.DONE, 1, 2, False, False),
        (JobState.DONE, 0, 0, False, False),
        (JobState.OUTCOME_UNKNOWN, 0, 0, False, True),
        (JobState.OUTCOME_UNKNOWN, 1, 0, False, False),
        (JobState.CANCELLED, 0, 0, True, True),
        (JobState.CANCELLED, 1, 0, False, False),
        (JobState.RECEIVED, 1, 0, False, False),
    ],
)
def test_a_job_that_does_not_fit_the_bill_would_be_seen(
    state: JobState, made: int, kept: int, by_person: bool, is_right: bool
) -> None:
    job = Job(1, make_request(), state, datetime(2026, 11, 22, tzinfo=UTC))
    end = soak_account.verdict(job, made, kept, by_person=by_person)
    assert (end in soak_account.RIGHT) is is_right


@pytest.mark.parametrize(("leak", "is_flat"), [(0, True), (0.0003, True), (0.002, False)])
def test_a_leak_is_told_from_replies_under_way(leak: float, is_flat: bool) -> None:
    looks = [
        Look(jobs, 100, 20 + leak * jobs + (jobs % 75 == 0) * 4, 400_000 + (jobs % 100))
        for jobs in range(0, 2000, 25)
    ]
    rows = {row.what: row for row in flat(looks)}
    assert rows["megabytes held that 1,000 jobs add"].is_bad is not is_flat
