"""The parts of an image file, counted before any reader takes it up.

What a reader does for each part is little, but a file of some megabytes may have millions of them; and for
each scan of a JPEG the whole image is gone through once.
"""

import re
import struct
from collections.abc import Iterator

from portrait_app.core.errors import AppError, ErrorKind

_MOST_PARTS = 100_000  # a PNG of 200 MB in chunks of 8 kB has 25,000
_MOST_SCANS = 100  # a progressive JPEG has some ten
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # what is none of the entropy-coded data
_SCAN, _END = 0xDA, 0xD9


def check_structure(data: bytes) -> None:
    """Raise AppError, IMAGE_DAMAGED, for a file that would keep its reader busy for minutes."""
    if data.startswith(_PNG):
        parts = _chunks(data)
    elif data.startswith(_JPEG):
        parts = _segments(data)
    else:
        return
    scans = 0
    for count, is_scan in enumerate(parts):
        scans += is_scan
        if count > _MOST_PARTS or scans > _MOST_SCANS:
            raise AppError(ErrorKind.IMAGE_DAMAGED, f"{count} parts and {scans} scans so far")


def _chunks(data: bytes) -> Iterator[bool]:
    position = len(_PNG)
    while position + 12 <= len(data):
        yield False
        position += 12 + struct.unpack_from(">I", data, position)[0]


def _segments(data: bytes) -> Iterator[bool]:
    """Yield, for each segment, whether it begins a scan; what only fills the head counts byte by byte."""
    position, in_head = len(_JPEG), True
    while (found := _MARKER.search(data, position)) and found[0][1] != _END:
        is_scan = found[0][1] == _SCAN
        if in_head:
            yield from (False for _ in range(found.start() - position))
        in_head = in_head and not is_scan
        yield is_scan
        position = found.end()
        if position + 2 <= len(data):
            position += struct.unpack_from(">H", data, position)[0]
