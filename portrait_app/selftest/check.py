"""One row of the selftest, and its failure."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class Unfit(Exception):
    """A part of the program is installed but does not work."""


@dataclass(frozen=True, slots=True)
class Check:
    """The name of a check, and its function: it gets a temporary folder, and returns a short result."""

    name: str
    run: Callable[[Path], str]


def require(holds: object, otherwise: str) -> None:
    """Raise Unfit with the text `otherwise` if `holds` is false."""
    if not holds:
        raise Unfit(otherwise)
