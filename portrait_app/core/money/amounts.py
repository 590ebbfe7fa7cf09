"""Money, exactly: USD as decimal numbers, made from the floats that a service reports."""

from decimal import Decimal

NOTHING = Decimal(0)


def usd(reported: float) -> Decimal:
    """Return the amount that a finite float was written as, so that sums stay what a person expects."""
    return Decimal(str(reported))
