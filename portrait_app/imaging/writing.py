"""Encodes images with Pillow, as the table of export formats says."""

from importlib import import_module
from typing import BinaryIO

from PIL import Image

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import Encoding

_FINEST = 95  # from this quality on, the options `finest` apply


def require_encoder(encoding: Encoding) -> None:
    """Load an encoder. Raises AppError, ENCODER_MISSING, if this Pillow does not have it."""
    try:
        import_module(f"PIL.{encoding.plugin}")
    except ImportError as error:
        raise AppError(ErrorKind.ENCODER_MISSING, str(error), format=encoding.name) from error
    if encoding.name not in Image.SAVE:  # the plugin exists, but not the library that it needs
        detail = f"Pillow cannot write {encoding.name}"
        raise AppError(ErrorKind.ENCODER_MISSING, detail, format=encoding.name)


def write_image(
    image: Image.Image, file: BinaryIO, encoding: Encoding, quality: int, **told: bytes | None
) -> None:
    """Encode an image. `told` has metadata for the file: icc_profile, exif and xmp.

    Raises AppError, ENCODER_MISSING, and what the encoder raises.
    """
    require_encoder(encoding)
    if not encoding.has_alpha:
        image = _on_white(image)
    options = {**encoding.options, **(encoding.finest if quality >= _FINEST else {})}
    if encoding.has_quality:
        options["quality"] = quality
    image.save(file, encoding.name, **options, **{name: value for name, value in told.items() if value})


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
