"""Sums of the ledger."""

from datetime import date
from decimal import Decimal

from portrait_app.core.money.ledger import LedgerEntry, Tally, by_month, total


def entry(day: str, cost: str, endpoint: str = "smallsd1.5-txt2img", **counts: int) -> LedgerEntry:
    return LedgerEntry(date.fromisoformat(day), "segmind", endpoint, Tally(1, Decimal(cost), **counts))


def test_days_become_months_and_sums_are_exact() -> None:
    days = [
        entry("2026-11-22", "0.1", unknown=1),
        entry("2026-11-01", "0.2", unreported=2),
        entry("2026-11-01", "0.5", "gone-model"),
        entry("2026-10-31", "0.7", billed_failures=1),
    ]
    months = by_month(days)
    assert [(one.start.isoformat(), one.model, one.tally) for one in months] == [
        ("2026-11-01", "Small-SD", Tally(2, Decimal("0.3"), unreported=2, unknown=1)),
        ("2026-11-01", "gone-model", Tally(1, Decimal("0.5"))),
        ("2026-10-01", "Small-SD", Tally(1, Decimal("0.7"), billed_failures=1)),
    ]
    assert total(months) == total(days) == Tally(4, Decimal("1.5"), 1, 2, 1)


def test_nothing_comes_to_nothing() -> None:
    assert by_month([]) == []
    assert total([]) == Tally()
