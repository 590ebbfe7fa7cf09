"""The number of pictures in the grid."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """A number of pictures that is correct at any time, even while a query is running."""

    shown: int
    complete: bool = True  # False while more pictures may be found
    total: int | None = None  # number without the search; None if unknown or without a search
