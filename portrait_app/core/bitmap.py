"""An image as plain bytes, on its way from the room that decodes to the one that keeps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Opaque pixels, row by row from the top without gaps: blue, green, red and a byte of no meaning."""

    width: int
    height: int
    pixels: bytes
