"""Finding what was lost: the queue, the engine, the loopback service's history and a real library."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.history import SegmindHistory
from portrait_app.jobs.finder import Finder, LookupResult
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import open_library
from portrait_app.system.clock import SystemClock
from tests.engines.segmind.conftest import MemorySettings
from tests.jobs.studio import QueueStudio
from tests.support.retry_failed import retry_failed
from tests.support.segmind_behaviours import (
    as_usual,
    close_before_reply,
    hang,
    paid,
    status,
    truncated_image,
    with_headers,
)
from tests.support.segmind_service import KEY, Behaviour, Received, SegmindService
from tests.support.timing import TestTime

PORTRAIT = GenerationRequest("potraitsd1.5-txt2img", {**SAMPLE_VALUES, "samples": 2})


class Studio(QueueStudio):
    """Set to direct delivery."""

    def __init__(self, folder: Path, service: SegmindService, key: str = KEY) -> None:
        self.time = TestTime()
        self.credentials = Credentials()
        self.credentials.set(key, KeySource.SESSION)
        self.settings = settings = MemorySettings(api_url=service.url)
        engine = SegmindEngine(self.credentials, settings, poll_seconds=0.005)
        library, runner = open_library(folder, SystemClock()), TaskRunner()
        finder = Finder(
            {"segmind": SegmindHistory(engine, settings)},
            library,
            lambda: self.credentials.key,
            self.time.timing,
        )
        queue = GenerationQueue(
            {"segmind": engine}, library, runner, lambda: 2, finder, timing=self.time.timing
        )
        super().__init__(library, runner, queue)
        self.looked: list[LookupResult] = []
        queue.looked.connect(self.looked.append)


@pytest.fixture
def service() -> Iterator[SegmindService]:
    with SegmindService() as running:
        yield running


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot, service: SegmindService) -> Iterator[Callable[..., Studio]]:
    started: list[Studio] = []

    def start_one(key: str = KEY) -> Studio:
        started.append(Studio(tmp_path / "library", service, key))
        return started[-1]

    yield start_one
    for studio in started:
        studio.close()


def posts(service: SegmindService) -> int:
    return [received.method for received in service.received].count("POST")


def lose(studio: Studio, service: SegmindService, qtbot: QtBot) -> int:
    """Have a request made whose answer never comes, and return its job."""
    service.next(close_before_reply())
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    assert studio.states()[-1] is JobState.OUTCOME_UNKNOWN
    return studio.failed[-1].job.id


def deliver(studio: Studio, qtbot: QtBot, prompt: str) -> None:
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.submit(PORTRAIT.with_values(prompt=prompt))


def look(studio: Studio, job_id: int, qtbot: QtBot) -> LookupResult:
    with qtbot.waitSignal(studio.queue.looked):
        studio.queue.jobs.look(job_id)
    return studio.looked[-1]


def test_the_one_match_is_fetched_and_kept_without_paying_again(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    with qtbot.waitSignal(studio.queue.settled) as settled:
        studio.queue.jobs.look(job_id)
    assert settled.args == [job_id]
    (outcome,) = studio.delivered
    assert len(outcome.pictures) == 2
    assert studio.states() == [JobState.DONE]
    assert studio.queue.statuses == []
    assert (posts(service), len(service.billed)) == (1, 1)


def test_of_two_that_are_lost_each_finds_its_own_picture(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    first, second = lose(studio, service, qtbot), lose(studio, service, qtbot)
    candidates = look(studio, first, qtbot).candidates
    assert len(candidates) == 2
    assert studio.states() == [JobState.OUTCOME_UNKNOWN] * 2
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.take(first, candidates[1])
    studio.queue.jobs.take(second, candidates[1])  # it belongs to the first by now
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.DONE, JobState.OUTCOME_UNKNOWN]
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.look(second)
    ids = [outcome.delivery.request_id for outcome in studio.delivered if outcome.delivery]
    assert ids == [candidates[1].request_id, candidates[0].request_id]
    assert (posts(service), len(service.billed)) == (2, 2)


def test_a_picture_that_may_be_another_jobs_is_not_taken_unasked(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    service.records.rows.clear()  # it was never made, so there is nothing to be found
    with qtbot.waitSignal(studio.queue.delivered):  # the same again; its reply tells another id
        studio.queue.submit(PORTRAIT)
    assert len(look(studio, job_id, qtbot).candidates) == 1
    assert studio.states() == [JobState.OUTCOME_UNKNOWN, JobState.DONE]


def test_what_was_never_made_stays_unknown(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    service.records.rows.clear()
    looked = look(studio, job_id, qtbot)
    assert (looked.candidates, looked.pending, looked.error) == ((), False, None)
    (left,) = studio.queue.statuses
    assert left.error is not None
    assert left.error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert not left.running


def test_what_is_still_being_made_is_said_to_be(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    for row in service.records.rows:
        row.update(model_status="PENDING", generation_url=None)
    assert look(studio, job_id, qtbot).pending
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]


def test_what_failed_at_the_service_was_not_paid_for_and_can_be_sent_anew(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    for row in service.records.rows:
        row.update(model_status="FAILED", generation_url=None, error="out of memory")
    outcome = look(studio, job_id, qtbot).outcome
    assert outcome is not None
    assert outcome.error is not None
    assert outcome.error.kind is ErrorKind.JOB_FAILED
    assert studio.states() == [JobState.FAILED]


def test_a_history_that_cannot_be_asked_changes_nothing(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    service.next(status(503))
    error = look(studio, job_id, qtbot).error
    assert isinstance(error, AppError)
    assert error.kind is ErrorKind.SERVICE_UNAVAILABLE
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]
    assert studio.queue.statuses[0].error is not None


def test_a_look_that_is_cancelled_leaves_the_job_as_it_was(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    service.next(hang())
    studio.queue.jobs.look(job_id)
    qtbot.waitUntil(lambda: len(service.received) == 2)
    with qtbot.waitSignal(studio.queue.looked):
        studio.queue.jobs.cancel(job_id)
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]
    assert [entry.job.id for entry in studio.queue.statuses] == [job_id]


def test_the_next_start_looks_once_as_soon_as_there_is_a_key(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    lose(studio, service, qtbot)
    studio.close()
    asked = len(service.received)
    later = start(key="")
    later.queue.recover()
    qtbot.waitUntil(lambda: not later.runner.busy)
    assert len(service.received) == asked
    later.credentials.set(KEY, KeySource.SESSION)
    with qtbot.waitSignal(later.queue.delivered):
        later.queue.pump()
    later.queue.pump()
    qtbot.waitUntil(lambda: not later.runner.busy)
    assert later.states() == [JobState.DONE]
    assert (posts(service), len(service.billed)) == (1, 1)


def test_a_look_that_is_cancelled_while_the_picture_comes_keeps_the_job_in_sight(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = lose(studio, service, qtbot)
    asked = len(service.received)
    service.choose = lambda received: hang() if len(service.received) > asked + 1 else None
    studio.queue.jobs.look(job_id)
    qtbot.waitUntil(lambda: studio.states() == [JobState.RECEIVED])
    studio.queue.jobs.cancel(job_id)
    qtbot.waitUntil(lambda: not studio.queue.running)
    (status_,) = studio.queue.statuses
    assert status_.error is not None
    assert status_.error.kind is ErrorKind.PICTURE_NOT_FETCHED
    service.choose = lambda _: None
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.retry(job_id)
    assert len(service.billed) == 1


def test_an_outage_uses_up_no_look(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    lose(studio, service, qtbot)
    asked = len(service.received)
    service.next(*[status(503)] * 12)
    for _ in range(12):
        studio.time.advance(300)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert len(service.received) == asked + 12
    studio.time.advance(300)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.pump()


def test_what_is_with_the_service_is_asked_for_until_a_long_outage_is_over(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    studio.settings.set("delivery", "queued")
    for limit in ("connect_timeout", "read_timeout"):
        studio.settings.set(limit, 0.2)
    service.choose = lambda received: status(503) if received.method == "GET" else None
    studio.queue.submit(PORTRAIT)

    def fails(times: int) -> None:
        qtbot.waitUntil(lambda: len(studio.failed) == times)

    fails(1)
    for times in range(2, 10):
        studio.time.advance(300)
        studio.queue.pump()
        fails(times)
    service.choose = lambda _: None
    for limit in ("connect_timeout", "read_timeout"):
        studio.settings.set(limit, 5)
    studio.time.advance(300)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.pump()
    assert len(service.billed) == 1


def test_nothing_is_looked_for_by_itself_for_ever(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    lose(studio, service, qtbot)
    asked = len(service.received)
    service.next(*[status(503)] * 60)
    for _ in range(40):
        studio.time.advance(300)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert len(service.received) - asked < 20
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]


def test_what_was_lost_in_this_session_is_looked_for_by_itself(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    lose(studio, service, qtbot)
    asked = len(service.received)
    address = studio.settings.value("api_url")
    studio.settings.set("api_url", "http://127.0.0.1:9")  # the network is gone
    for _ in range(9):
        studio.time.advance(130)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert (len(service.received), studio.looked) == (asked, [])
    studio.settings.set("api_url", address)
    studio.time.advance(130)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.pump()
    assert studio.states() == [JobState.DONE]
    assert (posts(service), len(service.billed)) == (1, 1)


def test_it_is_looked_for_for_a_quarter_of_an_hour_and_then_a_person_decides(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    service.next(close_before_arrival())
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    looked = []
    for _ in range(120):
        studio.time.advance(10)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
        looked.append(len(studio.looked))
    assert looked[5] >= 3  # soon at first,
    assert looked[-1] <= 15  # then seldom,
    assert looked[88] < looked[92] == looked[-1]  # and last when the time is over
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]
    assert posts(service) == 1


def test_one_listing_serves_all_that_are_lost_and_there_is_no_other_for_half_a_minute(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    for _ in range(2):
        service.next(close_before_arrival())
        with qtbot.waitSignal(studio.queue.failed):
            studio.queue.submit(PORTRAIT)
    asked = len(service.received)
    moments: list[float] = []

    def note(received: Received) -> None:
        if "page=1&" in received.path:
            moments.append(studio.time.seconds)

    service.choose = note
    for _ in range(100):
        studio.time.advance(1)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert len(studio.looked) >= 6
    assert len(service.received) > asked
    assert all(later - before >= 30 for before, later in itertools.pairwise(moments))


def test_what_its_history_proves_was_never_made_is_sent_again(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    """Only that: read a quarter of an hour later, a later request of ours in it, and not this one."""
    studio = start()
    deliver(studio, qtbot, "an earlier one")
    service.next(close_before_arrival())
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    deliver(studio, qtbot, "a later one")
    for _ in range(4):
        studio.time.advance(200)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert posts(service) == 3
    service.records.clock_ahead = timedelta(minutes=15, seconds=1)
    studio.time.advance(200)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.pump()
    assert (posts(service), len(service.billed)) == (4, 3)
    assert [looked.never_made for looked in studio.looked][-1]


@pytest.mark.parametrize("missing", ["a later request", "the time", "the listing", "a cost of nothing"])
def test_without_that_proof_a_person_is_asked(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService, missing: str
) -> None:
    studio = start()
    deliver(studio, qtbot, "an earlier one")
    lost = status(504, headers={"x-cost": "0.003"} if missing == "a cost of nothing" else {})
    service.next(lost)
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    if missing != "a later request":
        deliver(studio, qtbot, "a later one")
    if missing != "the time":
        service.records.clock_ahead = timedelta(minutes=16)
    if missing == "the listing":
        service.choose = lambda received: status(404) if "history" in received.path else None
    sent = posts(service)
    for _ in range(30):
        studio.time.advance(130)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert posts(service) == sent
    assert studio.states()[1] is JobState.OUTCOME_UNKNOWN


def test_a_clock_that_is_put_right_in_between_does_no_harm(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    """It was five hours ahead of the service's while the request was sent, and then the same."""
    studio = start()
    service.records.clock_ahead = -timedelta(hours=5)
    deliver(studio, qtbot, "an earlier one")  # by its answer the service's time is known
    job_id = lose(studio, service, qtbot)
    (job,) = studio.library.jobs_in([JobState.OUTCOME_UNKNOWN])
    assert job.sent is not None
    assert job.sent_there is not None
    assert timedelta(hours=4) < job.sent - job.sent_there < timedelta(hours=6)
    service.choose = lambda received: (
        with_headers({"Date": format_datetime(datetime.now(UTC), usegmt=True)})
        if "history" in received.path
        else None
    )
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.look(job_id)
    assert len(service.billed) == 2


def test_two_that_are_lost_hold_the_queue_until_one_is_found(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    service.choose = lambda received: paid(status(504)) if received.method == "POST" else None
    for number in range(5):
        studio.queue.submit(PORTRAIT.with_values(prompt=f"portrait {number}"))
    qtbot.waitUntil(lambda: len(studio.failed) == 2 and not studio.runner.busy)
    assert len(service.billed) == 2
    assert studio.queue.holds == [Hold(HoldReason.DOUBT, "segmind")]
    service.choose = lambda _: None
    studio.time.advance(10)
    studio.queue.pump()
    qtbot.waitUntil(lambda: len(studio.delivered) == 5)
    assert studio.queue.holds == []
    assert (posts(service), len(service.billed)) == (5, 5)


def test_a_person_may_go_on_though_two_are_lost(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    service.next(close_before_arrival(), close_before_arrival())
    for number in range(4):
        studio.queue.submit(PORTRAIT.with_values(prompt=f"portrait {number}"))
    qtbot.waitUntil(lambda: len(studio.failed) == 2 and not studio.runner.busy)
    waiting = [one.job.id for one in studio.queue.statuses if one.waits]
    assert len(waiting) == 2
    studio.queue.jobs.skip_wait(waiting[0])
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
    assert studio.queue.holds == []


def test_a_start_soon_after_two_were_lost_holds_the_queue_too(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    service.next(close_before_arrival(), close_before_arrival())
    for number in range(4):
        studio.queue.submit(PORTRAIT.with_values(prompt=f"portrait {number}"))
    qtbot.waitUntil(lambda: len(studio.failed) == 2 and not studio.runner.busy)
    studio.close()
    later = start()
    later.time.advance((datetime.now(UTC) - later.time.utc()).total_seconds())  # as the library's clock
    later.queue.recover()
    qtbot.waitUntil(lambda: not later.runner.busy)
    assert posts(service) == 2
    assert later.queue.holds == [Hold(HoldReason.DOUBT, "segmind")]


def close_before_arrival() -> Behaviour:
    """Hang up without doing the work."""
    return lambda _: None


def test_what_an_expired_ticket_stood_for_is_fetched_from_the_history(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    studio.settings.set("delivery", "queued")
    service.next(as_usual(), *(status(404) for _ in range(3)))
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    (job,) = studio.library.jobs_in([JobState.OUTCOME_UNKNOWN])
    assert job.ticket is not None
    service.next(*(status(404) for _ in range(3)))
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.retry(job.id)
    assert studio.states() == [JobState.DONE]
    assert (posts(service), len(service.billed)) == (1, 1)


# What arrived damaged


def damage(studio: Studio, service: SegmindService, qtbot: QtBot) -> int:
    """Have a request answered with what cannot be read, and return its job."""
    service.next(truncated_image())
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(ONE)
    assert studio.states()[-1] is JobState.FAILED
    return studio.failed[-1].job.id


ONE = GenerationRequest("potraitsd1.5-txt2img", {**SAMPLE_VALUES, "samples": 1})


def test_a_picture_that_arrived_damaged_is_looked_for_by_itself_and_counted_once(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = damage(studio, service, qtbot)
    (failed,) = studio.library.jobs_in([JobState.FAILED])
    assert failed.cost == pytest.approx(service.records.rows[0]["credits_deduction"])
    studio.time.advance(130)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.pump()
    (job,) = studio.library.jobs_in([JobState.DONE])
    assert (job.id, job.cost) == (job_id, failed.cost)
    assert (posts(service), len(service.billed)) == (1, 1)
    assert [path.suffix for path in (studio.library.folder / "spool").iterdir()] == [".unread"]


def test_what_was_found_and_is_damaged_too_is_left_to_a_person(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = damage(studio, service, qtbot)
    service.next(as_usual(), truncated_image())  # its row of the history, and the picture
    for _ in range(9):
        studio.time.advance(130)
        studio.queue.pump()
        qtbot.waitUntil(lambda: not studio.runner.busy)
    assert len(studio.looked) == 1
    (left,) = studio.queue.statuses
    assert left.error is not None
    assert left.error.kind is ErrorKind.IMAGE_DAMAGED
    assert left.job.cost == pytest.approx(service.records.rows[0]["credits_deduction"])
    outcome = look(studio, job_id, qtbot).outcome  # as often as a person likes
    assert outcome is not None
    assert outcome.error is None
    assert len(service.billed) == 1


def test_what_the_history_does_not_have_stays_damaged_and_is_sent_no_second_time(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    job_id = damage(studio, service, qtbot)
    service.records.rows.clear()
    assert look(studio, job_id, qtbot).outcome is None
    retry_failed(studio.queue)
    qtbot.waitUntil(lambda: not studio.runner.busy)
    (left,) = studio.queue.statuses
    assert left.error is not None
    assert left.error.kind is ErrorKind.IMAGE_DAMAGED
    assert studio.states() == [JobState.FAILED]
    assert posts(service) == 1


def test_a_damaged_result_of_a_ticket_is_looked_up_by_its_id(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    studio.settings.set("delivery", "queued")
    service.records.polls = 0
    service.next(as_usual(), as_usual(), as_usual(), truncated_image())
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(ONE)
    assert studio.states() == [JobState.FAILED]
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.look(studio.failed[0].job.id)
    assert any(received.path.endswith("/request-history/rq-1") for received in service.received)
    assert (posts(service), len(service.billed)) == (1, 1)


def test_a_damaged_one_is_looked_for_at_the_next_start_and_left_alone_once_dismissed(
    start: Callable[..., Studio], qtbot: QtBot, service: SegmindService
) -> None:
    studio = start()
    damage(studio, service, qtbot)
    studio.queue.jobs.dismiss(damage(studio, service, qtbot))
    qtbot.waitUntil(lambda: not studio.runner.busy)
    studio.close()
    later = start()
    assert later.states() == [JobState.FAILED, JobState.FAILED]  # its reply on the disk is no news
    with qtbot.waitSignal(later.queue.looked):
        later.queue.recover()
    assert len(later.looked[0].candidates) == 2  # two alike: which is whose, a person says
    assert later.states() == [JobState.FAILED, JobState.FAILED]
