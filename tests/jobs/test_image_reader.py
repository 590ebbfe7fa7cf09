"""Images as the window shows them: upright, whatever their size and kind."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.imaging.decoding import decode
from portrait_app.jobs import image_reader
from portrait_app.jobs.image_reader import read_image
from tests.core.metadata.test_orientation import exif, raw, with_xmp, xmp

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def an_image(mode: str = "RGB") -> Image.Image:
    image = Image.merge("RGB", [Image.linear_gradient("L").resize((90, 60))] * 3)
    image.paste("red", (0, 0, 30, 20))
    image.paste("blue", (60, 40, 90, 60))
    return image.convert(mode)


def saved(path: Path, image: Image.Image, kind: str, **options: Any) -> Path:
    image.save(path, kind, **options)
    return path


def assert_same(shown: QImage, expected: Image.Image) -> None:
    assert (shown.width(), shown.height()) == expected.size
    plain = expected.convert("RGB")
    for x in range(4, expected.width, 9):
        for y in range(4, expected.height, 9):
            colour = shown.pixelColor(x, y)
            seen = (colour.red(), colour.green(), colour.blue())
            wanted = plain.getpixel((x, y))
            assert max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) < 24, (x, y)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("carrier", ["exif", "xmp"])
def test_it_is_upright_in_every_format(tmp_path: Path, kind: str, value: int, carrier: str) -> None:
    turn, image = TURNS[value], an_image()
    if kind == "PNG" and carrier == "xmp":
        packet = with_xmp(xmp(value))
        path = tmp_path / "image.png"
        data = io.BytesIO()
        image.save(data, "PNG")
        path.write_bytes(data.getvalue()[:33] + _chunk_of(packet, b"iTXt") + data.getvalue()[33:])
    else:
        options: dict[str, Any] = {"exif": exif(value)} if carrier == "exif" else {"xmp": xmp(value)}
        finest: dict[str, dict[str, Any]] = {
            "JPEG": {"quality": 98, "subsampling": 0},
            "WEBP": {"lossless": True},
        }
        options |= finest.get(kind, {})
        path = saved(tmp_path / "image", image, kind, **options)
    assert_same(read_image(path), image if turn is None else image.transpose(turn))
    small = read_image(path, 45)
    assert max(small.width(), small.height()) == 45
    assert (small.width() > small.height()) is (value < 5)


def _chunk_of(png: bytes, kind: bytes) -> bytes:
    place = png.index(kind) - 4
    return png[place : place + 12 + int.from_bytes(png[place : place + 4], "big")]


def test_a_raw_profile_turns_it_too(tmp_path: Path) -> None:
    path = tmp_path / "image.png"
    path.write_bytes(raw("Raw profile type exif", exif(6)))
    image = read_image(path)
    assert (image.width(), image.height()) == (8, 12)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_is_ready_to_be_painted(tmp_path: Path, mode: str) -> None:
    """The GUI thread would need 0.3 s to convert a large image of another format."""
    image = Image.new("I;16", (9, 6), 40_000) if mode == "I;16" else an_image(mode)
    shown = read_image(saved(tmp_path / "image", image, "JPEG" if mode == "CMYK" else "PNG"))
    assert shown.format() in {QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied}


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (40_000, 3), (1, 1)])
def test_a_very_thin_image_is_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    path = saved(tmp_path / "image.png", Image.new("RGB", size, "teal"), "PNG")
    for side in (0, 256, 72):
        assert not read_image(path, side).isNull()


def test_an_image_above_qts_own_bound_is_shown(tmp_path: Path) -> None:
    path = saved(tmp_path / "image.png", Image.new("RGB", (8200, 7800), "teal"), "PNG", compress_level=1)
    assert read_image(path, 256).width() == 256


@pytest.mark.parametrize("length", [1_500_000, 9_000_000])
def test_a_long_text_is_no_obstacle(tmp_path: Path, length: int) -> None:
    path = tmp_path / "image.png"
    path.write_bytes(with_xmp(b"<x>" + b"a" * length, zip=True))
    assert read_image(path).width() == 12


def test_what_is_no_image_is_damaged_and_a_missing_file_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "image.jpg"
    with pytest.raises(AppError) as raised:
        read_image(path)
    assert raised.value.kind is ErrorKind.FILE_MISSING
    path.write_bytes(b"not an image")
    with pytest.raises(AppError) as raised:
        read_image(path)
    assert raised.value.kind is ErrorKind.FILE_DAMAGED


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("value", TURNS)
def test_what_qt_cannot_decode_is_decoded_elsewhere(
    tmp_path: Path, mode: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(
        tmp_path / "image.avif", an_image(mode), "AVIF", quality=98, subsampling="4:4:4", exif=exif(value)
    )
    monkeypatch.setattr(image_reader, "_further", [])
    with pytest.raises(AppError):
        read_image(path)
    monkeypatch.setattr(image_reader, "_further", [decode])
    turn = TURNS[value]
    assert_same(read_image(path), an_image() if turn is None else an_image().transpose(turn))
    assert read_image(path, 45).width() == (45 if value < 5 else 30)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(AppError) as raised:
        read_image(path)
    assert raised.value.kind is ErrorKind.FILE_DAMAGED
