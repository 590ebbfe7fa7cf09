"""What is repeated by itself, when, and how fast requests may follow one another."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from portrait_app.core.errors import FACTS, AppError, Billed, ErrorFacts, ErrorKind, Retry
from portrait_app.core.retry import (
    MINUTE,
    MOST_RETRIES,
    PRO_PLAN,
    RateLimiter,
    backoff,
    read_delay,
    reset_delay,
    retry_delay,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
chances = st.floats(0, 1, exclude_max=True)
kinds = st.sampled_from(ErrorKind)


@given(kind=kinds, failures=st.integers(1, 1000), chance=chances)
def test_what_may_have_been_paid_for_is_never_sent_again_by_itself(
    kind: ErrorKind, failures: int, chance: float
) -> None:
    delay = retry_delay(AppError(kind), failures, NOW, chance)
    if FACTS[kind].billed in (Billed.MAYBE, Billed.YES) or FACTS[kind].retry in (Retry.NEVER, Retry.BY_HAND):
        assert delay is None


@pytest.mark.parametrize("billed", [Billed.MAYBE, Billed.YES])
def test_a_mistake_in_the_facts_costs_nobody_money(monkeypatch: pytest.MonkeyPatch, billed: Billed) -> None:
    wrong = {**FACTS, ErrorKind.SERVICE_UNAVAILABLE: ErrorFacts(billed, Retry.BACKOFF)}
    monkeypatch.setattr("portrait_app.core.errors.FACTS", wrong)
    assert retry_delay(AppError(ErrorKind.SERVICE_UNAVAILABLE), 1, NOW, 0) is None


def test_what_was_billed_is_not_sent_again_whatever_failed() -> None:
    assert retry_delay(AppError(ErrorKind.SERVICE_UNAVAILABLE, cost=0.003), 1, NOW, 0) is None
    assert retry_delay(AppError(ErrorKind.SERVICE_UNAVAILABLE, cost=0.0), 1, NOW, 0) is not None


def test_only_what_the_service_s_table_allows() -> None:
    """Written out, so that a change of the facts is noticed here."""
    allowed = {kind for kind in ErrorKind if retry_delay(AppError(kind), 1, NOW, 0) is not None}
    assert allowed == {
        ErrorKind.RATE_LIMITED,
        ErrorKind.SERVICE_UNAVAILABLE,
        ErrorKind.CANNOT_CONNECT,
        ErrorKind.CONNECTION_LOST,  # of the user's own server, which costs nothing
    }


def test_every_way_has_its_bound() -> None:
    assert set(MOST_RETRIES) == set(Retry)


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (ErrorKind.SERVICE_UNAVAILABLE, 5),
        (ErrorKind.RATE_LIMITED, 8),
    ],
)
def test_a_person_is_asked_in_the_end(kind: ErrorKind, most: int) -> None:
    delays = [retry_delay(AppError(kind), failures, NOW, 0.5) for failures in range(1, 20)]
    assert [delay is not None for delay in delays] == [True] * most + [False] * (19 - most)


def test_what_never_left_this_machine_is_sent_as_soon_as_it_can_be() -> None:
    offline = AppError(ErrorKind.CANNOT_CONNECT)
    delays = [retry_delay(offline, failures, NOW, 1) for failures in (1, 2, 3, 4, 5, 100, 10**6)]
    assert delays == [2, 4, 8, 16, 30, 30, 30]


def test_a_picture_that_does_not_come_is_read_again_and_nothing_else_is() -> None:
    for kind in ErrorKind:
        is_it = kind is ErrorKind.PICTURE_NOT_FETCHED
        delays = [read_delay(AppError(kind), failures, 1) for failures in range(1, 9)]
        assert delays == ([2, 4, 8, 16, 32, 64, None, None] if is_it else [None] * 8)


def test_the_wait_doubles_up_to_two_minutes() -> None:
    assert [backoff(failures, 1) for failures in range(1, 10)] == [2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert [backoff(failures, 0) for failures in range(1, 5)] == [1, 2, 4, 8]


@given(failures=st.integers(-5, 10**9), chance=chances)
def test_a_wait_is_never_short_and_never_long(failures: int, chance: float) -> None:
    assert 1 <= backoff(failures, chance) <= 120
    assert backoff(failures, chance) <= backoff(failures + 1, chance)


def test_chance_spreads_those_who_come_back() -> None:
    assert len({backoff(3, step / 10) for step in range(10)}) == 10


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        (NOW + timedelta(seconds=40), 41),
        (NOW, 1),
        (NOW - timedelta(days=400), 1),
        (NOW + timedelta(days=400), 900),
        (datetime.max.replace(tzinfo=UTC), 900),
        (datetime.min.replace(tzinfo=UTC), 1),
    ],
)
def test_a_rate_limit_lasts_until_its_reset_within_reason(reset: datetime, seconds: float) -> None:
    assert reset_delay(AppError(ErrorKind.RATE_LIMITED, reset=reset.isoformat()), NOW) == seconds


def test_a_reset_in_another_zone_or_without_one() -> None:
    for text in ("2026-05-01T12:00:30", "2026-05-01T14:00:30+02:00", "2026-05-01T12:00:30Z"):
        assert reset_delay(AppError(ErrorKind.RATE_LIMITED, reset=text), NOW) == 31


@given(reset=st.text() | st.integers() | st.floats() | st.datetimes().map(datetime.isoformat))
def test_a_reset_of_nonsense_is_a_minute_and_never_an_error(reset: str | int | float) -> None:
    assert 1 <= reset_delay(AppError(ErrorKind.RATE_LIMITED, reset=reset), NOW) <= 900


def test_a_rate_limit_that_does_not_say_when() -> None:
    assert reset_delay(AppError(ErrorKind.RATE_LIMITED), NOW) == MINUTE
    delay = retry_delay(AppError(ErrorKind.RATE_LIMITED), 1, NOW, 0.5)
    assert delay == MINUTE + 0.5


# Pace


@pytest.mark.parametrize("plan", [5, PRO_PLAN])
def test_a_plan_s_requests_go_at_once_and_the_next_waits_for_the_first_to_be_a_minute_old(plan: int) -> None:
    pace = RateLimiter(plan)
    for number in range(plan):
        assert pace.wait(number * 0.5) == 0
        pace.sent(number * 0.5)
    now = plan * 0.5
    assert pace.wait(now) == pytest.approx(MINUTE - now)
    assert pace.wait(MINUTE - 0.01) > 0
    assert pace.wait(MINUTE) == 0


def test_a_refusal_teaches_the_pace_and_pauses() -> None:
    pace = RateLimiter(50)
    for number in range(6):
        pace.sent(number)
    pace.refused(6, 20)  # five went through, the sixth was refused
    assert pace.per_minute == 5
    assert pace.wait(6) == 55  # by then only five of the six are within a minute
    assert pace.wait(61) == 0


def test_a_pause_holds_and_a_person_may_end_it() -> None:
    pace = RateLimiter(50)
    pace.pause(0, 30)
    pace.pause(0, 10)
    assert pace.wait(5) == 25
    pace.resume()
    assert pace.wait(5) == 0


def test_a_refusal_of_the_very_first_request_still_leaves_one_a_minute() -> None:
    pace = RateLimiter(5)
    pace.sent(0)
    pace.refused(0, 1)
    assert pace.per_minute == 1
    assert RateLimiter(0).per_minute == 1


def test_a_person_s_setting_counts_at_once_and_what_was_learnt_for_a_quarter_of_an_hour() -> None:
    pace = RateLimiter(50)
    for _ in range(6):
        pace.sent(0)
    pace.refused(0, 1)
    pace.set_limit(50)
    assert pace.wait(59) > 0
    assert pace.per_minute == 5
    pace.set_limit(20)
    assert pace.per_minute == 20
    pace.sent(60)
    pace.refused(60, 1)
    assert pace.per_minute == 1
    pace.wait(60 + 15 * MINUTE)
    assert pace.per_minute == 20


class Pacing(RuleBasedStateMachine):
    """Whatever happens, no minute sees more requests than were allowed, and nobody waits for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.pace = RateLimiter(5)
        self.now = 0.0
        self.sent: list[float] = []
        self.paused_until = 0.0

    @rule(seconds=st.floats(0, 90))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def send(self) -> None:
        self.now += self.pace.wait(self.now)
        while self.pace.wait(self.now) > 0:  # what a float lost
            self.now += 1e-6
        self.pace.sent(self.now)
        self.sent.append(self.now)
        assert self.now >= self.paused_until
        within = [moment for moment in self.sent if moment + MINUTE > self.now]
        assert len(within) <= self.pace.per_minute

    @rule(seconds=st.floats(0, 900))
    def refuse(self, seconds: float) -> None:
        self.send()
        before = self.pace.per_minute
        self.pace.refused(self.now, seconds)
        self.paused_until = max(self.paused_until, self.now + seconds)
        assert 1 <= self.pace.per_minute <= before

    @invariant()
    def the_wait_is_bounded(self) -> None:
        assert 0 <= self.pace.wait(self.now) <= max(MINUTE, 900) + 1e-6


TestPacing = Pacing.TestCase


def test_a_pace_forgets_what_is_over_a_minute_old() -> None:
    pace = RateLimiter(2)
    for number in itertools.islice(itertools.count(0, 31), 1000):
        assert pace.wait(number) == 0
        pace.sent(number)
    assert len(pace._sent) <= 3
