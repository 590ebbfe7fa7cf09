"""Which colours people would call by a name."""

import colorsys
from collections.abc import Callable, Mapping

Colour = tuple[int, int, int]


def _hsv(colour: Colour) -> tuple[float, float, float]:
    """Return hue in degrees, saturation and value from 0 to 1."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
    return hue * 360, saturation, value


def _hued(low: float, high: float, pale: float = 0.2, dark: float = 0.15) -> Callable[[Colour], bool]:
    def wanted(colour: Colour) -> bool:
        hue, saturation, value = _hsv(colour)
        inside = low <= hue <= high if low <= high else hue >= low or hue <= high
        return inside and saturation >= pale and value >= dark

    return wanted


def _grey(low: float, high: float, most: float = 0.2) -> Callable[[Colour], bool]:
    def wanted(colour: Colour) -> bool:
        _, saturation, value = _hsv(colour)
        return saturation <= most and low <= value <= high

    return wanted


def _dark(colour: Colour) -> bool:
    return _hsv(colour)[2] <= 0.36 and _hsv(colour)[1] <= 0.4


def _deep(low: float, high: float) -> Callable[[Colour], bool]:
    def wanted(colour: Colour) -> bool:
        return _hued(low, high, 0.3)(colour) and _hsv(colour)[2] <= 0.68

    return wanted


COLOURS: Mapping[str, Callable[[Colour], bool]] = {
    "red": _hued(340, 18, 0.4, 0.3),
    "orange": _hued(12, 40, 0.4, 0.5),
    "yellow": _hued(34, 62, 0.3, 0.5),
    "gold": _hued(34, 56, 0.4, 0.4),
    "green": _hued(75, 170, 0.15),
    "dark green": _hued(75, 170, 0.15),
    "mint": _hued(120, 170, 0.1, 0.5),
    "teal": _hued(165, 200, 0.25),
    "blue": _hued(195, 245, 0.25),
    "navy": _hued(205, 245, 0.2),
    "purple": _hued(250, 300, 0.15),
    "pink": _hued(310, 358, 0.12, 0.5),
    "brown": _deep(8, 40),
    "ginger": _hued(10, 34, 0.45, 0.45),
    "auburn": _hued(2, 26, 0.4),
    "blonde": _hued(28, 52, 0.25, 0.5),
    "platinum": _hued(25, 60, 0.05, 0.6),
    "black": _dark,
    "white": _grey(0.74, 1.0),
    "silver": _grey(0.5, 1.0, 0.25),
    "grey": _grey(0.3, 0.85, 0.25),
}
LIGHTNESS: Mapping[str, tuple[float, float]] = {
    "pale": (0.8, 1.0),
    "light": (0.68, 1.0),
    "tan": (0.5, 0.82),
    "brown": (0.36, 0.68),
    "dark": (0.2, 0.5),
}


def lightness(colour: Colour) -> float:
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
