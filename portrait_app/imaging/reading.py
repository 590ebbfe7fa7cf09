"""Opens image files with Pillow: four formats, a limit on size, and typed errors."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

# Imported one by one, so that Image.open does not load all of Pillow's readers.
from PIL import (
    AvifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.misread import MISREAD
from portrait_app.core.metadata.orientation import ON_ITS_SIDE, orientation_of
from portrait_app.core.picture import MOST_PIXELS
from portrait_app.imaging.image_alone import MOST_PROFILE, image_alone

FORMATS = {
    "AVIF": "avif",
    "JPEG": "jpeg",
    "MPO": "jpeg",  # a JPEG with further pictures after the first
    "PNG": "png",
    "WEBP": "webp",
}
_READERS = tuple(
    reader.format
    for reader in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        AvifImagePlugin.AvifImageFile,
    )
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
# Pillow refuses a PNG with a larger profile. The limit is for texts as well, but those are removed before.
PngImagePlugin.MAX_TEXT_CHUNK = MOST_PROFILE


@contextmanager
def opened(file: bytes | BinaryIO) -> Iterator[ImageFile.ImageFile]:
    """Open an image file as a context manager. The texts of a PNG are left out.

    Raises, also for errors of Pillow in the block:
        AppError: IMAGE_TOO_LARGE, or IMAGE_DAMAGED for any other error.
    """
    try:
        source = io.BytesIO(image_alone(file)) if isinstance(file, bytes) else file
        with Image.open(source, formats=_READERS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise AppError(ErrorKind.IMAGE_TOO_LARGE, f"{image.width} x {image.height}")
            yield image
    except _BOMBS as error:
        raise AppError(ErrorKind.IMAGE_TOO_LARGE, type(error).__name__) from error
    except UnidentifiedImageError as error:  # Pillow's message contains a memory address
        raise AppError(ErrorKind.IMAGE_DAMAGED, "the beginning is missing or damaged") from error
    except MISREAD as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, str(error)[:200]) from error


def looks_like_an_image(data: bytes) -> bool:
    """Say whether `data` begins like a JPEG, PNG, WebP or AVIF."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in (b"avif", b"avis")))
    )


def check_image(data: bytes, seed: int | None = None) -> GeneratedImage:
    """Decode the whole image, and return `data` unchanged with its format and its size when upright.

    Raises:
        AppError: IMAGE_DAMAGED, IMAGE_TOO_LARGE, or REPLY_UNREADABLE if `data` does not begin like an image.
    """
    if not looks_like_an_image(data):
        raise AppError(ErrorKind.REPLY_UNREADABLE, "not a JPEG, PNG, WebP or AVIF image")
    with opened(data) as image:
        image.verify()
    with opened(data) as image:  # an image cannot be loaded after verify()
        image.load()
        kind = FORMATS[str(image.format)]
        size = image.size[::-1] if orientation_of(data) in ON_ITS_SIDE else image.size
        return GeneratedImage(data, kind, *size, seed)
