"""Images written by Pillow's encoders, as the table of export formats says."""

from importlib import import_module
from typing import BinaryIO

from PIL import Image

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import Encoding

_FINEST = 95  # the quality from which on nothing is spared


def require_encoder(encoding: Encoding) -> None:
    """Load an encoder. Raises AppError, ENCODER_MISSING, where this Pillow has none by that name."""
    try:
        import_module(f"PIL.{encoding.plugin}")
    except ImportError as error:
        raise AppError(ErrorKind.ENCODER_MISSING, str(error), format=encoding.name) from error
    if encoding.name not in Image.SAVE:  # the plugin is there, the library that it needs is not
        detail = f"Pillow cannot write {encoding.name}"
        raise AppError(ErrorKind.ENCODER_MISSING, detail, format=encoding.name)


def write_image(
    image: Image.Image, file: BinaryIO, encoding: Encoding, quality: int, **told: bytes | None
) -> None:
    """Encode an image in RGB or RGBA; `told` is what else goes in: icc_profile, exif and xmp.

    Raises AppError, ENCODER_MISSING, and whatever the encoder does.
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
