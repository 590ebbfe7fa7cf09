"""Exported pixels against those that ImageMagick makes of the same file: Pillow is the code under test."""

import itertools
import shutil
import struct
import subprocess
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from portrait_app.export.pixels import Shape, reshaped
from tests.support.icc import WIDE_COLORANTS, grey_profile, rgb_profile

# Debian's name first: "convert" may be another program.
CONVERT = shutil.which("convert-im6.q16") or shutil.which("magick")
pytestmark = pytest.mark.skipif(CONVERT is None, reason="no ImageMagick")

WIDTH, HEIGHT = 48, 32
TURNS = {1: [], 2: ["-flop"], 3: ["-rotate", "180"], 4: ["-flip"], 5: ["-transpose"]}
TURNS |= {6: ["-rotate", "90"], 7: ["-transverse"], 8: ["-rotate", "270"]}
# How far a value of 16 bits may be off, in the mean and at most: lossy formats blur, and halve the colours.
TOLERANCES = {"png": (150, 700), "jpeg": (1300, 9000), "webp": (1500, 9000), "avif": (1700, 9000)}
WIDE = rgb_profile(WIDE_COLORANTS, 2.2)
GREY = grey_profile(1.8)


@dataclass(frozen=True)
class Kind:
    """A kind of source. PNG's colour types: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA."""

    name: str
    depth: int
    colour: int
    profile: bytes = b""
    key: bytes = b""  # content of the chunk tRNS

    @property
    def has_alpha(self) -> bool:
        return self.colour in {4, 6} or bool(self.key)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def samples(x: int, y: int, colour: int) -> list[float]:
    """Return the values of a pixel from 0 to 1: slow ramps, so that lossy formats keep them."""
    across, down = x / (WIDTH - 1), y / (HEIGHT - 1)
    grey, alpha = (across + down) / 2, 0.0 if x < 8 else 0.25 + 0.75 * down
    rgb = [across, 0.2 + 0.5 * down, 1 - across]
    return {0: [grey], 2: rgb, 3: [grey], 4: [grey, alpha], 6: [*rgb, alpha]}[colour]


def png_of(kind: Kind, *extra: bytes) -> bytes:
    rows = b""
    most = 2**kind.depth - 1
    for y in range(HEIGHT):
        values = [round(value * most) for x in range(WIDTH) for value in samples(x, y, kind.colour)]
        if kind.depth == 16:
            rows += b"\0" + struct.pack(f">{len(values)}H", *values)
        else:
            bits = "".join(f"{value:0{kind.depth}b}" for value in values)
            rows += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, kind.depth, kind.colour, 0, 0, 0)
    parts = [_chunk(b"IHDR", head)]
    if kind.profile:
        parts.append(_chunk(b"iCCP", b"p\0\0" + zlib.compress(kind.profile)))
    if kind.colour == 3:
        ramp = (bytes((index, 255 - index, index // 2)) for index in range(most + 1))
        parts.append(_chunk(b"PLTE", b"".join(ramp)))
    if kind.key:
        parts.append(_chunk(b"tRNS", kind.key))
    parts += [*extra, _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _key(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


KINDS = [
    Kind("grey of 1 bit", 1, 0),
    Kind("grey of 2 bits with a key", 2, 0, key=_key(2)),
    Kind("grey of 4 bits with a key", 4, 0, key=_key(8)),
    Kind("grey", 8, 0),
    Kind("grey with a key", 8, 0, key=_key(128)),
    Kind("grey with a profile", 8, 0, GREY),
    Kind("deep grey", 16, 0),
    Kind("deep grey with a key", 16, 0, key=_key(round(0.5 * 65535))),
    Kind("deep grey with a profile", 16, 0, GREY),
    Kind("grey and alpha", 8, 4),
    Kind("grey and alpha with a profile", 8, 4, GREY),
    Kind("deep grey and alpha", 16, 4),
    Kind("deep grey and alpha with a profile", 16, 4, GREY),
    Kind("RGB", 8, 2),
    Kind("RGB with a key", 8, 2, key=_key(0, 51, 255)),
    Kind("RGB with a profile", 8, 2, WIDE),
    Kind("deep RGB", 16, 2),
    Kind("deep RGB with a key", 16, 2, key=_key(0, round(0.2 * 65535), 65535)),
    Kind("deep RGB with a profile", 16, 2, WIDE),
    Kind("RGBA", 8, 6),
    Kind("RGBA with a profile", 8, 6, WIDE),
    Kind("deep RGBA", 16, 6),
    Kind("deep RGBA with a profile", 16, 6, WIDE),
    Kind("palette", 8, 3),
    Kind("palette of 2 bits", 2, 3),
    Kind("palette with a profile", 8, 3, WIDE),
    Kind("palette with alpha", 8, 3, key=bytes(range(0, 256, 4))),
]


def _exif(orientation: int) -> bytes:
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)


def _convert(*arguments: str, data: bytes = b"") -> bytes:
    assert CONVERT is not None
    done = subprocess.run([CONVERT, *arguments], input=data, capture_output=True, check=True)
    return done.stdout


def _values(raw: bytes) -> "array[int]":
    return array("H", raw)


@pytest.fixture(scope="module")
def srgb(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("profiles") / "srgb.icc"
    path.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return str(path)


def _cases() -> Iterator[tuple[Kind, str, int]]:
    turns = itertools.cycle(TURNS)
    for kind in KINDS:
        for form in TOLERANCES:
            if form != "avif" or not kind.has_alpha:  # this ImageMagick reads no alpha of AVIF
                yield kind, form, next(turns)


@pytest.mark.parametrize(
    ("kind", "form", "turn"), list(_cases()), ids=lambda value: getattr(value, "name", str(value))
)
def test_pixels_are_those_of_the_file(kind: Kind, form: str, turn: int, srgb: str, tmp_path: Path) -> None:
    plain = png_of(kind)
    expected = ["png:-", *TURNS[turn], *(["-profile", srgb] if kind.profile else [])]
    expected += ["+repage", "-background", "white", "-flatten"] if form == "jpeg" else []
    depth = ["-colorspace", "sRGB", "-depth", "16", "-endian", "LSB", "rgba:-"]
    wanted = _values(_convert(*expected, *depth, data=plain))
    file = tmp_path / f"out.{form}"
    file.write_bytes(reshaped(png_of(kind, _chunk(b"eXIf", _exif(turn))), Shape(form, 100)))
    assert _convert(str(file), "-format", "%wx%h", "info:").decode() == (
        f"{HEIGHT}x{WIDTH}" if turn > 4 else f"{WIDTH}x{HEIGHT}"
    )
    got = _values(_convert(str(file), *depth))
    assert len(got) == len(wanted)
    if form == "png":
        is_deep = kind.depth == 16
        assert _convert(str(file), "-format", "%z", "info:").decode() == ("16" if is_deep else "8")
    off = [
        abs(one - other)
        for place, (one, other) in enumerate(zip(got, wanted, strict=True))
        if wanted[place | 3] or place % 4 == 3  # what cannot be seen may have any colour
    ]
    mean, most = TOLERANCES[form]
    assert sum(off) / len(off) < mean
    assert max(off) < most


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_smaller_picture_has_the_same_colours(kind: Kind, srgb: str, tmp_path: Path) -> None:
    """Means of the whole image, weighted by alpha: the two programs have filters of their own."""
    expected = ["png:-", *(["-profile", srgb] if kind.profile else [])]
    smaller = ["-background", "white", "-flatten", "-filter", "Box", "-resize", "3x2!"]
    depth = ["-colorspace", "sRGB", "-depth", "16", "-endian", "LSB", "rgb:-"]
    wanted = _values(_convert(*expected, *smaller, *depth, data=png_of(kind)))
    file = tmp_path / "out.png"
    file.write_bytes(reshaped(png_of(kind), Shape("png", 100, 24)))
    assert _convert(str(file), "-format", "%wx%h", "info:").decode() == "24x16"
    got = _values(_convert(str(file), *smaller, *depth))
    # A palette or two bits have edges, which a good filter sharpens.
    assert max(abs(one - other) for one, other in zip(got, wanted, strict=True)) < 4000


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_cmyk_jpeg_keeps_its_colours(form: str, tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    _convert("png:-", "-colorspace", "CMYK", "-quality", "98", str(source), data=png_of(KINDS[13]))
    file = tmp_path / f"out.{form}"
    file.write_bytes(reshaped(source.read_bytes(), Shape(form, 100)))
    depth = ["-colorspace", "sRGB", "-depth", "16", "-endian", "LSB", "rgb:-"]
    got, wanted = (_values(_convert(str(path), *depth)) for path in (file, source))
    off = [abs(one - other) for one, other in zip(got, wanted, strict=True)]
    assert sum(off) / len(off) < 1500


def test_a_profile_that_is_kept_goes_with_its_numbers(tmp_path: Path) -> None:
    for kind in (kind for kind in KINDS if kind.profile and (kind.colour in {0, 2, 6} or kind.depth == 16)):
        file = tmp_path / "out.png"
        file.write_bytes(reshaped(png_of(kind), Shape("png", 100, srgb=False)))
        with Image.open(file) as image:
            assert image.info["icc_profile"] == kind.profile, kind.name
        depth = ["-strip", "-depth", "16", "rgba:-"]
        got, wanted = (
            _values(_convert("png:-", *depth, data=data)) for data in (file.read_bytes(), png_of(kind))
        )
        assert max(abs(one - other) for one, other in zip(got, wanted, strict=True)) < 300, kind.name
