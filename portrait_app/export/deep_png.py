"""Writes PNG of 16 bits a channel. Pillow can only write grey without alpha in that depth."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageChops

from portrait_app.export.deep import DeepImage

_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}  # number of channels: PNG's colour type
_BAND = 1 << 20  # pixels that are compressed at a time
_LEVEL = 6  # compression level, as Pillow's
_SUB = b"\1"  # PNG's filter 1: difference from the pixel to the left


def write_deep_png(image: DeepImage, file: BinaryIO) -> None:
    """Write the image and its profile as PNG. Raises what `file` raises."""
    width, height = image.size
    head = struct.pack(">IIBBBBB", width, height, 16, _COLOUR_TYPES[len(image.planes)], 0, 0, 0)
    file.write(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head))
    if image.profile:
        file.write(png_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(image.profile)))
    packer = zlib.compressobj(_LEVEL)
    for band in _bands(image):
        if packed := packer.compress(_filtered(band)):
            file.write(png_chunk(b"IDAT", packed))
    file.write(png_chunk(b"IDAT", packer.flush()) + png_chunk(b"IEND", b""))


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk: length, type, body and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _bands(image: DeepImage) -> Iterator[DeepImage]:
    width, height = image.size
    rows = max(1, _BAND // width)
    for top in range(0, height, rows):
        box = (0, top, width, min(top + rows, height))
        yield image.changed(lambda plane, box=box: plane.crop(box))  # type: ignore[misc]  # mypy infers no lambda with a default


def _filtered(band: DeepImage) -> bytes:
    """Return the rows of a band, each as the number of the filter and the filtered bytes."""
    width, height = band.size
    places = 2 * len(band.planes)  # bytes a pixel, big-endian
    values = bytearray(width * height * places)
    for number, plane in enumerate(band.planes):
        low, high = Image.frombytes("LA", plane.size, plane.tobytes()).split()
        values[2 * number :: places] = _differences(high)
        values[2 * number + 1 :: places] = _differences(low)
    length = width * places
    return b"".join(_SUB + values[start : start + length] for start in range(0, len(values), length))


def _differences(plane: Image.Image) -> bytes:
    """Return the difference of each byte from the one to its left, modulo 256."""
    left = Image.new("L", plane.size)
    left.paste(plane, (1, 0))
    return ImageChops.subtract_modulo(plane, left).tobytes()
