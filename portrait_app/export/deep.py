"""Images of 16 bits a channel, as one Pillow image of mode I;16 for each channel.

Pillow has no mode for 16-bit RGB: from such a PNG it reads the upper byte of each value. Told that the values
are little-endian it reads the lower byte. So the file is read twice.
"""

import io
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageMath

from portrait_app.export.profiles import (
    MatrixProfile,
    grey_profile,
    grey_srgb,
    linear_grey,
    matrix_profile,
    space_of,
    srgb,
)

_FULL = 65_535
_LAYOUTS = {  # raw mode of the file: the raw modes that read the upper and the lower bytes
    "I;16B": ("I;16B", ""),
    "LA;16B": ("RGBA", ""),  # four bytes: grey upper, grey lower, alpha upper, alpha lower
    "RGB;16B": ("RGB;16B", "RGB;16L"),
    "RGBA;16B": ("RGBA;16B", "RGBA;16L"),
}
_TO_EIGHT = [(value + 128) // 257 for value in range(_FULL + 1)]
_Planes = tuple[Image.Image, ...]
_Expression = Callable[
    [dict[str, Any]], Any
]  # its argument has the images by name, and ImageMath's functions


@dataclass(frozen=True, slots=True)
class DeepImage:
    """An image as planes of mode I;16 and equal size: one of grey or three of RGB, and perhaps alpha."""

    colours: _Planes
    alpha: Image.Image | None
    profile: bytes

    @property
    def size(self) -> tuple[int, int]:
        return self.colours[0].size

    @property
    def planes(self) -> _Planes:
        return self.colours if self.alpha is None else (*self.colours, self.alpha)

    def changed(self, change: Callable[[Image.Image], Image.Image]) -> "DeepImage":
        """Return the image with `change` applied to each plane."""
        alpha = None if self.alpha is None else change(self.alpha)
        return replace(self, colours=tuple(map(change, self.colours)), alpha=alpha)

    def in_eight_bits(self) -> Image.Image:
        """Return the image as L, LA, RGB or RGBA with rounded values. The profile is in `info`."""
        planes = [plane.convert("I").point(_TO_EIGHT, "L") for plane in self.planes]
        image = planes[0] if len(planes) == 1 else Image.merge(("LA", "RGB", "RGBA")[len(planes) - 2], planes)
        image.info = {"icc_profile": self.profile}
        return image


def is_deep(image: ImageFile.ImageFile) -> bool:
    """Say whether an image that is not yet loaded has 16 bits a channel."""
    return image.format == "PNG" and bool(image.tile) and image.tile[0].args in _LAYOUTS


def read_deep(image: ImageFile.ImageFile, again: Callable[[], ImageFile.ImageFile]) -> DeepImage:
    """Load an image that `is_deep`. `again` returns the same file, opened a second time."""
    profile = image.info.get("icc_profile") or b""
    key = image.info.get("transparency")
    raw = str(image.tile[0].args)
    upper_name, lower_name = _LAYOUTS[raw]
    upper = _read(image, upper_name)
    if raw == "I;16B":
        planes: _Planes = (upper,)
    elif not lower_name:
        bytes_ = upper.split()
        planes = _joined(bytes_[::2], bytes_[1::2])
    else:
        planes = _joined(upper.split(), _read(again(), lower_name).split())
    has_alpha = len(planes) in {2, 4}
    alpha = planes[-1] if has_alpha else _keyed(planes, key)
    if alpha is not None and alpha.getextrema() == (_FULL, _FULL):
        alpha = None
    return DeepImage(planes[:-1] if has_alpha else planes, alpha, profile)


def scaled(image: DeepImage, size: tuple[int, int]) -> DeepImage:
    """Return the image in another size. Colours are weighted by alpha."""
    if image.alpha is None:
        return image.changed(lambda plane: plane.resize(size, Image.Resampling.LANCZOS))
    seen = image.alpha.convert("F")
    small = seen.resize(size, Image.Resampling.LANCZOS)

    def colour(plane: Image.Image) -> Image.Image:
        weighted = ImageMath.lambda_eval(lambda a: a["c"] * a["s"], c=plane.convert("F"), s=seen)
        weighted = weighted.resize(size, Image.Resampling.LANCZOS)
        return _clipped(lambda a: a["c"] / a["max"](a["s"], 1.0), c=weighted, s=small)

    return replace(
        image, colours=tuple(map(colour, image.colours)), alpha=_clipped(lambda a: a["s"] + 0.0, s=small)
    )


def in_srgb(image: DeepImage) -> DeepImage | None:
    """Return the image converted to sRGB; None if its profile has tables instead of curves and a matrix."""
    space = space_of(image.profile) if image.profile else ""
    is_grey = len(image.colours) == 1
    own = grey_srgb() if is_grey else srgb()
    if image.profile == own or space not in {"RGB", "GRAY"} or (space == "GRAY" and not is_grey):
        return replace(image, profile=own)
    if space == "GRAY":
        return replace(image, colours=_curved(image.colours, image.profile, own), profile=own)
    found, target = matrix_profile(image.profile), matrix_profile(srgb())
    if found is None or target is None:
        return None
    try:
        colours = _through_matrix(image.colours * 3 if is_grey else image.colours, found, target)
    except ImageCms.PyCMSError:
        return None
    return replace(image, colours=colours, profile=srgb())


def _through_matrix(colours: _Planes, found: MatrixProfile, target: MatrixProfile) -> _Planes:
    """Convert planes of RGB between profiles: linearize, apply the matrix, apply the curve of sRGB."""
    light = [
        _looked_up(plane, _curve(grey_profile(curve), linear_grey())).convert("F")
        for plane, curve in zip(colours, found.curves, strict=True)
    ]
    to_target = _inverse(target.colorants)
    mixed: list[Image.Image] = []
    for channel in range(3):
        column = [row[channel] for row in to_target]
        mixed.append(_mixed(light, [_product(row, column) for row in found.colorants]))
    return _curved(tuple(mixed), linear_grey(), grey_srgb())


def _mixed(light: list[Image.Image], parts: list[float]) -> Image.Image:
    return _clipped(
        lambda a: a["r"] * parts[0] + a["g"] * parts[1] + a["b"] * parts[2],
        r=light[0],
        g=light[1],
        b=light[2],
    )


def _product(row: Sequence[float], column: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(row, column, strict=True))


def _inverse(rows: tuple[tuple[float, ...], ...]) -> list[list[float]]:
    """Return the inverse of a 3 x 3 matrix."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return [
        [(e * i - f * h) / whole, (c * h - b * i) / whole, (b * f - c * e) / whole],
        [(f * g - d * i) / whole, (a * i - c * g) / whole, (c * d - a * f) / whole],
        [(d * h - e * g) / whole, (b * g - a * h) / whole, (a * e - b * d) / whole],
    ]


def _curved(planes: _Planes, source: bytes, target: bytes) -> _Planes:
    table = _curve(source, target)
    return tuple(_looked_up(plane, table) for plane in planes)


def _curve(source: bytes, target: bytes) -> list[int]:
    """Return a table of 65,536 values that converts between two grey profiles. Raises PyCMSError."""
    # LittleCMS would replace the curves by coarse tables, which make shadows half as bright.
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(source)),
        ImageCms.ImageCmsProfile(io.BytesIO(target)),
        "I;16",
        "I;16",
        flags=ImageCms.Flags.NOOPTIMIZE,
    )
    ramp = Image.frombytes("I;16", (256, 256), struct.pack(f"<{_FULL + 1}H", *range(_FULL + 1)))
    return list(struct.unpack(f"<{_FULL + 1}H", transform.apply(ramp).tobytes()))


def _looked_up(plane: Image.Image, table: list[int]) -> Image.Image:
    whole = plane.convert("I")
    upper = whole.point([value >> 8 for value in table], "L")
    lower = whole.point([value & 0xFF for value in table], "L")
    return _joined((upper,), (lower,))[0]


def _clipped(expression: _Expression, **images: Image.Image) -> Image.Image:
    """Evaluate an expression of images of mode F, and return it rounded and clipped to 16 bits."""
    whole: Image.Image = ImageMath.lambda_eval(
        lambda a: a["convert"](a["min"](a["max"](expression(a), 0.0), float(_FULL)) + 0.5, "I"), **images
    )
    return whole.convert("I;16")


def _read(image: ImageFile.ImageFile, name: str) -> Image.Image:
    image.tile = [image.tile[0]._replace(args=name)]
    image.load()
    return image


def _joined(upper: _Planes, lower: _Planes) -> _Planes:
    """Return planes of 16 bits from planes of their upper and lower bytes."""
    return tuple(
        Image.frombytes("I;16", high.size, Image.merge("LA", (low, high)).tobytes())
        for high, low in zip(upper, lower, strict=True)
    )


def _keyed(planes: _Planes, key: object) -> Image.Image | None:
    """Return alpha for an image in which the colour `key` is transparent; None if it has no such colour."""
    values = key if isinstance(key, tuple) else (key,)
    if not all(isinstance(value, int) for value in values) or len(values) != len(planes):
        return None
    alpha = Image.new("I", planes[0].size)
    for plane, value in zip(planes, values, strict=True):
        opaque = _opaque_where(plane, value)
        alpha = ImageMath.lambda_eval(lambda a: a["max"](a["alpha"], a["opaque"]), alpha=alpha, opaque=opaque)
    return alpha.convert("I;16")


def _opaque_where(plane: Image.Image, key: int) -> Image.Image:
    """Return alpha of mode I: 0 where the plane has the value `key`, otherwise 65,535."""
    alpha: Image.Image = ImageMath.lambda_eval(lambda a: (a["p"] != key) * _FULL, p=plane.convert("I"))
    return alpha
