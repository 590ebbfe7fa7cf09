"""An image counts when its last pixel has been decoded."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, ImageFile

from portrait_app.core.errors import ErrorKind
from portrait_app.imaging.reading import check_image
from tests.engines.segmind.conftest import error_from
from tests.support.images import encoded_image


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it is so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(data)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.97])
def test_a_truncated_image_is_damaged(kind: str, keep: float) -> None:
    data = encoded_image(256, 256, kind=kind)
    error = error_from(lambda: check_image(data[: int(len(data) * keep)]))
    assert error.kind is ErrorKind.IMAGE_DAMAGED
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_png_with_a_wrong_checksum_is_damaged() -> None:
    data = bytearray(encoded_image(64, 64, kind="PNG"))
    data[len(data) // 2] ^= 0xFF
    assert error_from(lambda: check_image(bytes(data))).kind is ErrorKind.IMAGE_DAMAGED


def test_a_png_whose_pixels_are_whole_and_whose_end_is_missing_is_damaged() -> None:
    """Decoding alone would not notice."""
    data = encoded_image(64, 64, kind="PNG")
    assert error_from(lambda: check_image(data[:-12])).kind is ErrorKind.IMAGE_DAMAGED


# Above our own limit, where Pillow warns, and where Pillow refuses.
@pytest.mark.parametrize("side", [8_001, 10_000, 50_000, 2_000_000_000])
def test_a_bomb_is_never_decoded(side: int) -> None:
    assert error_from(lambda: check_image(png_of(side, side))).kind is ErrorKind.IMAGE_TOO_LARGE


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_not_taken(kind: str) -> None:
    assert error_from(lambda: check_image(encoded_image(kind=kind))).kind is ErrorKind.REPLY_UNREADABLE


def test_a_jpeg_with_a_second_picture_is_a_jpeg() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert check_image(out.getvalue()).format == "jpeg"


def test_no_further_reader_is_loaded() -> None:
    """Readers of rare formats are where Pillow's holes are found."""
    code = (
        "import sys; from portrait_app.imaging.reading import check_image\n"
        "from tests.support.images import encoded_image\n"
        "for kind in ('JPEG', 'PNG'): check_image(encoded_image(kind=kind))\n"
        "print([name for name in sys.modules if name.endswith(('PsdImagePlugin', 'TgaImagePlugin'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
