"""Image files taken apart and put together with another story; the image itself stays bit for bit.

Everything that decides what the image looks like is kept: its data, tables, colour profile, orientation.
All else goes, whoever wrote it: comments, texts, EXIF, XMP, IPTC, and signatures that no longer hold.

| | infotext | XMP |
| --- | --- | --- |
| PNG | text chunk `parameters`, iTXt where it is not Latin-1 | iTXt `XML:com.adobe.xmp` |
| JPEG | EXIF UserComment, UNICODE and UTF-16 big-endian | APP1, and extended APP1 beyond 64 kB |
| WebP | the same in the chunk `EXIF` | chunk `XMP ` |
"""

import re
import struct
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.export import xmp
from portrait_app.export.metadata import Story
from portrait_app.imaging.reading import opened

Blocks = list[bytes | memoryview]  # a file in parts, to be written one after the other

_LONGEST_SEGMENT = 65_533  # bytes a JPEG segment holds behind its own length
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_HEAD = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENDED_PART = 65_000
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"))
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def retold(data: bytes, story: Story) -> Blocks:
    """Return the file `data` with `story` in the place of whatever it told before.

    Raises:
        AppError: IMAGE_DAMAGED for what is no whole JPEG, PNG or WebP.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return list(_jpeg(memoryview(data), story))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return list(_png(memoryview(data), story))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return list(_webp(memoryview(data), story))
    except (struct.error, IndexError) as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, "it ends in the middle") from error
    raise AppError(ErrorKind.IMAGE_DAMAGED, "neither JPEG, PNG nor WebP")


def exif_of(infotext: str, orientation: int = 1) -> bytes:
    """Return EXIF with a UserComment and an orientation; nothing where there is neither."""
    if not infotext and orientation == 1:
        return b""
    exif = Image.Exif()
    exif.endian = ">"  # as the text, for readers who go by it
    if orientation != 1:
        exif[ExifTags.Base.Orientation] = orientation
    if infotext:
        comment = b"UNICODE\0" + infotext.encode("utf-16-be", "replace")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return exif.tobytes()


def _orientation(data: memoryview) -> int:
    """Return EXIF's orientation, from 1 to 8; 1 where there is none."""
    try:
        with opened(bytes(data)) as image:
            value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except AppError:
        return 1  # EXIF that cannot be read turns no picture
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


# --- JPEG ---


def _jpeg(data: memoryview, story: Story) -> Iterator[bytes | memoryview]:
    front: Blocks = []  # JFIF stands first
    rest: Blocks = []
    orientation = 1
    position = 2
    while True:
        start = position
        while data[position] == 0xFF:  # any number of them may stand before a marker
            position += 1
        marker = data[position]
        (length,) = struct.unpack_from(">H", data, position + 1)
        position += 1 + length
        segment = data[start:position]
        if position > len(data) or length < 2:
            raise IndexError
        if marker == 0xE1 and bytes(segment[4:8]) == b"Exif":
            orientation = _orientation(data)
        if _is_kept(marker, segment):
            (front if marker == 0xE0 else rest).append(segment)
        if marker == 0xDA:
            break
    yield b"\xff\xd8"
    yield from front
    exif = exif_of(story.brief, orientation)
    if exif:
        yield _segment(exif)
    yield from _xmp_segments(story)
    yield from rest
    yield from _scans(data, position)


def _is_kept(marker: int, segment: memoryview) -> bool:
    """Say whether a segment belongs to the image: no comment, and of the applications' the needed ones."""
    if marker == 0xE2:
        return bytes(segment[4:15]) == b"ICC_PROFILE"
    return marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _xmp_segments(story: Story) -> Iterator[bytes]:
    main, extended, guid = xmp.split(story.properties, _LONGEST_SEGMENT - len(_XMP_HEAD))
    if main:
        yield _segment(_XMP_HEAD + main)
    for offset in range(0, len(extended), _EXTENDED_PART):
        head = _EXTENDED_HEAD + guid.encode() + struct.pack(">II", len(extended), offset)
        yield _segment(head + extended[offset : offset + _EXTENDED_PART])


def _segment(payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, 0xE1, len(payload) + 2) + payload


def _scans(data: memoryview, start: int) -> Iterator[memoryview]:
    """Yield the compressed image, with the tables between its scans, and nothing behind its end."""
    position = start
    while found := _SCAN_END.search(data, position):
        marker = data[found.start() + 1]
        if marker == 0xD9:
            yield data[start : found.end()]
            return
        (length,) = struct.unpack_from(">H", data, found.end())
        if not _is_kept(marker, data[found.start() :]):
            yield data[start : found.start()]
            start = found.end() + length
        position = found.end() + length
    raise IndexError


# --- PNG ---


def _png(data: memoryview, story: Story) -> Iterator[bytes | memoryview]:
    kept = 0  # where that begins which is kept and not yet written: the image's many chunks go in one
    position = 8
    orientation = 1
    told = False
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise IndexError
        if kind == b"eXIf":
            orientation = _orientation(data)
        is_first = kind == b"IDAT" and not told
        if is_first or kind not in _PNG_KEPT:
            yield data[kept:position]
            kept = position if is_first else end
        if is_first:
            yield from _png_story(story, orientation)
            told = True
        if kind == b"IEND":
            yield data[kept:end]
            return
        position = end


def _png_story(story: Story, orientation: int) -> Iterator[bytes]:
    if orientation != 1:
        yield _png_chunk(b"eXIf", exif_of("", orientation).removeprefix(b"Exif\0\0"))
    if story.infotext:
        yield _png_text(b"parameters", story.infotext.replace("\0", ""))
    packet = xmp.packet(story.properties)
    if packet:
        yield _png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)


def _png_text(key: bytes, value: str) -> bytes:
    try:
        return _png_chunk(b"tEXt", key + b"\0" + value.encode("latin-1"))
    except UnicodeEncodeError:
        return _png_chunk(b"iTXt", key + b"\0\0\0\0\0" + value.encode("utf-8", "replace"))


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# --- WebP ---


def _webp(data: memoryview, story: Story) -> Iterator[bytes | memoryview]:
    chunks: list[tuple[bytes, memoryview]] = []
    position = 12
    orientation = 1
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:  # the last byte may be one of padding, and missing
        raise IndexError
    while position + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, position)
        if position + 8 + length > len(data):
            raise IndexError
        if kind == b"EXIF":
            orientation = _orientation(data)
        if kind in _WEBP_KEPT:
            chunks.append((kind, data[position + 8 : position + 8 + length]))
        position += 8 + length + length % 2
    exif = exif_of(story.infotext, orientation).removeprefix(b"Exif\0\0")
    packet = xmp.packet(story.properties)
    flags, canvas = _canvas(chunks)
    flags = flags & ~0b1100 | (0b1000 if exif else 0) | (0b0100 if packet else 0)
    blocks = [_webp_chunk(kind, body) for kind, body in chunks if kind != b"VP8X"]
    if flags:
        blocks.insert(0, _webp_chunk(b"VP8X", struct.pack("<I", flags) + canvas))
    blocks += [_webp_chunk(kind, body) for kind, body in ((b"EXIF", exif), (b"XMP ", packet)) if body]
    yield b"RIFF" + struct.pack("<I", 4 + sum(map(len, blocks))) + b"WEBP"
    yield from blocks


def _canvas(chunks: list[tuple[bytes, memoryview]]) -> tuple[int, bytes]:
    """Return what the file says of itself, or what its one image does: flags, and the size less one."""
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


def _webp_chunk(kind: bytes, body: bytes | memoryview) -> bytes:
    return kind + struct.pack("<I", len(body)) + bytes(body) + b"\0" * (len(body) % 2)
