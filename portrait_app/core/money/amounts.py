"""Exact amounts of money: USD as decimal numbers, made from the floats that a service reports."""

from decimal import Decimal

NOTHING = Decimal(0)


def usd(reported: float) -> Decimal:
    """Convert a finite float to the decimal number that its shortest text shows: 0.1 becomes exactly 0.1."""
    return Decimal(str(reported))
