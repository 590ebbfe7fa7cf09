"""Image files, opened in one way: few formats, a limit on size, and errors that are the program's own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

# Named one by one, so that Image.open finds these readers and never loads the others.
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
    "MPO": "jpeg",  # a JPEG with a second picture behind the first
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
# Pillow calls a PNG damaged whose profile is larger than this. Its texts never get as far as that.
PngImagePlugin.MAX_TEXT_CHUNK = MOST_PROFILE


@contextmanager
def opened(file: bytes | BinaryIO) -> Iterator[ImageFile.ImageFile]:
    """Give the image in a file to the block, which may decode it. A PNG's texts are not read.

    Raises, for the block as well:
        AppError: IMAGE_TOO_LARGE, or IMAGE_DAMAGED for whatever Pillow ran into.
    """
    try:
        source = io.BytesIO(image_alone(file)) if isinstance(file, bytes) else file
        with Image.open(source, formats=_READERS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise AppError(ErrorKind.IMAGE_TOO_LARGE, f"{image.width} x {image.height}")
            yield image
    except _BOMBS as error:
        raise AppError(ErrorKind.IMAGE_TOO_LARGE, type(error).__name__) from error
    except UnidentifiedImageError as error:  # its own words name an object in memory
        raise AppError(ErrorKind.IMAGE_DAMAGED, "the beginning is missing or damaged") from error
    except MISREAD as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, str(error)[:200]) from error


def looks_like_an_image(data: bytes) -> bool:
    """Say whether `data` begins as JPEG, PNG, WebP or AVIF does."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in (b"avif", b"avis")))
    )


def check_image(data: bytes, seed: int | None = None) -> GeneratedImage:
    """Decode `data` to its last pixel and return it unchanged, with its format and its size when upright.

    Raises:
        AppError: IMAGE_DAMAGED, IMAGE_TOO_LARGE, or REPLY_UNREADABLE for what never was an image.
    """
    if not looks_like_an_image(data):
        raise AppError(ErrorKind.REPLY_UNREADABLE, "not a JPEG, PNG, WebP or AVIF image")
    with opened(data) as image:
        image.verify()
    with opened(data) as image:  # verify() leaves nothing to load
        image.load()
        kind = FORMATS[str(image.format)]
        size = image.size[::-1] if orientation_of(data) in ON_ITS_SIDE else image.size
        return GeneratedImage(data, kind, *size, seed)
