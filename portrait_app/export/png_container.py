"""Replaces the metadata of PNG files, chunk by chunk."""

import struct
import zlib
from collections.abc import Iterator

from portrait_app.core.metadata.orientation import UPRIGHT
from portrait_app.export import xmp
from portrait_app.export.deep_png import png_chunk
from portrait_app.export.exif import HEAD, exif_of
from portrait_app.export.metadata import Story
from portrait_app.export.profiles import without_words
from portrait_app.imaging.image_alone import MOST_PROFILE

XMP_KEY = b"XML:com.adobe.xmp"
_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB cICP sBIT bKGD pHYs acTL fcTL fdAT".split())
# Most bytes that a chunk can have. A longer chunk is not valid, and may hide text.
_LENGTHS = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"IEND": 0,
    b"tRNS": 256,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"cICP": 4,
    b"sBIT": 4,
    b"bKGD": 6,
    b"pHYs": 9,
    b"acTL": 8,
    b"fcTL": 26,
}
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def retold_png(data: memoryview, story: Story, orientation: int) -> Iterator[bytes | memoryview]:
    """Yield the parts of the file with the metadata of `story`. Raises IndexError or struct.error if cut."""
    kept = 0  # start of the kept bytes that are not yet yielded: consecutive chunks are one part
    position = 8
    told = False
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise IndexError
        is_first = kind == b"IDAT" and not told
        stays = _stays(kind, data[position + 8 : end - 4], story)
        if is_first or not stays:
            yield data[kept:position]
            kept = position if stays else end
        if kind == b"iCCP":
            yield from _profile(data[position:end], story)
        if is_first:
            yield from _story(story, orientation)
            told = True
        if kind == b"IEND":
            yield data[kept : position + 12]
            return
        position = end


def _stays(kind: bytes, body: memoryview, story: Story) -> bool:
    """Say whether a chunk is kept unchanged."""
    if kind in _KEPT:
        return len(body) <= _LENGTHS.get(kind, len(body))
    if not story.keeps or kind == b"iCCP":
        return False
    return not (kind in _TEXTS and bytes(body[: len(XMP_KEY) + 1]) == XMP_KEY + b"\0")


def _profile(chunk: memoryview, story: Story) -> Iterator[bytes | memoryview]:
    """Yield the colour profile; if the story is discreet, with neutral names."""
    if not story.is_discreet:
        yield chunk
        return
    packed = bytes(chunk[8:-4]).partition(b"\0")[2][1:]
    try:
        profile = without_words(zlib.decompressobj().decompress(packed, MOST_PROFILE))
    except zlib.error:
        return
    if profile:
        yield png_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(profile))


def _story(story: Story, orientation: int) -> Iterator[bytes]:
    if not story.keeps:  # otherwise the file's own chunks are kept
        exif = exif_of("", orientation, story.exif)
        if exif and (orientation != UPRIGHT or story.exif):
            yield png_chunk(b"eXIf", exif.removeprefix(HEAD))
        for key, value in story.texts:
            yield _text(key, value)
    if story.infotext:
        yield _text("parameters", story.infotext)
    packet = xmp.packet(story.properties)
    if packet:
        yield png_chunk(b"iTXt", XMP_KEY + b"\0\0\0\0\0" + packet)


def _text(key: str, value: str) -> bytes:
    name, value = key.encode("latin-1", "replace")[:79], value.replace("\0", "")
    try:
        return png_chunk(b"tEXt", name + b"\0" + value.encode("latin-1"))
    except UnicodeEncodeError:
        return png_chunk(b"iTXt", name + b"\0\0\0\0\0" + value.encode("utf-8", "replace"))
