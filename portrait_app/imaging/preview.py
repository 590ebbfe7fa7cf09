"""Makes a small picture of an unfinished one."""

import io

from portrait_app.imaging.reading import opened

_SIDE = 256  # pixels of the longer side
_QUALITY = 80


def small_preview(data: bytes) -> bytes:
    """Return an image as a small JPEG. Raises AppError."""
    with opened(data) as image:
        image.draft("RGB", (_SIDE, _SIDE))
        image.thumbnail((_SIDE, _SIDE))
        file = io.BytesIO()
        image.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
