"""One row of the selftest, and its failure."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication


class Unfit(Exception):
    """A part of the program is installed but does not work."""


@dataclass(frozen=True, slots=True)
class Check:
    """The name of a check, and its function: it gets a temporary folder, and returns a short result."""

    name: str  # in English; translated when it is printed
    run: Callable[[Path], str]


def require(holds: object, otherwise: str, **values: object) -> None:
    """Raise Unfit with the text `otherwise`, translated and filled with `values`, if `holds` is false."""
    if not holds:
        raise Unfit(QCoreApplication.translate("selftest", otherwise).format(**values))
