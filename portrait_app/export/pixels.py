"""Images in another format or size: decoded, turned upright, converted to sRGB, made smaller, encoded."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import ENCODED, Encoding
from portrait_app.imaging.reading import opened
from portrait_app.imaging.writing import write_image

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PART = 65_536  # bytes
_GAP = 3.0  # how much finer than asked a JPEG is decoded, before it is scaled well


@dataclass(frozen=True, slots=True)
class Shape:
    """What an image becomes. Format is a key of `core.export.formats`, of a row with an encoding."""

    format: str
    quality: int  # up to 100, where the encoding has any
    longest_side: int = 0  # pixels; 0 keeps the size
    srgb: bool = True

    @property
    def encoding(self) -> Encoding:
        """How Pillow writes it. Raises AppError, ENCODER_MISSING, for a format that is none of images."""
        for row in ENCODED:
            if row.key == self.format and row.encoding is not None:
                return row.encoding
        raise AppError(ErrorKind.ENCODER_MISSING, f"no encoding for {self.format}", format=self.format)


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


def reshaped(data: bytes, shape: Shape, cancel: Cancel | None = None, **told: bytes) -> bytes:
    """Return the image in `data` as `shape` wants it, with no metadata but its profile and what is `told`.

    Raises:
        AppError: ENCODER_MISSING, IMAGE_DAMAGED, IMAGE_TOO_LARGE or, where `cancel` was called, CANCELLED.
    """
    cancel = cancel or Cancel()
    encoding = shape.encoding
    with opened(_Stoppable(cancel, data)) as image:
        if shape.longest_side and max(image.size) > shape.longest_side:
            side = shape.longest_side
            image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=_GAP)
        ImageOps.exif_transpose(image, in_place=True)
        out = _Stoppable(cancel)
        out.go_on()
        coloured = _coloured(image, shape.srgb)
        profile = coloured.info["icc_profile"]
        write_image(coloured, out, encoding, shape.quality, icc_profile=profile, **told)
        return out.getvalue()


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
