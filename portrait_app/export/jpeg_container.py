"""Replaces the metadata of JPEG files, segment by segment."""

import re
import struct
from collections.abc import Iterable, Iterator

from portrait_app.export import xmp
from portrait_app.export.exif import HEAD, exif_of
from portrait_app.export.metadata import Story
from portrait_app.export.profiles import without_words

Blocks = list[bytes | memoryview]

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_HEAD = b"http://ns.adobe.com/xmp/extension/\0"
_LONGEST = 65_533  # bytes of payload that a segment can have
_EXTENDED_PART = 65_000
_PROFILE_HEAD = b"ICC_PROFILE\0"
_PROFILE_PART = _LONGEST - len(_PROFILE_HEAD) - 2
_SCAN, _END = 0xDA, 0xD9
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
# Markers of frames, tables, restart intervals and scans. Decoders skip all others.
_IMAGE = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD}) - {0xC8}
_JFIF, _JFIF_LENGTH = b"JFIF\0", 14
_ADOBE, _ADOBE_LENGTH = b"Adobe", 12  # the segment that names the colour transform
_MOST_BETWEEN = 65_536  # stray bytes between two segments, which decoders skip
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def retold_jpeg(data: memoryview, story: Story, orientation: int) -> Iterator[bytes | memoryview]:
    """Yield the parts of the file with the metadata of `story`. Raises IndexError or struct.error if cut."""
    segments = list(_segments(data))
    body = segments.pop()  # the first scan and everything after it
    yield b"\xff\xd8"
    heads = [row for row in segments if row[0] == _APP0 and bytes(row[1][:5]) == _JFIF]
    if heads:
        yield _jfif(heads[0][1], story)
    kept = [(marker, payload) for marker, payload in segments if story.keeps and _stays(marker, payload)]
    has_exif = any(marker == _APP1 for marker, _payload in kept)
    if not has_exif and (exif := _exif(story, orientation)):
        yield _segment(_APP1, exif)
    yield from _xmp_segments(story.properties)
    yield from (_segment(marker, payload) for marker, payload in kept)
    yield from _profile_segments(segments, story)
    for marker, payload in segments:
        if marker in _IMAGE:
            yield _segment(marker, payload)
        elif marker == _APP14 and bytes(payload[:5]) == _ADOBE and not story.keeps:
            yield _segment(marker, payload[:_ADOBE_LENGTH])
    yield from _scans(body[1])


def _segments(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield marker and payload of each segment before the first scan, then that scan and the rest."""
    position = 2
    while True:
        for _skipped in range(_MOST_BETWEEN):  # stray bytes
            if data[position] == 0xFF:
                break
            position += 1
        while data[position] == 0xFF:  # fill bytes
            position += 1
        marker = data[position]
        if marker == _SCAN:
            yield marker, data[position - 1 :]
            return
        (length,) = struct.unpack_from(">H", data, position + 1)
        if position + 1 + length > len(data) or length < 2:
            raise IndexError
        yield marker, data[position + 3 : position + 1 + length]
        position += 1 + length


def _jfif(payload: memoryview, story: Story) -> bytes:
    if story.keeps or len(payload) < _JFIF_LENGTH:
        return _segment(_APP0, payload)
    return _segment(_APP0, bytes(payload[: _JFIF_LENGTH - 2]) + b"\0\0")  # a thumbnail of 0 x 0 pixels


def _stays(marker: int, payload: memoryview) -> bool:
    """Say whether a segment of an imported file is kept.

    Segments that are written again are not kept, nor the index of further pictures: those are removed.
    """
    if marker == _APP0:
        return bytes(payload[:5]) != _JFIF
    if marker == _APP1:
        return bytes(payload[: len(HEAD)]) == HEAD
    if marker == _APP2:
        return not bytes(payload).startswith((_PROFILE_HEAD, b"MPF\0"))
    return marker == 0xFE or _APP0 <= marker <= 0xEF


def _exif(story: Story, orientation: int) -> bytes:
    """Return EXIF that fits into one segment. Graphs are dropped first, then the infotext is shortened."""
    for infotext, base, texts in (
        (story.infotext, story.exif, story.texts),
        (story.infotext, story.exif, ()),
        (story.brief, story.exif, ()),
        (story.brief, b"", ()),
    ):
        exif = exif_of(infotext, orientation, base, texts)
        if len(exif) <= _LONGEST:
            return exif
    return exif_of("", orientation)


def _xmp_segments(properties: tuple[xmp.Property, ...]) -> Iterator[bytes]:
    main, extended, guid = xmp.split(properties, _LONGEST - len(XMP_HEAD))
    if main:
        yield _segment(_APP1, XMP_HEAD + main)
    for offset in range(0, len(extended), _EXTENDED_PART):
        head = EXTENDED_HEAD + guid.encode() + struct.pack(">II", len(extended), offset)
        yield _segment(_APP1, head + extended[offset : offset + _EXTENDED_PART])


def _profile_segments(segments: Iterable[tuple[int, memoryview]], story: Story) -> Iterator[bytes]:
    """Yield the segments of the colour profile."""
    parts = [
        payload
        for marker, payload in segments
        if marker == _APP2 and bytes(payload[: len(_PROFILE_HEAD)]) == _PROFILE_HEAD
    ]
    if not story.is_discreet:
        yield from (_segment(_APP2, part) for part in parts)
        return
    start = len(_PROFILE_HEAD)
    parts.sort(key=lambda part: bytes(part[start : start + 1]))  # the part's number
    profile = without_words(b"".join(part[start + 2 :] for part in parts))
    pieces = [profile[place : place + _PROFILE_PART] for place in range(0, len(profile), _PROFILE_PART)]
    for number, piece in enumerate(pieces, 1):
        yield _segment(_APP2, _PROFILE_HEAD + bytes((number, len(pieces))) + piece)


def _segment(marker: int, payload: bytes | memoryview) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + bytes(payload)


def _scans(data: memoryview) -> Iterator[memoryview]:
    """Yield the scans and the tables between them, up to the end marker."""
    start = 0
    position = 2 + struct.unpack_from(">H", data, 2)[0]
    while found := _SCAN_END.search(data, position):
        marker = data[found.start() + 1]
        if marker == _END:
            yield data[start : found.end()]
            return
        (length,) = struct.unpack_from(">H", data, found.end())
        if marker not in _IMAGE:
            yield data[start : found.start()]
            start = found.end() + length
        position = found.end() + length
    raise IndexError
