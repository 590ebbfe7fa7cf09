"""The zone of this computer, on both sides of a change of the clocks."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from portrait_app.core.local_zone import LOCAL
from portrait_app.core.search.periods import midnight


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_midnight_of_summer_is_one_of_summer_in_winter_too() -> None:
    winter = datetime(2026, 11, 22, 12, tzinfo=UTC).astimezone(LOCAL)
    assert midnight(date(2026, 7, 1), winter).astimezone(UTC) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert midnight(date(2026, 11, 1), winter).astimezone(UTC) == datetime(2026, 10, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23)])
def test_the_days_of_a_change_are_longer_and_shorter(day: date, hours: int) -> None:
    now = datetime(day.year, day.month, day.day, 20, tzinfo=LOCAL)
    after = midnight(day + timedelta(days=1), now).astimezone(UTC)
    assert after - midnight(day, now).astimezone(UTC) == timedelta(hours=hours)


def test_every_hour_of_the_longer_day_comes_back_as_it_was() -> None:
    for hour in range(26):
        moment = datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(hours=hour)
        there = moment.astimezone(LOCAL)
        assert there.astimezone(UTC) == moment
        assert (there.hour, there.tzname()) == (moment.astimezone().hour, moment.astimezone().tzname())
