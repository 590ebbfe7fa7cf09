"""Finds the orientation of an image file: how a viewer has to turn the image.

Grid, viewer, comparison and exports all use `orientation_of`, because decoders differ: Qt reads EXIF in JPEG
only. Values are those of EXIF: 1 is upright, 3 is upside down, 6 and 8 lie on a side; 2, 4, 5 and 7 are
mirrored as well. The first of these places with a valid value decides:

1. EXIF: the APP1 segment of a JPEG, the chunk `eXIf` of a PNG, `EXIF` of a WebP,
2. the PNG text `Raw profile type exif` or `Raw profile type APP1`, as ImageMagick writes it,
3. `tiff:Orientation` in the XMP.

An AVIF has two properties of the image for it (irot, imir), and its EXIF is ignored.
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
_NUMBERS = {1: "B", 3: "H", 4: "I"}  # TIFF's integer types, as struct codes
_MOST_ENTRIES = 1_000  # entries of an EXIF directory
_MOST_TEXT = 1_000_000  # bytes of decompressed text that are searched
_MOST_BETWEEN = 65_536  # stray bytes between two segments of a JPEG
_XMP = re.compile(rb"""tiff:Orientation\s*(?:=\s*["']|>\s*)([1-8])\s*["'<]""")
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_KEY = b"XML:com.adobe.xmp"
_EXIF_HEAD = b"Exif\0\0"
_RAW_EXIF = frozenset({b"Raw profile type exif", b"Raw profile type APP1"})
_RAW_XMP = b"Raw profile type xmp"

# AVIF: quarter turns to the left, then a mirror: 0 swaps top and bottom, 1 left and right, None nothing.
_AVIF_TURNS = {
    (0, None): 1,
    (0, 0): 4,
    (0, 1): 2,
    (1, None): 8,
    (1, 0): 5,
    (1, 1): 7,
    (2, None): 3,
    (2, 0): 2,
    (2, 1): 4,
    (3, None): 6,
    (3, 0): 7,
    (3, 1): 5,
}
_MOST_BOXES = 1_000

_EXIF, _RAW, _PACKET = range(3)  # places, in the order of precedence
_Found = Iterator[tuple[int, int]]  # place and value


def orientation_of(data: Data) -> int:
    """Return the orientation of a JPEG, PNG, WebP or AVIF, from 1 to 8; 1 if the file does not say.

    Never raises: broken or truncated metadata is ignored. Image data is skipped.
    """
    if data[:2] == b"\xff\xd8":
        found = _in_jpeg(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        found = _in_png(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = _in_webp(data)
    elif data[4:8] == b"ftyp":
        found = _in_avif(data)
    else:
        return UPRIGHT
    values: dict[int, int] = {}
    try:
        for place, value in found:
            if value:
                values.setdefault(place, value)
    except (struct.error, IndexError):  # the file is truncated
        pass
    return values[min(values)] if values else UPRIGHT


def exif_orientation(tiff: bytes) -> int:
    """Return the orientation in EXIF, given without "Exif" at the start; 0 if it has none."""
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
        for _skipped in range(_MOST_BETWEEN):  # decoders skip stray bytes
            if data[position] == 0xFF:
                break
            position += 1
        while data[position] == 0xFF:  # fill bytes
            position += 1
        marker = data[position]
        if marker in {0xDA, 0xD9}:  # the image data, or the end
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
    elif kind == b"iTXt":  # after the language and the translated key
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
    """Decode a raw profile: a name, a length, and the bytes as hexadecimal lines."""
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


def _in_avif(data: Data) -> _Found:
    values: dict[bytes, int] = {}
    for start, end in _boxes_in(data, 0, len(data), b"meta"):
        for first, last in _boxes_in(data, start + 4, end, b"iprp"):
            for begin, stop in _boxes_in(data, first, last, b"ipco"):
                for kind in (b"irot", b"imir"):
                    for place, _end in _boxes_in(data, begin, stop, kind):
                        values[kind] = data[place] & 3
    yield _EXIF, _AVIF_TURNS.get((values.get(b"irot", 0), values.get(b"imir")), 0)


def _boxes_in(data: Data, position: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of the content of each box of one kind."""
    for _count in range(_MOST_BOXES):
        if position + 8 > end:
            return
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == wanted:
            yield position + 8, min(position + length, end)
        if length < 8:
            return
        position += length
