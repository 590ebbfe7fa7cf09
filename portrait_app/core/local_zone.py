"""The computer's local time zone, including daylight saving time."""

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The system's time zone, with the right offset for each day.

    `datetime.astimezone()` alone gives the fixed offset of one moment. A midnight of another season,
    calculated with that offset, would be wrong by an hour.
    """

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return None if when is None else when.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, when: datetime | None) -> None:
        del when  # `astimezone` does not tell how much of the offset is daylight saving time

    def tzname(self, when: datetime | None) -> str | None:
        return None if when is None else when.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, when: datetime) -> datetime:
        there = when.replace(tzinfo=UTC).astimezone()
        here = there.replace(tzinfo=self)
        return here if here.utcoffset() == there.utcoffset() else here.replace(fold=1)  # the repeated hour


LOCAL = LocalZone()
