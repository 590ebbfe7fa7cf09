"""Images in another format or size: decoded, turned upright, converted to sRGB, made smaller, encoded."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

# Named one by one, so that Image.open finds these three readers and never loads the others.
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.misread import MISREAD

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

READERS = tuple(
    reader.format
    for reader in (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile)
)
_MOST_PIXELS = 64_000_000  # what the library takes in
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
_PART = 65_536  # bytes
_GAP = 3.0  # how much finer than asked a JPEG is decoded, before it is scaled well


@dataclass(frozen=True, slots=True)
class Shape:
    """What an image becomes. Format is a key of core.export.FORMATS: jpeg, png or webp."""

    format: str
    quality: int  # of JPEG and WebP, up to 100
    longest_side: int = 0  # pixels; 0 keeps the size
    srgb: bool = True


class _Stoppable(io.BytesIO):
    """A file in memory that an image is read from or written to until somebody cancels.

    JPEG and PNG are read and written some 64 kB at a time. WebP is done in one go, which nothing can
    stop: it is up to its end that a person's wish waits there.
    """

    def __init__(self, cancel: Cancel, data: bytes = b"") -> None:
        super().__init__(data)
        self._cancel = cancel

    def read(self, size: int | None = -1, /) -> bytes:
        self.go_on()
        return super().read(size)

    def write(self, data: "ReadableBuffer", /) -> int:
        self.go_on()
        return super().write(data)

    def go_on(self) -> None:
        """Raise AppError, CANCELLED, where that is so."""
        if self._cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)


def reshaped(data: bytes, shape: Shape, cancel: Cancel | None = None) -> bytes:
    """Return the image in `data` as `shape` wants it, without any metadata but its colour profile.

    Raises:
        AppError: IMAGE_DAMAGED, IMAGE_TOO_LARGE or, where `cancel` was called, CANCELLED.
    """
    cancel = cancel or Cancel()
    try:
        with Image.open(_Stoppable(cancel, data), formats=READERS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise AppError(ErrorKind.IMAGE_TOO_LARGE, f"{opened.width} x {opened.height}")
            image: Image.Image = opened
            if shape.longest_side and max(image.size) > shape.longest_side:
                side = shape.longest_side
                image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=_GAP)
            ImageOps.exif_transpose(image, in_place=True)
            out = _Stoppable(cancel)
            out.go_on()
            _encode(_coloured(image, shape.srgb), shape, out)
            return out.getvalue()
    except _BOMBS as error:
        raise AppError(ErrorKind.IMAGE_TOO_LARGE, type(error).__name__) from error
    except MISREAD as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, str(error)[:200]) from error


def read_original(path: Path) -> bytes:
    """Return a picture's bytes. Raises AppError: FILE_MISSING or FILE_FAILED, with the `path`."""
    with _read_errors(path):
        return path.read_bytes()


def original_parts(path: Path) -> Iterator[bytes]:
    """Yield a picture's bytes in parts, which costs half the CPU where nothing is to be changed in them.

    Raises AppError as `read_original` does.
    """
    with _read_errors(path), path.open("rb", buffering=0) as file:
        while part := file.read(_PART):
            yield part


@contextmanager
def _read_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise AppError(ErrorKind.FILE_MISSING, f"{path}: {error}", path=str(path)) from error
    except OSError as error:
        raise AppError(ErrorKind.FILE_FAILED, f"{path}: {error}", path=str(path)) from error


def _coloured(image: Image.Image, srgb: bool) -> Image.Image:
    """Return the image as RGB or, where anything of it shows through, RGBA; with its profile."""
    profile = image.info.get("icc_profile") or b""
    if srgb and profile and profile != _srgb():
        image = _converted(image, profile)
    elif image.mode not in {"RGB", "RGBA"}:
        if image.mode.startswith(("I", "F")):  # 16 bits a pixel
            image = image.point(lambda value: value / 256).convert("L")
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        profile = b""  # of another kind of colours
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {"icc_profile": _srgb() if srgb else profile}
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = image.convert(mode)
    if image.mode in {"CMYK", "L"}:
        mode = "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.ImageCmsProfile(io.BytesIO(_srgb())), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):  # a profile that is none: shown as if there were none
        return image.convert(mode)
    return image.convert(mode) if converted is None else converted


@cache
def _srgb() -> bytes:
    """Return the sRGB profile, some 600 bytes."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _encode(image: Image.Image, shape: Shape, out: io.BytesIO) -> None:
    profile = image.info["icc_profile"] or None
    match shape.format:
        case "jpeg":
            image = _on_white(image)
            finest = shape.quality >= 95  # then full colour resolution, too
            image.save(
                out, "JPEG", quality=shape.quality, icc_profile=profile, subsampling=0 if finest else 2
            )
        case "webp":
            image.save(out, "WEBP", quality=shape.quality, icc_profile=profile, exact=True)
        case _:
            image.save(out, "PNG", icc_profile=profile)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
