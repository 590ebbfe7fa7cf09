"""Finds the EXIF of an image file, as bytes."""

import struct
import zlib

from portrait_app.core.errors import AppError
from portrait_app.core.metadata.misread import MISREAD
from portrait_app.imaging.reading import opened

_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = b"Exif\0\0"
_RAW = frozenset({b"Raw profile type exif", b"Raw profile type APP1"})
_LONGEST = 4_000_000  # bytes of EXIF
_BROKEN: tuple[type[Exception], ...] = (*MISREAD, AppError)


def exif_in(data: bytes) -> bytes:
    """Return the EXIF of a JPEG, PNG, WebP or AVIF, without "Exif" at the start; empty if it has none."""
    try:
        if data.startswith(_PNG):
            exif = _in_png(data)
        else:
            with opened(data) as image:
                exif = image.info.get("exif", b"")
    except _BROKEN:
        return b""
    exif = exif.removeprefix(_HEAD)
    return exif if len(exif) <= _LONGEST and exif.startswith((b"II*\0", b"MM\0*")) else b""


def _in_png(data: bytes) -> bytes:
    """Return the chunk `eXIf`, or else the profile that ImageMagick writes as hexadecimal text."""
    position, raw = len(_PNG), b""
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length] if kind in {b"eXIf", b"tEXt", b"zTXt"} else b""
        if kind == b"eXIf":
            return body
        key, _zero, text = body.partition(b"\0")
        if key in _RAW:
            raw = _unhexed(
                zlib.decompressobj().decompress(text[1:], 3 * _LONGEST) if kind == b"zTXt" else text
            )
        position += 12 + length
    return raw


def _unhexed(text: bytes) -> bytes:
    _kind, _length, written = text.split(None, 2)
    return bytes.fromhex(written.decode("ascii"))
