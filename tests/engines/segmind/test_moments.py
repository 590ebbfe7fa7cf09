"""Points in time, in every way that a service may write them."""

from datetime import UTC, datetime, timedelta

import pytest

from portrait_app.engines.segmind.moments import read_moment

_MOMENT = datetime(2026, 11, 30, 19, 0, 12, 345_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "minutes", range(0, 24 * 60, 7), ids=lambda minutes: f"{minutes // 60}:{minutes % 60:02}"
)
def test_milliseconds_are_never_taken_for_iso_8601(minutes: int) -> None:
    """At some minutes they read as a year, a month, a day, a separator, an hour and a minute."""
    moment = _MOMENT + timedelta(minutes=minutes)
    assert read_moment(round(moment.timestamp() * 1000)) == moment


def test_a_number_that_is_also_a_valid_iso_8601_text() -> None:
    assert datetime.fromisoformat("1796062812345").year == 1796
    assert read_moment("1796062812345") == datetime.fromtimestamp(1796062812.345, UTC)
