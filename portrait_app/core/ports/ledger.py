"""The ports for reading and exporting the ledger."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from portrait_app.core.money.estimates import PastCost
from portrait_app.core.money.ledger import LedgerEntry


class Ledger(Protocol):
    """Reads the costs of jobs. Every method reads the disk and raises AppError of a LIBRARY_ kind."""

    def past_costs(self, engine: str, endpoint: str, limit: int) -> list[PastCost]:
        """Return the newest real costs of a model, newest first."""
        ...

    def spent_since(self, moments: Sequence[datetime]) -> list[Decimal]:
        """Return the sum in USD spent since each of the moments."""
        ...

    def entries(self, free: Collection[str]) -> list[LedgerEntry]:
        """Return the daily spending by model, newest day first, without the engines in `free`."""
        ...


class LedgerExport(Protocol):
    """Writes the ledger for other programs."""

    def write(self, entries: Sequence[LedgerEntry], monthly: bool, path: Path) -> None:
        """Write `entries` to `path` atomically.

        Raises:
            AppError: DISK_FULL, or FILE_FAILED with the fact ``path``; an existing file is unchanged.
        """
        ...
