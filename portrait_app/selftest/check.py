"""One row of the selftest, and how it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication


class Unfit(Exception):
    """A part that is there and does not do what it should."""


@dataclass(frozen=True, slots=True)
class Check:
    """What is tried, and the trial itself. It gets a scratch folder and returns what it found."""

    name: str  # in English, as are the words of `require`
    run: Callable[[Path], str]


def require(holds: object, otherwise: str, **values: object) -> None:
    """Raise Unfit where something does not hold, in the words of `otherwise` with `values` in its braces."""
    if not holds:
        raise Unfit(QCoreApplication.translate("selftest", otherwise).format(**values))
