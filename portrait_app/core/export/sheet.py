"""The layout of a contact sheet's page, as data. All measures are points (1/72 inch)."""

from dataclasses import dataclass
from enum import Enum

LINE = 1.3  # line height as a multiple of the font size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x and y are its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Side(Enum):
    """The horizontal alignment of text in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class SheetText:
    """A text in a box: wrapped, and cut with an ellipsis if it is too long."""

    text: str
    box: Box
    size: float  # font size
    lines: int = 1  # the most lines
    strong: bool = False  # bold
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """An encoded image, scaled into a box with its aspect ratio kept. Empty data draws an empty frame."""

    data: bytes
    box: Box


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page."""

    width: float
    height: float
    texts: tuple[SheetText, ...]
    pictures: tuple[SheetPicture, ...]
