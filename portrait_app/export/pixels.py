"""Images in another format or size: decoded, turned upright, converted to sRGB, made smaller, encoded."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import ENCODED, Encoding
from portrait_app.core.metadata.orientation import orientation_of
from portrait_app.export.colours import coloured, plain
from portrait_app.export.deep import DeepImage, in_srgb, is_deep, read_deep, scaled
from portrait_app.export.deep_png import write_deep_png
from portrait_app.export.profiles import without_words
from portrait_app.imaging.image_alone import image_alone
from portrait_app.imaging.reading import opened
from portrait_app.imaging.writing import write_image

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PART = 65_536  # bytes
_GAP = 3.0  # how much finer than asked a JPEG is decoded, before it is scaled well
_DRAFTED = frozenset({"JPEG", "MPO"})
_WIDENED = {"L;2": 85, "L;4": 17}  # factors of Pillow's reader, by what it calls the values of a file
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What an image becomes. Format is a key of `core.export.formats`, of a row with an encoding."""

    format: str
    quality: int  # up to 100, where the encoding has any
    longest_side: int = 0  # pixels; 0 keeps the size
    srgb: bool = True
    is_discreet: bool = False  # names and dates go from a profile that is kept

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
    """Return the image in `data` upright and as `shape` wants it.

    Nothing is told in it but its profile and `told`. A PNG keeps 16 bits a channel where the image has them;
    every other format gets eight.

    Raises:
        AppError: ENCODER_MISSING, TOO_WIDE, IMAGE_DAMAGED, IMAGE_TOO_LARGE or, where `cancel` was called,
            CANCELLED.
    """
    cancel = cancel or Cancel()
    encoding = shape.encoding
    orientation = orientation_of(data)
    source = image_alone(data)
    with opened(_Stoppable(cancel, source)) as image:
        size = _fitted(image.size, shape.longest_side)
        _check_width(size, encoding)
        out = _Stoppable(cancel)
        if is_deep(image):
            with opened(_Stoppable(cancel, source)) as again:
                deep = _deep(read_deep(image, lambda: again), size, orientation)
            converted = in_srgb(deep) if shape.srgb else deep
            if converted is not None and encoding.has_depth:
                write_deep_png(converted, out)
                return out.getvalue()
            upright = (converted or deep).in_eight_bits()
        else:
            upright = _turned(_scaled(image, size), orientation)
        out.go_on()
        coloured_ = coloured(plain(upright), to_srgb=shape.srgb, keeps_grey=encoding.has_grey)
        profile = coloured_.info["icc_profile"]
        if shape.is_discreet and profile:
            profile = without_words(profile)
        write_image(coloured_, out, encoding, shape.quality, icc_profile=profile, **told)
        return out.getvalue()


def _fitted(size: tuple[int, int], longest_side: int) -> tuple[int, int]:
    """Return a size in the same proportions whose longer side is at most `longest_side`; 0 is no bound."""
    longest = max(size)
    if not longest_side or longest <= longest_side:
        return size
    width, height = (max(1, round(side * longest_side / longest)) for side in size)
    return width, height


def _check_width(size: tuple[int, int], encoding: Encoding) -> None:
    if encoding.most_side and max(size) > encoding.most_side:
        raise AppError(
            ErrorKind.TOO_WIDE,
            f"{size[0]} x {size[1]}, {encoding.name} has at most {encoding.most_side} a side",
            format=encoding.name,
            side=max(size),
            most=encoding.most_side,
        )


def _deep(image: DeepImage, size: tuple[int, int], orientation: int) -> DeepImage:
    if size != image.size:
        image = scaled(image, size)
    turn = _TURNS.get(orientation)
    return image if turn is None else image.changed(lambda plane: plane.transpose(turn))


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return an image that was opened and not read as a plain one, in another size."""
    _keep_key_colour(image)
    if size == image.size:
        return plain(image)
    if image.format in _DRAFTED:  # decoded at a fraction of its size, and still finer than wanted
        image.draft(None, (round(size[0] * _GAP), round(size[1] * _GAP)))
    return _with_profile(image, lambda whole: whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP))


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else _with_profile(image, lambda lying: lying.transpose(turn))


def _with_profile(image: Image.Image, change: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return what `change` makes of a plain image, with the profile that it had."""
    whole = plain(image)
    changed = change(whole)
    changed.info = dict(whole.info)
    return changed


def _keep_key_colour(image: Image.Image) -> None:
    """Have the transparent colour of a PNG of two or four bits in the eight bits that Pillow reads.

    Pillow widens the values and leaves the colour as it is in the file.
    """
    key, tiles = image.info.get("transparency"), getattr(image, "tile", ())
    factor = _WIDENED.get(str(tiles[0].args)) if tiles else None
    if isinstance(key, int) and factor is not None:
        image.info["transparency"] = key * factor


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
