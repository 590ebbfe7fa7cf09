"""One row of the selftest, and how it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class Unfit(Exception):
    """A part that is there and does not do what it should."""


@dataclass(frozen=True, slots=True)
class Check:
    """What is tried, and the trial itself. It gets a scratch folder and returns what it found."""

    name: str
    run: Callable[[Path], str]


def require(holds: object, otherwise: str) -> None:
    """Raise Unfit, in the words of `otherwise`, where something does not hold."""
    if not holds:
        raise Unfit(otherwise)
