"""The ledger: what was paid for, by day or month and by model, and what nobody knows the cost of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portrait_app.core.catalog import ENDPOINTS
from portrait_app.core.money.amounts import NOTHING


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of requests, and the sum of what the service reported for them in USD."""

    requests: int = 0  # whose cost was reported
    cost: Decimal = NOTHING
    billed_failures: int = 0  # of the requests: no picture came of them
    unreported: int = 0  # were paid for, and the service did not say how much
    unknown: int = 0  # may have been paid for

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
    """What one model came to on one day, or in the month that begins with it."""

    start: date  # where the person is
    engine: str
    endpoint: str
    tally: Tally

    @property
    def model(self) -> str:
        """The model's name, or its slug where this version does not know it."""
        return next((row.name for row in ENDPOINTS if row.slug == self.endpoint), self.endpoint)


def by_month(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Return entries of days as entries of months, in the order in which each first occurs."""
    months: dict[tuple[date, str, str], Tally] = {}
    for entry in entries:
        key = (entry.start.replace(day=1), entry.engine, entry.endpoint)
        months[key] = months.get(key, Tally()) + entry.tally
    return [LedgerEntry(*key, tally) for key, tally in months.items()]


def total(entries: Iterable[LedgerEntry]) -> Tally:
    """Return all of it together."""
    return sum((entry.tally for entry in entries), Tally())
