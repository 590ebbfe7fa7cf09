"""The only steps a job may take."""

import itertools

import pytest

from portrait_app.core.job import (
    NEEDS_USER,
    TRANSITIONS,
    UNFINISHED,
    IllegalTransition,
    JobState,
    check_transition,
)


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(JobState)


@pytest.mark.parametrize(("now", "to"), list(itertools.product(JobState, JobState)))
def test_a_step_is_allowed_exactly_where_the_table_says(now: JobState, to: JobState) -> None:
    if to in TRANSITIONS[now]:
        check_transition(now, to)
    else:
        with pytest.raises(IllegalTransition, match=f"{now} to {to}"):
            check_transition(now, to)


def test_a_paid_picture_may_still_arrive_for_a_cancelled_job() -> None:
    assert JobState.RECEIVED in TRANSITIONS[JobState.CANCELLED]


def test_nothing_leaves_done() -> None:
    assert TRANSITIONS[JobState.DONE] == frozenset()


def test_a_job_is_never_both_unfinished_and_waiting_for_a_person() -> None:
    assert not UNFINISHED & NEEDS_USER
