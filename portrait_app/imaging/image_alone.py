"""Removes parts of image files that can stop Pillow from decoding the image.

Pillow decompresses all texts of a PNG, and refuses a file with a longer text than its limit. It reads the
index of further pictures in a camera's JPEG, and warns if that index is damaged.
"""

import struct
import zlib

MOST_PROFILE = 17_000_000  # bytes of a colour profile; a JPEG cannot hold more
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_LIST_OF_PICTURES = b"MPF\0"
_SCAN = 0xDA


def image_alone(data: bytes) -> bytes:
    """Return a PNG without texts and without a profile beyond MOST_PROFILE; a JPEG without its picture index.

    Other data is returned unchanged.
    """
    if data.startswith(_PNG):
        return _png(data)
    return _jpeg(data) if data.startswith(_JPEG) else data


def _png(data: bytes) -> bytes:
    parts: list[memoryview] = []
    view = memoryview(data)
    kept, position = 0, len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if kind in _TEXTS or (kind == b"iCCP" and _is_too_long(view[position + 8 : end - 4])):
            parts.append(view[kept:position])
            kept = end
        if kind == b"IEND":
            break
        position = end
    return b"".join([*parts, view[kept:]]) if parts else data


def _is_too_long(body: memoryview) -> bool:
    """Say whether a profile has more than MOST_PROFILE bytes when decompressed."""
    packed = bytes(body).partition(b"\0")[2][1:]
    try:
        return len(zlib.decompressobj().decompress(packed, MOST_PROFILE + 1)) > MOST_PROFILE
    except zlib.error:
        return False


def _jpeg(data: bytes) -> bytes:
    """Return the file with the name of its picture index changed, so that Pillow ignores it."""
    position = len(_JPEG)
    while position + 8 <= len(data) and data[position] == 0xFF and data[position + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", data, position + 2)
        start = position + 4
        if data[position + 1] == 0xE2 and data.startswith(_LIST_OF_PICTURES, start):
            return data[:start] + b"mpf\0" + data[start + 4 :]
        position += 2 + length
    return data
