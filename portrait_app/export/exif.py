"""EXIF as exports write it: an infotext, the orientation, and what an imported file had."""

from PIL import ExifTags, Image

from portrait_app.core.metadata.misread import MISREAD
from portrait_app.core.metadata.orientation import UPRIGHT

HEAD = b"Exif\0\0"


def exif_of(infotext: str, orientation: int = UPRIGHT, base: bytes = b"") -> bytes:
    """Return EXIF with its head, from `base` on: a UserComment and an orientation. Empty if there is nothing.

    A `base` that cannot be read is left out.
    """
    exif = _read(base)
    had_any = bool(exif)
    if orientation == UPRIGHT:
        if ExifTags.Base.Orientation in exif:
            exif[ExifTags.Base.Orientation] = UPRIGHT
    else:
        exif[ExifTags.Base.Orientation] = orientation
    if infotext:
        comment = b"UNICODE\0" + infotext.encode("utf-16-be", "replace")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    if not (had_any or infotext or orientation != UPRIGHT):
        return b""
    try:
        return exif.tobytes()
    except MISREAD:  # a value of `base` that Pillow reads and cannot write
        return exif_of(infotext, orientation) if base else b""


def _read(base: bytes) -> Image.Exif:
    exif = Image.Exif()
    try:
        if base:
            exif.load(HEAD + base)
            for directory in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                exif.get_ifd(directory)
    except MISREAD:
        exif = Image.Exif()
    exif.endian = ">"  # as the infotext, for readers that go by it
    return exif
