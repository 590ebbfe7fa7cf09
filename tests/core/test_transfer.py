"""How long a transfer still takes."""

import pytest

from portrait_app.core.transfer import TransferRate


def rate(*seen: tuple[float, int]) -> TransferRate:
    made = TransferRate()
    for time, done in seen:
        made.note(time, done)
    return made


def test_a_steady_transfer_ends_in_time() -> None:
    assert rate((0, 0), (5, 500), (10, 1000)).seconds_left(3000) == pytest.approx(20)


def test_the_last_seconds_count() -> None:
    slow_then_fast = rate(*((float(t), t) for t in range(60)), *((60.0 + t, 60 + 100 * t) for t in range(60)))
    assert slow_then_fast.seconds_left(60 + 100 * 159) == pytest.approx(100, rel=0.01)


def test_nothing_is_foretold_too_early_or_while_nothing_arrives() -> None:
    assert rate().seconds_left(100) is None
    assert rate((0, 0), (1, 50)).seconds_left(100) is None
    assert rate((0, 50), (10, 50)).seconds_left(100) is None


def test_a_transfer_that_starts_anew_is_measured_anew() -> None:
    assert rate((0, 0), (10, 1000), (11, 0)).seconds_left(2000) is None
    assert rate((0, 0), (10, 1000), (11, 0), (21, 100)).seconds_left(2000) == pytest.approx(190)
