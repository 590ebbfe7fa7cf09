"""Pixels of image files, for formats that the window's own decoders do not know."""

from pathlib import Path

from portrait_app.core.bitmap import RgbaImage
from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors
from portrait_app.imaging.reading import opened


def decode(path: Path, side: int) -> RgbaImage:
    """Return the image in a file, not turned, and scaled down to `side` pixels on its longer side.

    With `side` 0 it is not scaled. Raises AppError.
    """
    with file_errors(path):
        data = path.read_bytes()
    try:
        with opened(data) as image:
            if side:
                image.thumbnail((side, side))
            rgba = image.convert("RGBA")
    except AppError as error:
        raise AppError(error.kind, f"{path}: {error.detail}", path=str(path)) from error
    return RgbaImage(rgba.width, rgba.height, rgba.tobytes())
