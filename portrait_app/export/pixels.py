"""Re-encodes images: decodes, turns upright, scales down, converts to sRGB and encodes."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import ENCODED, Encoding, ExportFormat
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

_PART = 65_536  # bytes read at a time
_GAP = 3.0  # a JPEG is first decoded to at least this many times the wanted size, which saves time
_DRAFTED = frozenset({"JPEG", "MPO"})
_WIDENED = {"L;2": 85, "L;4": 17}  # raw mode of a PNG: the factor by which Pillow widens its values to 8 bits
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
    """The wanted form of an image. `format` is the key of a row of FORMATS with an encoding."""

    format: str
    quality: int  # up to 100; ignored by encodings without quality
    longest_side: int = 0  # pixels; 0 for no limit
    srgb: bool = True
    is_discreet: bool = False  # remove names, dates and other texts from a kept profile

    @property
    def row(self) -> ExportFormat:
        """The row of the format. Raises AppError, ENCODER_MISSING, if it is not a format with an encoding."""
        for row in ENCODED:
            if row.key == self.format:
                return row
        raise AppError(ErrorKind.ENCODER_MISSING, f"no encoding for {self.format}", format=self.format)

    @property
    def encoding(self) -> Encoding:
        """The encoding of the format. Raises AppError, ENCODER_MISSING, if it has none."""
        encoding = self.row.encoding
        if encoding is None:  # ENCODED has only rows with one
            raise AppError(ErrorKind.ENCODER_MISSING, f"no encoding for {self.format}", format=self.format)
        return encoding


class _Stoppable(io.BytesIO):
    """A file in memory whose reads and writes raise AppError, CANCELLED, after `cancel`.

    Pillow reads and writes JPEG and PNG in parts of about 64 kB. WebP and AVIF are encoded in one call, which
    cannot be cancelled.
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
        """Raise AppError, CANCELLED, if `cancel` was called."""
        if self._cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)


def reshaped(data: bytes, shape: Shape, cancel: Cancel | None = None, **told: bytes) -> bytes:
    """Return the image in `data`, upright, encoded as `shape` asks.

    The only metadata is the colour profile and `told`. A PNG keeps 16 bits a channel if the image has them;
    all other formats have 8.

    Raises:
        AppError: ENCODER_MISSING, TOO_WIDE, IMAGE_DAMAGED, IMAGE_TOO_LARGE or, after `cancel`, CANCELLED.
    """
    cancel = cancel or Cancel()
    encoding = shape.encoding
    orientation = orientation_of(data)
    source = image_alone(data)
    with opened(_Stoppable(cancel, source)) as image:
        size = _fitted(image.size, shape.longest_side)
        _check_width(size, shape.row)
        out = _Stoppable(cancel)
        # Pillow reads 16 bits of RGB as 8, which other formats need anyway, but grey as a mode of its own.
        if is_deep(image) and (encoding.has_depth or image.mode == "I;16"):
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
    """Return the size scaled down so that its longer side is at most `longest_side`; 0 for no limit."""
    longest = max(size)
    if not longest_side or longest <= longest_side:
        return size
    width, height = (max(1, round(side * longest_side / longest)) for side in size)
    return width, height


def _check_width(size: tuple[int, int], row: ExportFormat) -> None:
    most = row.encoding.most_side if row.encoding else 0
    if most and max(size) > most:
        detail = f"{size[0]} x {size[1]}, {row.label} has at most {most} a side"
        raise AppError(ErrorKind.TOO_WIDE, detail, format=row.label, side=max(size), most=most)


def _deep(image: DeepImage, size: tuple[int, int], orientation: int) -> DeepImage:
    if size != image.size:
        image = scaled(image, size)
    turn = _TURNS.get(orientation)
    return image if turn is None else image.changed(lambda plane: plane.transpose(turn))


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Load an opened image, and return it as a plain image of another size."""
    _keep_key_colour(image)
    if size == image.size:
        return plain(image)
    if image.format in _DRAFTED:  # decode at a fraction of the full size
        image.draft(None, (round(size[0] * _GAP), round(size[1] * _GAP)))
    return _with_profile(image, lambda whole: whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP))


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else _with_profile(image, lambda lying: lying.transpose(turn))


def _with_profile(image: Image.Image, change: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Apply `change` to an image as a plain one. The profile stays in `info`."""
    whole = plain(image)
    changed = change(whole)
    changed.info = dict(whole.info)
    return changed


def _keep_key_colour(image: Image.Image) -> None:
    """Convert the key colour of a PNG to 8 bits a channel.

    Pillow converts the pixels only: it widens grey of 2 or 4 bits, and keeps the upper byte of 16 bits.
    """
    key, tiles = image.info.get("transparency"), getattr(image, "tile", ())
    raw = str(tiles[0].args) if tiles else ""
    if isinstance(key, int) and raw in _WIDENED:
        image.info["transparency"] = key * _WIDENED[raw]
    elif isinstance(key, tuple) and raw == "RGB;16B":
        image.info["transparency"] = tuple(value >> 8 for value in key)


def read_original(path: Path) -> bytes:
    """Return a picture's bytes. Raises AppError: FILE_MISSING or FILE_FAILED, with the `path`."""
    with _read_errors(path):
        return path.read_bytes()


def original_parts(path: Path) -> Iterator[bytes]:
    """Yield a picture's bytes in parts. An unchanged copy needs half the CPU time this way.

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
