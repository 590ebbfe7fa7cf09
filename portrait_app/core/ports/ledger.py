"""What was spent, read from what the service reported, and written down for others."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from portrait_app.core.money.estimates import PastCost
from portrait_app.core.money.ledger import LedgerEntry


class Ledger(Protocol):
    """Reads what jobs cost. Every method reads the disk and raises AppError of a LIBRARY_ kind."""

    def past_costs(self, engine: str, endpoint: str, limit: int) -> list[PastCost]:
        """Return the newest real costs of a model, newest first."""
        ...

    def spent_since(self, moments: Sequence[datetime]) -> list[Decimal]:
        """Return how much USD was spent from each moment on."""
        ...

    def entries(self, free: Collection[str]) -> list[LedgerEntry]:
        """Return every day's spending by model, newest day first, without the engines that are `free`."""
        ...


class LedgerExport(Protocol):
    """Writes the ledger for other programs."""

    def write(self, entries: Sequence[LedgerEntry], monthly: bool, path: Path) -> None:
        """Write `entries` to `path`, whole or not at all.

        Raises:
            AppError: DISK_FULL, or FILE_FAILED with the `path`; what was there is as it was.
        """
        ...
