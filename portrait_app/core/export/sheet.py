"""A page of a contact sheet, as data: what stands where. Everything is measured in points, 72 to the inch."""

from dataclasses import dataclass
from enum import Enum

LINE = 1.3  # height of a line of text, in its size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Side(Enum):
    """Where in its box a line stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class SheetText:
    """A text in a box: wrapped, and ended with an ellipsis where it is too long."""

    text: str
    box: Box
    size: float
    lines: int = 1  # at most
    strong: bool = False
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """An encoded image, fitted into a box without distortion; without data an empty frame."""

    data: bytes
    box: Box


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page."""

    width: float
    height: float
    texts: tuple[SheetText, ...]
    pictures: tuple[SheetPicture, ...]
