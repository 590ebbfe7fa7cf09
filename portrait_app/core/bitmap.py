"""Decoded images as plain bytes, passed from decoders to the window and to the thumbnail store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Opaque pixels, row by row from the top without padding: blue, green, red and an unused byte."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class RgbaImage:
    """Pixels row by row from the top without padding: red, green, blue and alpha, not premultiplied."""

    width: int
    height: int
    pixels: bytes
