"""A decoded image as plain bytes, passed from the decoder to the thumbnail store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Opaque pixels, row by row from the top without padding: blue, green, red and an unused byte."""

    width: int
    height: int
    pixels: bytes
