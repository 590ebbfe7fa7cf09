"""Whose work is in the program, and under which terms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """One work in the program: `text` is its licence in full."""

    name: str
    version: str
    licence: str  # its short name, such as "MIT"
    home: str  # an address, where it has one
    text: str
