"""Counts the parts of an image file before it is decoded.

A decoder needs little time for a part, but a small file may have millions of parts. For each scan of a JPEG
the whole image is decoded again. For each EXIF segment Pillow copies all segments before it.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterator
from enum import Enum

from portrait_app.core.errors import AppError, ErrorKind

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_EXIF = b"Exif\0"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # not part of the entropy-coded data
_SCAN, _END, _APP1 = 0xDA, 0xD9, 0xE1


class _Part(Enum):
    """Kinds of parts, with the most that a file may have of each."""

    ANY = 100_000  # a PNG of 200 MB in chunks of 8 kB has 25,000
    SCAN = 100  # a progressive JPEG has about ten
    EXIF = 50  # a camera writes one, a panorama a few


def check_structure(data: bytes) -> None:
    """Raise AppError (IMAGE_DAMAGED) for a file that would take minutes to decode."""
    if data.startswith(_PNG):
        parts = _chunks(data)
    elif data.startswith(_JPEG):
        parts = _segments(data)
    else:
        return
    counts: Counter[_Part] = Counter()
    for part in parts:
        counts[part] += 1
        if counts[part] > part.value:
            raise AppError(ErrorKind.IMAGE_DAMAGED, f"more than {part.value} parts: {part.name.lower()}")


def _chunks(data: bytes) -> Iterator[_Part]:
    position = len(_PNG)
    while position + 12 <= len(data):
        yield _Part.ANY
        position += 12 + struct.unpack_from(">I", data, position)[0]


def _segments(data: bytes) -> Iterator[_Part]:
    """Yield the kind of each segment. Each filling byte between the segments of the head counts too."""
    position, in_head = len(_JPEG), True
    while (found := _MARKER.search(data, position)) and found[0][1] != _END:
        is_scan = found[0][1] == _SCAN
        if in_head:
            yield from (_Part.ANY for _ in range(found.start() - position))
        in_head = in_head and not is_scan
        yield _Part.ANY
        if is_scan:
            yield _Part.SCAN
        elif found[0][1] == _APP1 and data.startswith(_EXIF, found.end() + 2):
            yield _Part.EXIF
        position = found.end()
        if position + 2 <= len(data):
            position += struct.unpack_from(">H", data, position)[0]
