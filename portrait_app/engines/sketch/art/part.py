"""A part of the drawing, and the short notation in which the tables of this package write one.

Each line of a drawing is one shape: a fill, and the data of an SVG path. Coordinates are those of Lorelei's
980 x 980 canvas; the face looks to the right.

    c M10 10h80z             filled with the part's main colour, with the usual outline
    d:0 M10 10h80z           filled with its dark shade, without an outline
    -:20:g M10 10h80         not filled, a golden line 20 wide
    w@40:0 o 500 400 80 60   a white ellipse (centre, half the width, half the height), 40 % opaque

Colours: c main, d dark, l light, a accent, b dark accent, k ink, w white, g gold, r red, p pink, e blush,
s skin, t skin in shadow, h hair, j hair in shadow, or #rrggbb.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

_OUTLINE = "11"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be drawn, in layers: in front of the head, behind it, and upon the clothes."""

    front: str = ""
    back: str = ""
    body: str = ""  # cut off at the outline of the clothes
    colour: str = "#8c4a45"  # of the main colour, unless the prompt names one
    accent: str = "#e5bd4f"
    cover: str = ""  # what it does with hair: "crown" hides its top, "all" hides it, "" leaves it
    neck: str = "crew"  # of a garment: the form of its neckline, a row of `clothes.NECKLINES` or "crew"
    name: str = ""  # the part's identity in the picture's scene; set by `named`


def named(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return a table whose parts carry the names of their rows."""
    return {name: replace(part, name=name) for name, part in parts.items()}


def svg(drawing: str, colours: Mapping[str, str]) -> str:
    """Return the SVG elements of a drawing in the notation above."""
    return "".join(
        f'<path d="{path}" fill="{_paint(fill, colours)}"{_opacity(fill)}{_stroke(width, line, colours)}/>'
        for fill, width, line, path in _shapes(drawing)
    )


@cache
def _shapes(drawing: str) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(_read(drawing))


def _read(drawing: str) -> Iterator[tuple[str, str, str, str]]:
    for row in filter(None, map(str.strip, drawing.splitlines())):
        style, _, path = row.partition(" ")
        fill, width, line, *_ = (*style.split(":"), "", "")
        if path.startswith("o "):
            x, y, across, down = (float(number) for number in path[2:].split())
            path = f"M{x - across:g} {y}a{across:g} {down:g} 0 1 0 {2 * across:g} 0a{across:g} {down:g} 0 1 0-{2 * across:g} 0z"
        yield fill, width or _OUTLINE, line or "k", path


def _paint(code: str, colours: Mapping[str, str]) -> str:
    name = code.partition("@")[0]
    return "none" if name == "-" else name if name.startswith("#") else colours[name]


def _opacity(code: str) -> str:
    share = code.partition("@")[2]
    return ' fill-rule="evenodd"' + (f' fill-opacity="0.{int(share):02}"' if share else "")


def _stroke(width: str, line: str, colours: Mapping[str, str]) -> str:
    if width == "0":
        return ""
    colour = _paint(line, colours)
    return f' stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'
