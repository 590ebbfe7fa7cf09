"""How an image file wants to be turned before it is shown: the one place that decides it.

Grid, viewer, comparison and exports all ask `orientation_of`, because decoders do not agree: some read EXIF
only, some only in JPEG. The value is EXIF's: 1 is upright, 3 upside down, 6 and 8 lie on a side, and 2, 4, 5
and 7 are mirrored as well. The first of these places that has a valid value decides:

1. EXIF: the APP1 segment of a JPEG, the chunk `eXIf` of a PNG, `EXIF` of a WebP,
2. a PNG text called `Raw profile type exif` or `Raw profile type APP1`, as ImageMagick writes it,
3. `tiff:Orientation` in the XMP.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from mmap import mmap

UPRIGHT = 1
TURNED = frozenset(range(2, 9))
ON_ITS_SIDE = frozenset({5, 6, 7, 8})  # width and height change places

Data = bytes | memoryview | mmap

_TAG = 0x0112
_NUMBERS = {1: "B", 3: "H", 4: "I"}  # TIFF's types for a whole number
_MOST_ENTRIES = 1_000  # of an EXIF directory
_MOST_TEXT = 1_000_000  # bytes of unpacked text that are searched
_MOST_BETWEEN = 65_536  # bytes between two segments of a JPEG
_XMP = re.compile(rb"""tiff:Orientation\s*(?:=\s*["']|>\s*)([1-8])\s*["'<]""")
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_KEY = b"XML:com.adobe.xmp"
_EXIF_HEAD = b"Exif\0\0"
_RAW_EXIF = frozenset({b"Raw profile type exif", b"Raw profile type APP1"})
_RAW_XMP = b"Raw profile type xmp"

_EXIF, _RAW, _PACKET = range(3)  # places, in the order in which they decide
_Found = Iterator[tuple[int, int]]  # a place and the value found there


def orientation_of(data: Data) -> int:
    """Return the orientation that a JPEG, PNG or WebP file asks for, from 1 to 8; 1 if there is none.

    Never raises: what is cut short or broken counts as not there. Image data is skipped, not decoded.
    """
    if data[:2] == b"\xff\xd8":
        found = _in_jpeg(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        found = _in_png(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = _in_webp(data)
    else:
        return UPRIGHT
    values: dict[int, int] = {}
    try:
        for place, value in found:
            if value:
                values.setdefault(place, value)
    except (struct.error, IndexError):  # the file ends here
        pass
    return values[min(values)] if values else UPRIGHT


def exif_orientation(tiff: bytes) -> int:
    """Return the value in the first directory of EXIF, given from its TIFF header on; 0 if there is none."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(tiff[:2]))
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for number in range(min(count, _MOST_ENTRIES)):
            tag, kind, _amount = struct.unpack_from(order + "HHI", tiff, start + 2 + 12 * number)
            if tag == _TAG and kind in _NUMBERS:
                (value,) = struct.unpack_from(order + _NUMBERS[kind], tiff, start + 10 + 12 * number)
                return value if UPRIGHT <= value <= max(TURNED) else 0
    except struct.error:
        return 0
    return 0


def _in_packet(packet: bytes) -> int:
    found = _XMP.search(packet)
    return int(found[1]) if found else 0


def _in_jpeg(data: Data) -> _Found:
    position = 2
    while True:
        for _skipped in range(_MOST_BETWEEN):  # decoders pass over what stands between two segments
            if data[position] == 0xFF:
                break
            position += 1
        while data[position] == 0xFF:  # any number of them may stand before a marker
            position += 1
        marker = data[position]
        if marker in {0xDA, 0xD9}:  # the image begins, or it is all over
            return
        (length,) = struct.unpack_from(">H", data, position + 1)
        if marker == 0xE1:
            body = bytes(data[position + 3 : position + 1 + length])
            if body.startswith(_EXIF_HEAD):
                yield _EXIF, exif_orientation(body[len(_EXIF_HEAD) :])
            elif body.startswith(_XMP_HEAD):
                yield _PACKET, _in_packet(body)
        position += 1 + length


def _in_png(data: Data) -> _Found:
    position = 8
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            return
        if kind in {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}:
            body = bytes(data[position + 8 : position + 8 + length])
            if kind == b"eXIf":
                yield _EXIF, exif_orientation(body.removeprefix(_EXIF_HEAD))
            else:
                yield from _in_text(kind, *body.split(b"\0", 1))
        position += 12 + length


def _in_text(kind: bytes, key: bytes, rest: bytes = b"") -> _Found:
    if key not in _RAW_EXIF and key not in {_XMP_KEY, _RAW_XMP}:
        return
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":  # the language and the translated key stand before the text
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _MOST_TEXT)
        except zlib.error:
            return
    rest = rest[:_MOST_TEXT]
    if key in _RAW_EXIF:
        yield _RAW, exif_orientation(_unhexed(rest).removeprefix(_EXIF_HEAD))
    elif key == _RAW_XMP:
        yield _PACKET, _in_packet(_unhexed(rest))
    else:
        yield _PACKET, _in_packet(rest)


def _unhexed(text: bytes) -> bytes:
    """Return what a raw profile holds: a line feed, a name, a length, and the bytes as hexadecimal lines."""
    try:
        return bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
    except ValueError:
        return b""


def _in_webp(data: Data) -> _Found:
    position = 12
    while True:
        kind, length = struct.unpack_from("<4sI", data, position)
        if kind == b"EXIF":
            body = bytes(data[position + 8 : position + 8 + length])
            yield _EXIF, exif_orientation(body.removeprefix(_EXIF_HEAD))
        elif kind == b"XMP ":
            yield _PACKET, _in_packet(bytes(data[position + 8 : position + 8 + length]))
        position += 8 + length + length % 2
