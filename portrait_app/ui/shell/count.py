"""How many pictures the grid shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """A count, true at any moment."""

    shown: int
    complete: bool = True  # False while more may be found
    total: int | None = None  # without the search; None where it is not known, or there is no search
