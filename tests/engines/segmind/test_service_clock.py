"""The service's time, learnt from what it answers."""

from datetime import UTC, datetime, timedelta

from portrait_app.core.delivery import RawReply
from portrait_app.engines.segmind.service_clock import ServiceClock

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def answer(date: str) -> RawReply:
    return RawReply(200, {"date": date}, b"")


class Seconds:
    """A clock that never goes back."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_goes_on_from_the_last_answer() -> None:
    seconds = Seconds()
    clock = ServiceClock(seconds)
    assert clock.now() is None
    clock.note(answer("Mon, 30 Nov 2026 12:00:00 GMT"))
    seconds.now += 90
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.note(answer("Mon, 30 Nov 2026 15:00:00 GMT"))  # it was put right there
    assert clock.now() == NOON + timedelta(hours=3)


def test_whole_seconds_change_no_order() -> None:
    seconds = Seconds()
    clock = ServiceClock(seconds)
    clock.note(answer("Mon, 30 Nov 2026 12:00:00 GMT"))
    seconds.now += 0.9
    first = clock.now()
    clock.note(answer("Mon, 30 Nov 2026 12:00:00 GMT"))
    second = clock.now()
    assert first is not None
    assert second is not None
    assert second >= first


def test_an_answer_without_a_date_tells_nothing() -> None:
    clock = ServiceClock()
    clock.note(answer(""))
    clock.note(answer("noon or so"))
    clock.note(RawReply(200, {}, b""))
    assert clock.now() is None
