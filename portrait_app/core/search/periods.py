"""Days, weeks, months and years as the user writes them in a search."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

RELATIVE = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
)

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})?(?:-(\d{1,2})?)?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A range of whole days: a full or partial date, such as 2026-11, or a word, such as last-week.

    Words are relative to the current day.
    """

    written: str

    def is_before(self, other: "Period") -> bool:
        """Return whether this period ends before `other` begins. False if either is relative to today."""
        if self.written in RELATIVE or other.written in RELATIVE:
            return False
        return _written(self.written)[1] <= _written(other.written)[0]

    def days(self, today: date) -> tuple[date, date]:
        """Return the first day and the day after the last. Raises ValueError if the text is not a period."""
        return _word(self.written, today) or _written(self.written)


def midnight(day: date, now: datetime) -> datetime:
    """Return the beginning of `day` in the time zone of `now`.

    That zone must be `core.local_zone.LOCAL`. A zone with a fixed offset is wrong in the other half of the
    year, because of daylight saving time.
    """
    return datetime.combine(day, time(), now.tzinfo)


def _word(word: str, today: date) -> tuple[date, date] | None:
    monday = _later(today, -today.weekday())
    month = today.replace(day=1)
    year = month.replace(month=1)
    return {
        "today": (today, _later(today, 1)),
        "yesterday": (_later(today, -1), today),
        "this-week": (monday, _later(monday, 7)),
        "last-week": (_later(monday, -7), monday),
        "this-month": (month, _next_month(month)),
        "last-month": (_later(month, -1).replace(day=1), month),
        "this-year": (year, year.replace(year=year.year + 1)),
        "last-year": (year.replace(year=year.year - 1), year),
    }.get(word)


def _written(text: str) -> tuple[date, date]:
    parts = _WRITTEN.fullmatch(text)
    if parts is None or not text.isascii():
        raise ValueError(text)
    year, month, day = parts.groups()
    if int(year) > 9998:  # the day after the last one would be outside the range of `date`
        raise ValueError(text)
    if day is not None:
        first = date(int(year), int(month), int(day))
        return first, _later(first, 1)
    if month is not None:
        first = date(int(year), int(month), 1)
        return first, _next_month(first)
    return date(int(year), 1, 1), date(int(year) + 1, 1, 1)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _next_month(first: date) -> date:
    return _later(first, 31).replace(day=1)
