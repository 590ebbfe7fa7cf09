"""Moments from outside, bounded to what a calendar can show in every time zone."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Two days inside of what `datetime` can hold: a time zone adds up to a day, and looking for a change of
# summer time one more.
EARLIEST = datetime(1, 1, 3, tzinfo=UTC)
LATEST = datetime(9999, 12, 29, tzinfo=UTC)


def within_calendar(moment: datetime) -> datetime:
    """Return `moment`, which has a time zone, in UTC; the nearest bound for one outside of the calendar."""
    try:
        return min(max(moment.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:  # in UTC it would be before year 1 or after year 9999
        return EARLIEST if moment.year == 1 else LATEST


def moment_of(seconds: float) -> datetime:
    """Return the moment `seconds` after 1970, such as a file's time, bounded to the calendar.

    `datetime.fromtimestamp` raises for what it cannot hold, and Windows refuses moments before 1970.
    """
    try:
        return within_calendar(_EPOCH + timedelta(seconds=seconds))
    except OverflowError:
        return EARLIEST if seconds < 0 else LATEST
    except ValueError:  # not a number
        return _EPOCH
