"""Builds the EXIF of exported files: infotext, orientation, and the EXIF of an imported file."""

from collections.abc import Iterable

from PIL import ExifTags, Image

from portrait_app.core.metadata.misread import MISREAD
from portrait_app.core.metadata.orientation import UPRIGHT

HEAD = b"Exif\0\0"
_GRAPHS = {"prompt": ExifTags.Base.Model, "workflow": ExifTags.Base.Make}


def exif_of(
    infotext: str,
    orientation: int = UPRIGHT,
    base: bytes = b"",
    texts: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Return EXIF that starts with "Exif", or empty bytes if there are no values.

    Args:
        infotext: becomes the UserComment.
        orientation: 1 to 8.
        base: EXIF of an imported file, without "Exif" at the start. Ignored if it cannot be read.
        texts: keys and values of an imported PNG's texts. ComfyUI's graphs go to Make and Model, where
            ComfyUI looks for them.
    """
    exif = _read(base)
    if orientation != UPRIGHT or ExifTags.Base.Orientation in exif:
        exif[ExifTags.Base.Orientation] = orientation
    for key, text in texts:
        if key in _GRAPHS and _GRAPHS[key] not in exif and text.lstrip().startswith("{"):
            exif[_GRAPHS[key]] = f"{key}:{text}".encode()
    if infotext:
        comment = b"UNICODE\0" + infotext.encode("utf-16-be", "replace")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    if not (exif or infotext):
        return b""
    try:
        return exif.tobytes()
    except MISREAD:  # Pillow cannot write a value of `base`, though it can read it
        return exif_of(infotext, orientation, texts=texts) if base else b""


def _read(base: bytes) -> Image.Exif:
    exif = Image.Exif()
    try:
        if base:
            exif.load(HEAD + base)
            for directory in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                exif.get_ifd(directory)
    except MISREAD:
        exif = Image.Exif()
    exif.endian = ">"  # the byte order of the infotext: some readers decode it in that of the EXIF
    return exif
