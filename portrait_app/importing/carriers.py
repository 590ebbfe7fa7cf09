"""Where an image file keeps text: PNG's text chunks, EXIF's UserComment, XMP."""

import struct
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image, JpegImagePlugin

from portrait_app.core.errors import AppError
from portrait_app.core.metadata.misread import MISREAD
from portrait_app.imaging.reading import opened

USER_COMMENT = "UserComment"
XMP = "XML:com.adobe.xmp"
EXTENDED_XMP = "extended XMP"  # what did not fit into the packet of a JPEG
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENSION_HEAD = len(_EXTENSION) + 32 + 4 + 4  # its GUID, length in all, offset of this part

LONGEST_TEXT = 4_000_000  # characters of one text: a ComfyUI graph has some 100,000
_PNG = b"\x89PNG\r\n\x1a\n"
_BROKEN: tuple[type[Exception], ...] = (*MISREAD, MemoryError, AppError)


def texts_in(data: bytes) -> dict[str, str]:
    """Return the texts of an image file by the names of their places; what cannot be read is left out.

    The picture itself is not decoded.
    """
    try:
        return {name: text[:LONGEST_TEXT] for name, text in _texts(data) if text}
    except _BROKEN:
        return {}


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(_PNG):
        yield from _png_texts(data)
        return
    with opened(data) as image:
        yield USER_COMMENT, _user_comment(image.getexif())
        xmp = image.info.get("xmp", b"")
        yield XMP, xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else ""
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            yield EXTENDED_XMP, _extended_xmp(image)


def _extended_xmp(image: JpegImagePlugin.JpegImageFile) -> str:
    """Put the parts of the extended packet together, in whichever order they stand."""
    parts = [data for marker, data in image.applist if marker == "APP1" and data.startswith(_EXTENSION)]
    parts.sort(key=lambda data: data[_EXTENSION_HEAD - 4 : _EXTENSION_HEAD])
    return b"".join(data[_EXTENSION_HEAD:] for data in parts).decode("utf-8", "replace")


def _user_comment(exif: Image.Exif) -> str:
    """Return EXIF's UserComment: eight bytes of its character code, then the text."""
    value = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment)
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    code, text = value[:8].rstrip(b"\0"), value[8:]
    if code == b"UNICODE":
        return _utf_16(text).strip("\0")
    return text.decode("utf-8" if code in (b"ASCII", b"") else "latin-1", "replace").strip("\0")


def _utf_16(text: bytes) -> str:
    """Return text that most tools write big-endian, some little-endian, none with a mark that says so."""
    big, little = (text.decode(order, "replace") for order in ("utf-16-be", "utf-16-le"))
    # Settings are mostly ASCII: the wrong order makes of each letter something far beyond it.
    return max(big, little, key=lambda guess: sum(letter < "\x80" for letter in guess))


def _png_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield PNG's texts, those behind the picture too, without decoding what stands between them."""
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IEND":
            return  # what follows is no part of the image
        chunk = data[position + 8 : position + 8 + length]
        position += 12 + length
        if kind in _TEXT_CHUNKS and len(chunk) == length:
            try:
                yield _TEXT_CHUNKS[kind](chunk)
            except _BROKEN:
                continue


def _latin(chunk: bytes) -> tuple[str, str]:
    key, _, text = chunk.partition(b"\0")
    return key.decode("latin-1"), text.decode("latin-1")


def _compressed(chunk: bytes) -> tuple[str, str]:
    key, _, rest = chunk.partition(b"\0")
    return key.decode("latin-1"), _inflated(rest[1:]).decode("latin-1")


def _international(chunk: bytes) -> tuple[str, str]:
    key, _, rest = chunk.partition(b"\0")
    compressed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.partition(b"\0")[2].partition(b"\0")[2]  # behind the language and the translated name
    return key.decode("latin-1"), (_inflated(text) if compressed else text).decode("utf-8", "replace")


def _exif(chunk: bytes) -> tuple[str, str]:
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + chunk)
    return USER_COMMENT, _user_comment(exif)


def _inflated(data: bytes) -> bytes:
    """Return what `data` unpacks to, no more than the longest text: one of a few bytes may fill a disk."""
    return zlib.decompressobj().decompress(data, LONGEST_TEXT)


_TEXT_CHUNKS = {b"tEXt": _latin, b"zTXt": _compressed, b"iTXt": _international, b"eXIf": _exif}
