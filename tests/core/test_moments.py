"""Moments from outside: each comes back within the calendar, and can be shown in every zone."""

import math
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.local_zone import LOCAL
from portrait_app.core.moments import EARLIEST, LATEST, moment_of, within_calendar


@pytest.fixture(
    params=["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Midway"]
)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@given(
    st.datetimes(),
    st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_any_moment_of_any_zone_is_bounded(naive: datetime, there: timezone) -> None:
    bounded = within_calendar(naive.replace(tzinfo=there))
    assert EARLIEST <= bounded <= LATEST
    assert bounded.tzinfo is UTC
    if 2 <= naive.year <= 9998:
        assert bounded == naive.replace(tzinfo=there)


@pytest.mark.parametrize(
    "seconds", [0, 1.5, -1e12, 1e12, 1e300, -1e300, math.inf, -math.inf, math.nan, 2**63]
)
def test_any_number_of_seconds_is_a_moment(seconds: float) -> None:
    assert EARLIEST <= moment_of(seconds) <= LATEST


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("moment", [EARLIEST, LATEST, datetime(1890, 5, 6, tzinfo=UTC)])
def test_the_edges_of_the_calendar_can_be_shown_in_any_zone(moment: datetime) -> None:
    for there in (LOCAL, None):
        assert moment.astimezone(there).astimezone(UTC) == moment
