"""Decodes for the window what Qt has no decoder for: AVIF."""

from PIL import Image

from portrait_app.core.bitmap import Bitmap
from portrait_app.imaging.reading import opened
from portrait_app.imaging.writing import on_white


def decode(data: bytes, side: int) -> Bitmap:
    """Return the image on white, not turned, at most `side` pixels on its longer side; 0 keeps the size.

    Raises AppError, IMAGE_DAMAGED or IMAGE_TOO_LARGE.
    """
    with opened(data) as image:
        shown = on_white(image.convert("RGBA" if image.has_transparency_data else "RGB"))
        if side:
            shown.thumbnail((side, side), Image.Resampling.LANCZOS)
        return Bitmap(*shown.size, shown.tobytes("raw", "BGRX"))
