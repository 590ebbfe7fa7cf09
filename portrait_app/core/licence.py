"""The licence of a third-party work that the program contains."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One third-party work and its licence."""

    name: str
    version: str
    licence: str  # short name of the licence, such as "MIT"
    home: str  # address of the work's home page; empty if it has none
    text: str  # full text of the licence
