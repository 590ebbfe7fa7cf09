"""The ledger: costs and paid requests by day or month and by model."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from portrait_app.core.catalog import find_endpoint
from portrait_app.core.money.amounts import NOTHING


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of requests, and the sum of their reported costs in USD."""

    requests: int = 0  # requests whose cost the service reported
    cost: Decimal = NOTHING
    billed_failures: int = 0  # those of `requests` that brought no picture
    unreported: int = 0  # requests that were paid for, but whose cost the service did not report
    unknown: int = 0  # requests that may have been paid for

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(  # written out, because `astuple` takes 0.1 ms, and years have thousands of days
            self.requests + other.requests,
            self.cost + other.cost,
            self.billed_failures + other.billed_failures,
            self.unreported + other.unreported,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The tally of one model for one day, or for the month that begins on that day."""

    start: date  # in the user's local time
    engine: str
    endpoint: str
    tally: Tally
    described: str = ""  # the model's name in the newest request, for a model that is not shipped

    @property
    def model(self) -> str:
        """The model's name; its slug if it is not known."""
        known = find_endpoint(self.endpoint)
        return known.name if known is not None else self.described or self.endpoint


def by_month(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Sum daily entries into monthly ones, in the order in which each month and model first occurs."""
    months: dict[tuple[date, str, str], LedgerEntry] = {}
    for entry in entries:
        month = replace(entry, start=entry.start.replace(day=1))
        key = (month.start, month.engine, month.endpoint)
        known = months.get(key)
        months[key] = month if known is None else replace(known, tally=known.tally + month.tally)
    return list(months.values())


def total(entries: Iterable[LedgerEntry]) -> Tally:
    """Return the sum of all tallies."""
    return sum((entry.tally for entry in entries), Tally())


@dataclass(frozen=True, slots=True)
class Period:
    """A day or month with the entries that are of it; there may be none."""

    start: date
    entries: tuple[LedgerEntry, ...]

    @property
    def cost(self) -> Decimal:
        return total(self.entries).cost


def periods(entries: Iterable[LedgerEntry], *, monthly: bool, most: int) -> list[Period]:
    """Return the last `most` days or months with costs between them, oldest first and without a gap.

    The entries must be of days or of months, as `monthly` says.
    """
    of: dict[date, list[LedgerEntry]] = {}
    for entry in entries:
        of.setdefault(entry.start, []).append(entry)
    if not of:
        return []
    first, start = min(of), max(of)
    found: list[Period] = []
    while start >= first and len(found) < most:
        found.append(Period(start, tuple(of.get(start, ()))))
        start -= timedelta(days=1)
        if monthly:
            start = start.replace(day=1)
    return found[::-1]
