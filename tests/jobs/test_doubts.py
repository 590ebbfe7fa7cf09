"""Two unknown outcomes in a row, and what counts as one."""

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.doubts import Doubts

LOST = AppError(ErrorKind.OUTCOME_UNKNOWN, status=504)
CHARGED = AppError(ErrorKind.OUTCOME_UNKNOWN, status=504, cost=0.003)
OURS = AppError(ErrorKind.UNEXPECTED)
REFUSED = AppError(ErrorKind.BAD_REQUEST, status=400)
BUSY = AppError(ErrorKind.SERVICE_UNAVAILABLE, status=503)
OFFLINE = AppError(ErrorKind.CANNOT_CONNECT)
CANCELLED = AppError(ErrorKind.CANCELLED)
AWAY = AppError(ErrorKind.OUTCOME_UNKNOWN, request_id="rq-1", because=str(ErrorKind.CANNOT_CONNECT))


def may_send(doubts: Doubts) -> bool:
    return doubts.may_send


@pytest.mark.parametrize(
    ("ends", "is_known"),
    [
        ([LOST], False),
        ([LOST, LOST], True),
        ([CHARGED, LOST], True),
        ([OURS, OURS], True),
        ([LOST, None, LOST], False),
        ([LOST, REFUSED, LOST], False),
        ([LOST, BUSY, LOST], False),
        ([LOST, OFFLINE, LOST], True),  # which was no answer
        ([LOST, CANCELLED, LOST], True),
        ([AWAY, AWAY, AWAY], False),  # nobody was there to be asked
    ],
)
def test_two_in_a_row(ends: list[AppError | None], is_known: bool) -> None:
    doubts = Doubts()
    for job_id, error in enumerate(ends):
        doubts.sent(job_id)
        doubts.learn(job_id, error)
    assert doubts.is_known is is_known


def test_one_that_is_settled_ends_it_and_the_next_goes_alone() -> None:
    doubts = _held()
    doubts.settle({2})
    assert not doubts.is_known
    assert may_send(doubts)
    doubts.sent(3)
    assert not may_send(doubts)
    doubts.learn(3, None)
    assert may_send(doubts)
    doubts.settle(set())
    assert may_send(doubts)


def test_a_person_goes_on_with_two_at_a_time() -> None:
    doubts = _held()
    doubts.go_on()
    doubts.sent(3)
    assert may_send(doubts)
    doubts.sent(4)
    assert not may_send(doubts)


def test_before_the_first_answer_no_more_are_sent_than_may_be_lost() -> None:
    doubts = Doubts()
    doubts.sent(1)
    doubts.sent(2)
    assert not may_send(doubts)
    doubts.learn(1, REFUSED)
    assert may_send(doubts)


def test_a_ticket_is_an_answer_but_what_it_stands_for_may_be_lost_all_the_same() -> None:
    doubts = Doubts()
    for job_id in (1, 2):
        doubts.sent(job_id)
        doubts.accepted(job_id)
        assert may_send(doubts)
        doubts.learn(job_id, LOST)
    assert doubts.is_known


def _held() -> Doubts:
    doubts = Doubts()
    for job_id in (1, 2):
        doubts.sent(job_id)
        doubts.learn(job_id, LOST)
    assert doubts.is_known
    return doubts
