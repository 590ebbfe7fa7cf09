"""A service that answers and serves nobody: one job at a time finds out when it does again."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES, SEGMIND, SKETCH
from portrait_app.core.delivery import Delivery, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from portrait_app.core.retry import MOST_PROBES, outage_delay
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.outage import Outage
from tests.jobs.conftest import CLOUD, FREE, Studio
from tests.support.engine import ScriptedEngine
from tests.support.timing import TestTime

Open = Callable[..., Studio]
BUSY = AppError(ErrorKind.SERVICE_UNAVAILABLE, "busy")
BROKEN = AppError(ErrorKind.SERVER_ERROR, "broken")
LIMITED = AppError(ErrorKind.RATE_LIMITED)
LOST = AppError(ErrorKind.OUTCOME_UNKNOWN)
REFUSED = AppError(ErrorKind.BAD_REQUEST)
OFFLINE = AppError(ErrorKind.CANNOT_CONNECT)
CANCELLED = AppError(ErrorKind.CANCELLED)
DISK_FULL = AppError(ErrorKind.DISK_FULL)
NO_KEY = AppError(ErrorKind.KEY_MISSING)


class DownEngine(ScriptedEngine):
    """Answers each prompt with its error, as long as it has one."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: dict[str, AppError] = {}
        self.down: AppError | None = BUSY

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        error = self.errors.get(request.prompt, self.down)
        if error is not None:
            self.calls.append(request)
            raise error
        return super().generate(request, handover)

    @property
    def asked(self) -> list[str]:
        return [request.prompt for request in self.calls]


def portraits(studio: Studio, qtbot: QtBot, names: str) -> None:
    """Ask for a portrait of each letter."""
    for name in names:
        studio.queue.submit(GenerationRequest(CLOUD.endpoint, {**SAMPLE_VALUES, "prompt": name}))
    settle(studio, qtbot)


def settle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not studio.runner.busy)


def later(studio: Studio, qtbot: QtBot, seconds: float) -> None:
    studio.later(seconds)
    settle(studio, qtbot)


def hold(studio: Studio) -> Hold | None:
    return next(iter(studio.queue.holds), None)


def outlast(studio: Studio, qtbot: QtBot, probes: int) -> None:
    """Have so many jobs tried."""
    for _ in range(probes):
        held = hold(studio)
        assert held is not None
        assert held.reason is HoldReason.OUTAGE
        assert held.seconds
        later(studio, qtbot, held.seconds)


def knows(studio: Studio) -> bool:
    return [held.reason for held in studio.queue.holds] == [HoldReason.OUTAGE]


# What is an outage


@pytest.mark.parametrize(
    ("answers", "is_known"),
    [
        ([(1, BUSY), (2, BUSY)], False),  # a moment's trouble that two ran into
        ([(1, BUSY)] * 6, False),  # what one job asks for
        ([(1, BUSY), (2, BUSY), (1, BUSY)], True),
        ([(1, BUSY), (2, BUSY), (3, None), (1, BUSY)], False),
        ([(1, BUSY), (2, BUSY), (3, REFUSED), (1, BUSY)], False),  # it works well enough to refuse
        ([(1, BUSY), (2, LOST), (2, BROKEN), (2, LIMITED), (3, BUSY), (4, BUSY)], True),
        ([(1, BROKEN), (2, BROKEN), (3, BROKEN)], False),  # often how it refuses a setting
        ([(1, LOST), (2, LOST), (3, LOST)], False),
        ([(1, DISK_FULL), (2, CANCELLED), (3, OFFLINE)], False),
    ],
)
def test_a_few_refusals_in_a_row_and_not_of_one_job_alone(
    answers: list[tuple[int, AppError | None]], is_known: bool
) -> None:
    outage = Outage(TestTime().timing)
    for job_id, error in answers:
        outage.sent(job_id)
        outage.learn(job_id, error)
    assert outage.is_known is is_known


@pytest.mark.parametrize(
    ("error", "is_known", "is_in_vain"),
    [
        (None, False, False),
        (REFUSED, False, False),
        (AppError(ErrorKind.IMAGE_DAMAGED), False, False),
        (BUSY, True, True),
        (BROKEN, True, True),
        (LIMITED, True, True),
        (LOST, True, True),  # or all the others would be lost as well
        (OFFLINE, True, False),
        (CANCELLED, True, False),
        (DISK_FULL, True, False),
        (NO_KEY, True, False),
    ],
)
def test_it_is_over_when_a_job_was_answered(error: AppError | None, is_known: bool, is_in_vain: bool) -> None:
    time = TestTime()
    outage = _known(time)
    time.advance(300)
    assert (outage.may_try, outage.seconds) == (True, 0)
    outage.sent(9)
    assert (outage.may_try, outage.seconds) == (False, 0)
    outage.learn(9, error)
    assert outage.is_known is is_known
    assert (outage.seconds > 0) is is_in_vain


def test_what_was_sent_before_or_only_asked_for_tells_nothing() -> None:
    outage = _known(TestTime(), under_way=7)
    outage.learn(7, None)
    outage.learn(8, None)
    outage.accepted(7)
    assert outage.is_known


def test_a_request_that_was_taken_in_ends_it() -> None:
    outage = _known(TestTime())
    outage.sent(9)
    outage.accepted(9)
    assert not outage.is_known
    outage.learn(9, LOST)
    assert not outage.is_known


def _known(time: TestTime, under_way: int = 0) -> Outage:
    outage = Outage(time.timing)
    if under_way:
        outage.sent(under_way)
    for job_id in (1, 2, 3):
        outage.sent(job_id)
        outage.learn(job_id, BUSY)
    assert outage.is_known
    return outage


def test_the_waits_grow_to_five_minutes() -> None:
    assert [outage_delay(tries, 1) for tries in range(1, 9)] == [4, 8, 16, 32, 64, 128, 256, 300]
    assert outage_delay(3, 0) == 8


# What becomes of the jobs


def test_a_long_outage_costs_no_job_its_place_and_one_at_a_time_is_tried(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = DownEngine()
    studio = open_studio(engine, concurrency=2)
    portraits(studio, qtbot, "abcde")
    later(studio, qtbot, 5)
    assert knows(studio)
    before = len(engine.calls)
    outlast(studio, qtbot, 20)
    assert len(engine.calls) == before + 20
    asked = engine.asked[-20:]
    assert {asked.count(name) for name in "abcde"} <= {3, 4, 5}  # they took turns
    assert [status.retry_in for status in studio.queue.statuses] == [None] * 5  # nobody knows when
    assert {status.retry_error for status in studio.queue.statuses} == {BUSY}
    assert studio.failed == []
    engine.down = None
    outlast(studio, qtbot, 1)
    qtbot.waitUntil(lambda: len(studio.delivered) == 5)
    assert studio.queue.holds == []
    assert studio.states() == [JobState.DONE] * 5


def test_while_one_is_tried_the_others_wait(open_studio: Open, qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=3)
    for _ in range(5):
        studio.queue.submit(CLOUD)
    for _ in range(3):
        engine.release(BUSY)
    qtbot.waitUntil(lambda: knows(studio))
    for _ in range(studio.queue.running):  # those that were sent before it was known
        engine.release(BUSY)
    qtbot.waitUntil(lambda: studio.queue.running == 0)
    before = len(engine.calls)
    for _ in range(5):
        studio.later(100)
    qtbot.waitUntil(lambda: len(engine.calls) == before + 1)
    assert studio.queue.running == 1
    engine.release()
    qtbot.waitUntil(lambda: studio.queue.running == 3)
    for _ in range(4):
        engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 5)


def test_a_person_may_have_one_tried_now(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    outlast(studio, qtbot, 6)
    before = len(engine.calls)
    for status in studio.queue.statuses[2:]:
        studio.queue.jobs.skip_wait(status.job.id)
    settle(studio, qtbot)
    assert engine.asked[before] == "c"
    assert len(engine.calls) <= before + 2
    engine.down = None
    studio.queue.jobs.skip_wait(studio.queue.statuses[1].job.id)
    qtbot.waitUntil(lambda: len(studio.delivered) == 4)


def test_a_job_that_the_service_cannot_serve_blocks_no_other_and_fails_in_the_end(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = DownEngine()
    engine.errors = {"a": BROKEN}
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    outlast(studio, qtbot, 9)
    assert len(studio.failed) == 0
    engine.down = None
    for _ in range(3):
        if studio.queue.holds:
            outlast(studio, qtbot, 1)
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)
    for _ in range(5):
        later(studio, qtbot, 120)
    assert [outcome.error for outcome in studio.failed] == [BROKEN]
    assert studio.queue.holds == []


@pytest.mark.parametrize("error", [BUSY, BROKEN])
def test_nobody_is_tried_for_ever(open_studio: Open, qtbot: QtBot, error: AppError) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abc")
    later(studio, qtbot, 5)
    engine.down = error
    for _ in range(200):
        later(studio, qtbot, 300)
    assert len(studio.failed) == 3
    assert studio.states() == [JobState.FAILED] * 3
    assert len(engine.calls) <= 3 * (MOST_PROBES + 6)
    assert studio.queue.holds == []


def test_what_may_have_been_paid_for_is_not_sent_again_and_the_others_still_wait(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    engine.down = LOST
    outlast(studio, qtbot, 2)
    assert [outcome.error for outcome in studio.failed] == [LOST, LOST]
    lost = engine.asked[-2:]
    assert knows(studio)
    engine.down = None
    outlast(studio, qtbot, 1)
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
    later(studio, qtbot, 1000)
    assert [engine.asked.count(name) for name in lost] == [engine.asked[:-2].count(name) for name in lost]


# With all else


def test_paused_it_says_no_time_and_tries_nobody(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    assert knows(studio)
    before = len(engine.calls)
    studio.queue.pause()
    later(studio, qtbot, 1000)
    assert studio.queue.holds == [Hold(HoldReason.PAUSED), Hold(HoldReason.OUTAGE, SEGMIND)]
    assert len(engine.calls) == before
    engine.down = None
    studio.queue.resume()
    qtbot.waitUntil(lambda: len(studio.delivered) == 4)


def test_a_rate_limit_meanwhile_is_kept_too(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    engine.down = AppError(ErrorKind.RATE_LIMITED, reset=studio.time.utc().replace(hour=13).isoformat())
    outlast(studio, qtbot, 1)
    held = hold(studio)
    assert held is not None
    assert held.reason is HoldReason.OUTAGE
    assert held.seconds
    assert held.seconds > 600
    before = len(engine.calls)
    engine.down = None
    later(studio, qtbot, held.seconds - 2)
    assert len(engine.calls) == before
    later(studio, qtbot, 63)
    assert studio.delivered
    assert not knows(studio)
    for _ in range(5):
        later(studio, qtbot, 61)  # at the learnt pace
    assert len(studio.delivered) == 4


def test_offline_meanwhile_sends_nothing_until_it_is_reached(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    engine.down, engine.offline = OFFLINE, True
    outlast(studio, qtbot, 1)
    assert [held.reason for held in studio.queue.holds] == [HoldReason.OFFLINE]
    before = len(engine.calls)
    for _ in range(10):
        later(studio, qtbot, 31)
    assert len(engine.calls) == before
    engine.down, engine.offline = BUSY, False
    later(studio, qtbot, 31)  # reached, and one is tried at once
    assert knows(studio)
    assert len(engine.calls) == before + 1
    engine.down = None
    outlast(studio, qtbot, 1)
    qtbot.waitUntil(lambda: len(studio.delivered) == 4)
    assert studio.failed == []


def test_cancelling_everybody_ends_the_waiting_and_the_next_job_finds_out(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = DownEngine()
    studio = open_studio(engine)
    portraits(studio, qtbot, "abc")
    later(studio, qtbot, 5)
    outlast(studio, qtbot, 3)
    before = len(engine.calls)
    studio.queue.jobs.cancel_waiting()
    later(studio, qtbot, 1000)
    assert studio.queue.holds == []
    assert len(engine.calls) == before
    engine.down = None
    portraits(studio, qtbot, "d")
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)


def test_a_job_cancelled_while_it_is_tried_still_tells(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    studio = open_studio(engine, concurrency=2)
    portraits(studio, qtbot, "abc")
    later(studio, qtbot, 5)
    outlast(studio, qtbot, 3)
    engine.down, engine.gated = None, True
    held, before = hold(studio), len(engine.calls)
    assert held
    studio.later(held.seconds or 0)
    qtbot.waitUntil(lambda: len(engine.calls) == before + 1)
    assert studio.queue.holds == [Hold(HoldReason.OUTAGE, SEGMIND, 0.0)]
    (tried,) = (status.job.id for status in studio.queue.statuses if status.running)
    studio.queue.jobs.cancel(tried)
    studio.later(1000)
    assert studio.queue.running == 0  # its end is waited for
    engine.gated = False
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)


def test_what_is_drawn_here_goes_on(open_studio: Open, qtbot: QtBot) -> None:
    engine, free = DownEngine(), ScriptedEngine(SKETCH, costs_money=False)
    studio = open_studio(engine, free, concurrency=1)
    portraits(studio, qtbot, "abc")
    later(studio, qtbot, 5)
    assert knows(studio)
    for _ in range(3):
        studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(studio.delivered) == 3)
    assert knows(studio)


def test_the_next_start_learns_it_anew_and_loses_nothing(open_studio: Open, qtbot: QtBot) -> None:
    engine = DownEngine()
    first = open_studio(engine)
    portraits(first, qtbot, "abcd")
    later(first, qtbot, 5)
    outlast(first, qtbot, 2)
    first.queue.close()
    second = open_studio(engine)
    second.queue.recover()
    settle(second, qtbot)
    later(second, qtbot, 5)
    assert knows(second)
    outlast(second, qtbot, 3)
    engine.down = None
    outlast(second, qtbot, 1)
    qtbot.waitUntil(lambda: len(second.delivered) == 4)
    first.later(1000)
    assert second.states() == [JobState.DONE] * 4


class TicketEngine(DownEngine):
    """Takes requests in, and delivers when it is let."""

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        if self.down is None:
            handover.accepted(Ticket(request.prompt))
        return super().generate(request, handover)


def a_studio_that_works_again(open_studio: Open, qtbot: QtBot, engine: TicketEngine) -> tuple[Studio, float]:
    """Return a studio whose four jobs wait for an outage that is over, and after how long one is tried."""
    studio = open_studio(engine, concurrency=4)
    portraits(studio, qtbot, "abcd")
    later(studio, qtbot, 5)
    outlast(studio, qtbot, 2)
    engine.down, engine.gated = None, True
    held = hold(studio)
    assert held
    return studio, held.seconds or 0


def test_a_request_that_is_taken_in_lets_the_others_follow_before_its_picture_is_there(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = TicketEngine()
    studio, seconds = a_studio_that_works_again(open_studio, qtbot, engine)
    studio.later(seconds)
    qtbot.waitUntil(lambda: studio.queue.running == 4)
    assert studio.queue.holds == []
    for _ in range(4):
        engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 4)


def test_a_request_that_is_taken_in_lets_the_others_follow_though_it_was_cancelled(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = TicketEngine()
    studio, seconds = a_studio_that_works_again(open_studio, qtbot, engine)
    before = len(engine.calls)
    studio.time.advance(seconds)
    studio.queue.pump()
    (tried,) = (status.job.id for status in studio.queue.statuses if status.running)
    studio.queue.jobs.cancel(tried)
    qtbot.waitUntil(lambda: len(engine.calls) == before + 1)
    studio.queue.pump()  # the first picture will take minutes
    qtbot.waitUntil(lambda: studio.queue.running == 3)
    assert studio.queue.holds == []
    for _ in range(4):
        engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 4 or not studio.runner.busy)


def test_whoever_waited_for_the_network_goes_on_when_another_got_through(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=2)
    studio.queue.submit(CLOUD)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(engine.calls) == 2)
    engine.release(OFFLINE)
    qtbot.waitUntil(lambda: [held.reason for held in studio.queue.holds] == [HoldReason.OFFLINE])
    engine.release()
    qtbot.waitUntil(lambda: len(engine.calls) == 3)
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
