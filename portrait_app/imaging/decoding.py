"""Decodes image files that Qt cannot decode, such as AVIF."""

from pathlib import Path

from portrait_app.core.bitmap import RgbaImage
from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors
from portrait_app.imaging.reading import opened


def decode(path: Path, side: int) -> RgbaImage:
    """Return the image in a file, scaled down to `side` pixels on its longer side, and not turned upright.

    With `side` 0 the image is not scaled. Raises AppError.
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
