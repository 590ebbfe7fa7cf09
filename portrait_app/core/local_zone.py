"""The computer's local time zone, including daylight saving time."""

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The system's time zone, with the right offset for each day.

    `datetime.astimezone()` alone gives the fixed offset of one moment. A midnight of another season,
    calculated with that offset, would be wrong by an hour.
    """

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return None if when is None else _local(when.replace(tzinfo=None)).utcoffset()

    def dst(self, when: datetime | None) -> None:
        del when  # `astimezone` does not tell how much of the offset is daylight saving time

    def tzname(self, when: datetime | None) -> str | None:
        return None if when is None else _local(when.replace(tzinfo=None)).tzname()

    def fromutc(self, when: datetime) -> datetime:
        there = _local(when.replace(tzinfo=UTC))
        here = there.replace(tzinfo=self)
        return here if here.utcoffset() == there.utcoffset() else here.replace(fold=1)  # the repeated hour


def _local(when: datetime) -> datetime:
    """Return `when` in the system's zone, with the offset of that day as a fixed zone.

    Some systems know no offset before 1970 or after 2037; there, the first or last January known counts.
    """
    try:
        return when.astimezone()
    except (OverflowError, OSError, ValueError):
        known = datetime(1971 if when.year < 1971 else 2037, 1, 1, tzinfo=when.tzinfo).astimezone().tzinfo
        try:
            return when.replace(tzinfo=known) if when.tzinfo is None else when.astimezone(known)
        except OverflowError:  # outside of the calendar in that zone
            return when.replace(tzinfo=known)


LOCAL = LocalZone()
