"""PNG files without their texts, which no decoder of images has a use for.

Pillow unpacks all of them before the image, and calls a file damaged in which one is longer than a bound.
"""

import struct
import zlib

MOST_PROFILE = 17_000_000  # bytes of a colour profile: as much as a JPEG can hold
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def without_words(data: bytes) -> bytes:
    """Return a PNG without its texts and without a profile beyond MOST_PROFILE; other data as it is."""
    if not data.startswith(_SIGNATURE):
        return data
    parts: list[memoryview] = []
    view = memoryview(data)
    kept = position = 0
    while position + 12 <= len(data):
        if position == 0:
            position = len(_SIGNATURE)
            continue
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
    """Say whether a profile unpacks to more than MOST_PROFILE."""
    packed = bytes(body).partition(b"\0")[2][1:]
    unpacker = zlib.decompressobj()
    try:
        return len(unpacker.decompress(packed, MOST_PROFILE + 1)) > MOST_PROFILE
    except zlib.error:
        return False
