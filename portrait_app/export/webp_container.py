"""Replaces the metadata of WebP files, chunk by chunk."""

import struct
from collections.abc import Iterator

from portrait_app.export import xmp
from portrait_app.export.exif import HEAD, exif_of
from portrait_app.export.metadata import Story
from portrait_app.export.profiles import without_words

_Chunk = tuple[bytes, bytes | memoryview]

_IMAGE = frozenset((b"ALPH", b"VP8 ", b"VP8L"))
_KEPT = _IMAGE | {b"VP8X", b"ICCP", b"ANIM", b"ANMF"}
_LENGTHS = {b"VP8X": 10, b"ANIM": 6}  # bytes of a valid chunk; more may hide text
_FRAME_HEAD = 16  # bytes of a frame before its sub-chunks
_HAS_PROFILE, _HAS_ALPHA, _HAS_EXIF, _HAS_XMP, _MOVES = 0x20, 0x10, 0x08, 0x04, 0x02


def retold_webp(data: memoryview, story: Story, orientation: int) -> Iterator[bytes | memoryview]:
    """Yield the parts of the file with the metadata of `story`. Raises IndexError or struct.error if cut."""
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:  # the last byte of padding may be missing
        raise IndexError
    found = list(_chunks(data[:end], 12))
    chunks = [_image_chunk(kind, body) for kind, body in found if kind in _KEPT]
    foreign: list[_Chunk] = [
        row for row in found if story.keeps and row[0] not in _KEPT and row[0] != b"XMP "
    ]
    if story.is_discreet:
        chunks = list(_discreet(chunks))
    if not any(kind == b"EXIF" for kind, _body in foreign):
        exif = exif_of(story.infotext, orientation, story.exif, story.texts).removeprefix(HEAD)
        foreign += [(b"EXIF", exif)] if exif else []
    packet = xmp.packet(story.properties)
    foreign += [(b"XMP ", packet)] if packet else []
    kinds = {kind for kind, _body in chunks + foreign}
    flags, canvas = _canvas(chunks)
    flags = flags & (_HAS_ALPHA | _MOVES) | (_HAS_PROFILE if b"ICCP" in kinds else 0)
    flags |= (_HAS_EXIF if b"EXIF" in kinds else 0) | (_HAS_XMP if packet else 0)
    blocks = [_chunk(kind, body) for kind, body in chunks if kind != b"VP8X"]
    if flags:
        blocks.insert(0, _chunk(b"VP8X", struct.pack("<I", flags) + canvas))
    blocks += [_chunk(kind, body) for kind, body in foreign]
    yield b"RIFF" + struct.pack("<I", 4 + sum(map(len, blocks))) + b"WEBP"
    yield from blocks


def _chunks(data: memoryview, position: int) -> Iterator[tuple[bytes, memoryview]]:
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        if position + 8 + length > len(data):
            raise IndexError
        yield kind, data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2


def _image_chunk(kind: bytes, body: memoryview) -> _Chunk:
    """Return a chunk without foreign bytes: a frame of an animation may contain sub-chunks of any kind."""
    if kind != b"ANMF":
        return kind, body[: _LENGTHS.get(kind, len(body))]
    inside = [_chunk(*row) for row in _chunks(body, _FRAME_HEAD) if row[0] in _IMAGE]
    return kind, bytes(body[:_FRAME_HEAD]) + b"".join(inside)


def _discreet(chunks: list[_Chunk]) -> Iterator[_Chunk]:
    for kind, body in chunks:
        if kind != b"ICCP":
            yield kind, body
        elif profile := without_words(bytes(body)):
            yield kind, profile


def _canvas(chunks: list[_Chunk]) -> tuple[int, bytes]:
    """Return the flags and the size minus one, from the header or else from the only image."""
    kinds = dict(chunks)
    if b"VP8X" in kinds:
        return struct.unpack_from("<I", kinds[b"VP8X"])[0], bytes(kinds[b"VP8X"][4:10])
    if b"VP8L" in kinds:
        (bits,) = struct.unpack_from("<I", kinds[b"VP8L"], 1)
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
    elif b"VP8 " in kinds:
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", kinds[b"VP8 "], 6))
        width, height, alpha = width - 1, height - 1, 0
    else:
        raise IndexError
    return alpha << 4, struct.pack("<I", width)[:3] + struct.pack("<I", height)[:3]


def _chunk(kind: bytes, body: bytes | memoryview) -> bytes:
    return kind + struct.pack("<I", len(body)) + bytes(body) + b"\0" * (len(body) % 2)
