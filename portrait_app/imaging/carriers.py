"""Reads the texts in an image file by place: PNG text chunks, EXIF tags, XMP and JPEG comments."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image, JpegImagePlugin

from portrait_app.core.errors import AppError
from portrait_app.core.metadata.misread import MISREAD
from portrait_app.imaging.exif_texts import exif_texts
from portrait_app.imaging.reading import opened

XMP = "XML:com.adobe.xmp"
EXTENDED_XMP = "extended XMP"  # the part that does not fit into the XMP segment of a JPEG
COMMENT = "JPEG comment"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENSION_HEAD = len(_EXTENSION) + 32 + 4 + 4  # GUID, total length, offset of this part

LONGEST_TEXT = 4_000_000  # characters of one text: a ComfyUI graph has about 100,000
_LONGEST_TOGETHER = 3 * LONGEST_TEXT
_MOST_TEXTS = 1_000
_LONGEST_EXIF = 2_000_000  # bytes: Pillow makes an object of 200 bytes of each fraction in it
_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF_HEAD = b"Exif\0\0"
_BROKEN: tuple[type[Exception], ...] = (*MISREAD, MemoryError, AppError)


def texts_in(data: bytes) -> dict[str, str]:
    """Return the texts of an image file by the names of their places, without decoding the image.

    Of two texts at one place the last one counts. Broken texts are left out, and all texts after a limit on
    their number and total length.
    """
    texts: dict[str, str] = {}
    together = 0
    try:
        for name, text in _texts(data):
            if text:
                texts[name] = text[:LONGEST_TEXT]
                together += len(texts[name])
            if together > _LONGEST_TOGETHER or len(texts) > _MOST_TEXTS:
                break
    except _BROKEN:
        pass
    return texts


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(_PNG):
        yield from _png_texts(data)
        return
    with opened(data) as image:
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            for marker, text in image.applist:
                if marker == "COM":
                    yield COMMENT, _plain(text)
            yield EXTENDED_XMP, _extended_xmp(image)
        xmp = image.info.get("xmp", b"")
        yield XMP, _plain(xmp) if isinstance(xmp, bytes) else ""
        if len(image.info.get("exif", b"")) <= _LONGEST_EXIF:
            yield from exif_texts(image.getexif())


def _plain(text: bytes) -> str:
    return text[: 4 * LONGEST_TEXT].decode("utf-8", "replace").strip("\0")


def _extended_xmp(image: JpegImagePlugin.JpegImageFile) -> str:
    """Join the parts of the extended packet by their offsets."""
    parts = [data for marker, data in image.applist if marker == "APP1" and data.startswith(_EXTENSION)]
    parts.sort(key=lambda data: data[_EXTENSION_HEAD - 4 : _EXTENSION_HEAD])
    return b"".join(data[_EXTENSION_HEAD:] for data in parts).decode("utf-8", "replace")


def _png_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a PNG, also those after the image data, without decoding the image."""
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            return  # data after IEND is not part of the image
        chunk = data[position + 8 : position + 8 + length] if kind in _TEXT_CHUNKS or kind == b"eXIf" else b""
        position += 12 + length
        if len(chunk) == length:
            try:
                yield from _chunk_texts(kind, chunk)
            except _BROKEN:
                continue


def _chunk_texts(kind: bytes, chunk: bytes) -> Iterator[tuple[str, str]]:
    if kind == b"eXIf":
        yield from _exif(chunk)
    elif kind in _TEXT_CHUNKS:
        name, text = _TEXT_CHUNKS[kind](chunk)
        if not name.lower().startswith("raw profile type"):
            yield name, text
        elif profile := _raw_profile(text):
            if profile.startswith(_EXIF_HEAD):
                yield from _exif(profile.removeprefix(_EXIF_HEAD))
            elif b"xmpmeta" in profile:
                yield XMP, _plain(profile[profile.find(b"<") :])


def _raw_profile(text: str) -> bytes:
    """Return the bytes of a profile that ImageMagick wrote as text: kind, length, and the bytes in hex."""
    _kind, _length, written = text.split(None, 2)
    return bytes.fromhex(written)


def _latin(chunk: bytes) -> tuple[str, str]:
    key, _, text = chunk.partition(b"\0")
    return key.decode("latin-1"), _latin_or_utf_8(text)


def _compressed(chunk: bytes) -> tuple[str, str]:
    key, _, rest = chunk.partition(b"\0")
    return key.decode("latin-1"), _latin_or_utf_8(_inflated(rest[1:]))


def _latin_or_utf_8(text: bytes) -> str:
    """Decode text that should be Latin-1. Some programs write UTF-8."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _international(chunk: bytes) -> tuple[str, str]:
    key, _, rest = chunk.partition(b"\0")
    compressed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.partition(b"\0")[2].partition(b"\0")[2]  # after the language and the translated keyword
    return key.decode("latin-1"), (_inflated(text) if compressed else text).decode("utf-8", "replace")


def _exif(data: bytes) -> Iterator[tuple[str, str]]:
    if len(data) > _LONGEST_EXIF:
        return
    exif = Image.Exif()
    exif.load(_EXIF_HEAD + data.removeprefix(_EXIF_HEAD))
    yield from exif_texts(exif)


def _inflated(data: bytes) -> bytes:
    """Decompress `data` up to the longest text: a few bytes could fill the memory."""
    return zlib.decompressobj().decompress(data, LONGEST_TEXT)


_TEXT_CHUNKS = {b"tEXt": _latin, b"zTXt": _compressed, b"iTXt": _international}
