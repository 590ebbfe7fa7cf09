"""Writes the ledger as CSV (RFC 4180), in the same form in every locale."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.money.ledger import LedgerEntry
from portrait_app.export.destination import write_over

_HEADER = (
    "period",
    "engine",
    "model",
    "endpoint",
    "requests",
    "cost_usd",
    "failed_but_billed",
    "without_reported_cost",
    "outcome_unknown",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would run such a cell as a formula


class CsvLedgerExport:
    """Implements `LedgerExport`: UTF-8, decimal points, ISO dates (a month as 2026-11)."""

    def write(self, entries: Sequence[LedgerEntry], monthly: bool, path: Path) -> None:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(_HEADER)
        writer.writerows(_row(entry, monthly) for entry in entries)
        write_over(path, text.getvalue().encode())


def _row(entry: LedgerEntry, monthly: bool) -> tuple[str | int, ...]:
    tally = entry.tally
    return (
        f"{entry.start:%Y-%m}" if monthly else entry.start.isoformat(),
        _inert(entry.engine),
        _inert(entry.model),
        _inert(entry.endpoint),
        tally.requests,
        f"{tally.cost.normalize():f}",
        tally.billed_failures,
        tally.unreported,
        tally.unknown,
    )


def _inert(text: str) -> str:
    """Return `text` so that a spreadsheet shows it as text: the database may hold anything."""
    return f"'{text}" if text.startswith(_FORMULA) else text
