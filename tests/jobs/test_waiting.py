"""What is done by itself after a failure, what holds the queue up, and in which order it goes on."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SEGMIND, SKETCH
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.job_status import JobStatus
from tests.jobs.conftest import CLOUD, FREE, Studio
from tests.support.engine import ScriptedEngine
from tests.support.retry_failed import retry_failed

Open = Callable[..., Studio]
BUSY = AppError(ErrorKind.SERVICE_UNAVAILABLE, "busy")
OFFLINE = AppError(ErrorKind.CANNOT_CONNECT, "no route to host")


def only(studio: Studio) -> JobStatus:
    (status,) = studio.queue.statuses
    return status


def reasons(studio: Studio) -> list[HoldReason]:
    return [hold.reason for hold in studio.queue.holds]


def counts_down(studio: Studio) -> bool:
    return [status.retry_in is not None for status in studio.queue.statuses] == [True]


def submitted(studio: Studio, qtbot: QtBot, count: int) -> list[int]:
    """Have jobs wait in a paused queue, and return their ids."""
    studio.queue.pause()
    for _ in range(count):
        studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: studio.queue.waiting == count)
    return [status.job.id for status in studio.queue.statuses]


def order(studio: Studio) -> list[int]:
    return [status.job.id for status in studio.queue.statuses]


# Retries


def test_a_busy_service_is_asked_again_after_a_countdown(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    for failures, wait in enumerate((1.5, 3.0, 6.0), 1):
        engine.release(BUSY)
        qtbot.waitUntil(lambda: counts_down(studio))
        status = only(studio)
        assert (status.retry_in, status.attempt) == (wait, failures)
        assert status.retry_error is BUSY
        assert status.waits
        assert status.error is None
        assert studio.states() == [JobState.QUEUED]
        studio.later(wait - 0.1)
        assert len(engine.calls) == failures
        studio.later(0.1)
        qtbot.waitUntil(lambda failures=failures: len(engine.calls) == failures + 1)  # type: ignore[misc]
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.failed == []


def test_in_the_end_a_person_is_asked_and_may_begin_again(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    for tries in range(1, 7):
        engine.release(BUSY)
        qtbot.waitUntil(lambda tries=tries: len(engine.calls) == tries and not studio.runner.busy)  # type: ignore[misc]
        studio.later(121)
    assert studio.states() == [JobState.FAILED]
    assert only(studio).error is BUSY
    assert only(studio).attempt == 6
    assert len(studio.failed) == 1
    studio.queue.jobs.retry(only(studio).job.id)
    engine.release(BUSY)
    qtbot.waitUntil(lambda: counts_down(studio))
    assert only(studio).attempt == 1


def test_a_countdown_can_be_skipped_and_cancelled(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(BUSY)
    qtbot.waitUntil(lambda: counts_down(studio))
    studio.queue.jobs.skip_wait(only(studio).job.id)
    engine.release(BUSY)
    qtbot.waitUntil(lambda: len(engine.calls) == 2 and counts_down(studio))
    studio.queue.jobs.cancel(only(studio).job.id)
    studio.later(1000)
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.CANCELLED]
    assert len(engine.calls) == 2


def test_a_countdown_that_the_program_did_not_live_to_see_ends_in_one_request(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    first = open_studio(engine)
    first.queue.submit(CLOUD)
    engine.release(BUSY)
    qtbot.waitUntil(lambda: counts_down(first))
    first.queue.close()
    second = open_studio(engine)
    second.queue.recover()
    engine.release()
    qtbot.waitUntil(lambda: len(second.delivered) == 1)
    first.later(1000)
    assert len(engine.calls) == 2
    assert second.states() == [JobState.DONE]


@pytest.mark.parametrize("kind", [ErrorKind.OUTCOME_UNKNOWN, ErrorKind.BAD_REQUEST, ErrorKind.UNEXPECTED])
def test_what_may_cost_or_cannot_help_is_left_to_a_person(
    open_studio: Open, qtbot: QtBot, kind: ErrorKind
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(AppError(kind))
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    studio.later(10_000)
    assert len(engine.calls) == 1
    assert only(studio).retry_in is None


def test_a_picture_that_does_not_come_is_read_again_and_left_to_a_person_when_cancelled(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    engine.read_error = AppError(ErrorKind.PICTURE_NOT_FETCHED)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: counts_down(studio))
    assert not only(studio).waits  # it was sent
    studio.later(1.5)
    qtbot.waitUntil(lambda: engine.reads == 2 and counts_down(studio))
    studio.queue.jobs.cancel(only(studio).job.id)
    assert only(studio).error is engine.read_error
    studio.later(1000)
    assert engine.reads == 2
    engine.read_error = None
    retry_failed(studio.queue)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert len(engine.calls) == 1


def test_what_is_cancelled_while_it_is_queued_anew_stays_cancelled(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(AppError(ErrorKind.JOB_FAILED))
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    job_id = only(studio).job.id
    studio.queue.jobs.retry(job_id)
    studio.queue.jobs.cancel(job_id)
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.CANCELLED]
    assert studio.queue.statuses == []
    assert len(engine.calls) == 1


# Rate limits and pace


def test_a_rate_limit_pauses_the_whole_engine_and_no_other(open_studio: Open, qtbot: QtBot) -> None:
    cloud, free = ScriptedEngine(gated=True), ScriptedEngine(SKETCH, costs_money=False)
    studio = open_studio(cloud, free, concurrency=1)
    studio.queue.submit(CLOUD)
    studio.queue.submit(CLOUD)
    reset = studio.time.utc() + timedelta(seconds=40)
    cloud.release(AppError(ErrorKind.RATE_LIMITED, reset=reset.isoformat()))
    qtbot.waitUntil(lambda: studio.queue.waiting == 2 and not studio.runner.busy)
    assert studio.queue.holds == [Hold(HoldReason.RATE_LIMIT, SEGMIND, 41.0)]
    studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    studio.later(40)
    assert len(cloud.calls) == 1
    studio.later(1.5)  # to where the learnt pace, one a minute, says the same
    assert reasons(studio) == [HoldReason.PACE]
    studio.later(20)
    qtbot.waitUntil(lambda: len(cloud.calls) == 2)
    cloud.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
    assert reasons(studio) == [HoldReason.PACE]
    studio.later(60)
    cloud.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)
    assert studio.failed == []


def test_no_more_go_out_in_a_minute_than_the_setting_says_unless_a_person_insists(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine, concurrency=4)
    studio.per_minute = 2
    for _ in range(5):
        studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.delivered) == 2 and studio.queue.waiting == 3)
    assert studio.queue.holds == [Hold(HoldReason.PACE, SEGMIND, 60.0)]
    studio.queue.jobs.skip_wait(order(studio)[1])
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)
    studio.per_minute = 4
    studio.queue.pump()
    qtbot.waitUntil(lambda: len(studio.delivered) == 4)
    studio.later(60)
    qtbot.waitUntil(lambda: len(studio.delivered) == 5)
    assert studio.queue.holds == []


def test_what_is_drawn_here_never_waits(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(SKETCH, costs_money=False)
    studio = open_studio(engine)
    studio.per_minute = 1
    studio.queue.hold(SKETCH, HoldReason.NO_CREDITS)
    for _ in range(5):
        studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(studio.delivered) == 5)


# Offline


def test_offline_jobs_wait_and_start_when_the_service_answers(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    engine.offline = True
    studio = open_studio(engine, concurrency=2)
    for _ in range(3):
        studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(engine.calls) == 2)
    engine.release(OFFLINE)
    engine.release(OFFLINE)
    qtbot.waitUntil(lambda: studio.queue.waiting == 3 and not studio.runner.busy)
    assert studio.queue.holds == [Hold(HoldReason.OFFLINE, SEGMIND, 1.5)]
    for probes in range(1, 21):
        studio.later(31)
        qtbot.waitUntil(lambda probes=probes: engine.probes == probes and not studio.runner.busy)  # type: ignore[misc]
    assert len(engine.calls) == 2  # nothing was sent to find out
    assert studio.failed == []
    assert [status.attempt for status in studio.queue.statuses] == [0, 0, 0]
    engine.offline = False
    studio.later(31)
    qtbot.waitUntil(lambda: len(engine.calls) == 4)
    for _ in range(3):
        engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)


def test_a_person_may_have_it_looked_at_once(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(OFFLINE)
    qtbot.waitUntil(lambda: [one.retry_error for one in studio.queue.statuses] == [OFFLINE])
    assert not counts_down(studio)  # when it is sent is not known: the hold counts down to the next look
    studio.queue.jobs.skip_wait(only(studio).job.id)
    qtbot.waitUntil(lambda: len(engine.calls) == 2)
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert engine.probes == 1


def test_one_silent_server_of_several_holds_only_its_own_job(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(AppError(ErrorKind.CANNOT_CONNECT, partly=1))
    qtbot.waitUntil(lambda: [one.retry_error is None for one in studio.queue.statuses] == [False])
    assert studio.queue.holds == []
    assert counts_down(studio)
    studio.queue.submit(CLOUD)
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert engine.probes == 0


def test_without_anything_to_send_nobody_asks_whether_it_could_be(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(OFFLINE)
    qtbot.waitUntil(lambda: [one.retry_error for one in studio.queue.statuses] == [OFFLINE])
    studio.queue.jobs.cancel_waiting()
    studio.later(1000)
    assert engine.probes == 0
    assert studio.queue.holds == []


# Holds


def test_a_paused_queue_sends_nothing_and_goes_on(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)
    said: list[bool] = []
    studio.queue.paused.connect(said.append)
    submitted(studio, qtbot, 2)
    assert studio.queue.is_paused
    assert studio.queue.holds == [Hold(HoldReason.PAUSED)]
    assert engine.calls == []
    studio.queue.resume()
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
    assert said == [True, False]
    assert studio.queue.holds == []


def test_a_held_engine_waits_until_it_is_released(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)
    studio.queue.hold(SEGMIND, HoldReason.LOW_BALANCE)
    studio.queue.hold(SEGMIND, HoldReason.NO_CREDITS)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: studio.queue.waiting == 1)
    studio.queue.release(SEGMIND, HoldReason.NO_CREDITS)
    studio.queue.jobs.skip_wait(only(studio).job.id)  # not what a countdown ends
    assert reasons(studio) == [HoldReason.LOW_BALANCE]
    assert engine.calls == []
    studio.queue.release(SEGMIND, HoldReason.LOW_BALANCE)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)


# Order


def test_a_person_s_order_is_sent_and_outlives_the_program(open_studio: Open, qtbot: QtBot) -> None:
    studio = open_studio(ScriptedEngine())
    a, b, c, d = submitted(studio, qtbot, 4)
    studio.queue.jobs.move([d, a], c)
    assert order(studio) == [b, d, a, c]
    studio.queue.jobs.run_next(c)
    assert order(studio) == [c, b, d, a]
    studio.queue.jobs.move([b])
    assert order(studio) == [c, d, a, b]
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: studio.queue.waiting == 5 and not studio.runner.busy)
    last = order(studio)[-1]
    assert order(studio) == [c, d, a, b, last]
    studio.queue.close()
    later = open_studio(ScriptedEngine(), concurrency=1)
    later.queue.recover()
    qtbot.waitUntil(lambda: len(later.delivered) == 5)
    assert [outcome.job.id for outcome in later.delivered] == [c, d, a, b, last]


def test_there_is_always_room_between_two(open_studio: Open, qtbot: QtBot) -> None:
    studio = open_studio(ScriptedEngine())
    a, b, c = submitted(studio, qtbot, 3)
    for _ in range(60):
        studio.queue.jobs.move([c], b)
        studio.queue.jobs.move([b], c)
    assert order(studio) == [a, b, c]
    places = [status.job.place for status in studio.queue.statuses]
    assert all(left < right for left, right in pairwise(places))
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert [job.id for job in studio.library.unfinished_jobs()] == [a, b, c]


def test_a_move_of_nothing_or_of_what_runs_changes_nothing(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=1)
    for _ in range(3):
        studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: (studio.queue.running, studio.queue.waiting) == (1, 2))
    before = order(studio)
    for moved in ([], [before[0]], [999]):
        studio.queue.jobs.move(moved, before[2])
    studio.queue.jobs.run_next(before[1])
    assert order(studio) == before


# The next start


def test_free_jobs_of_the_last_session_do_not_wait_for_the_keychain(open_studio: Open, qtbot: QtBot) -> None:
    cloud, free = ScriptedEngine(), ScriptedEngine(SKETCH, costs_money=False)
    studio = open_studio(cloud, free)
    studio.library.add_job(CLOUD)
    studio.library.add_job(FREE)
    studio.queue.recover(hold=True)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.states() == [JobState.QUEUED, JobState.DONE]
    studio.queue.go_on()
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
