"""How a file wants to be turned, wherever it says so."""

import io
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portrait_app.core.metadata.orientation import orientation_of


def saved(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (12, 8), "teal").save(file, kind, **options)
    return file.getvalue()


def exif(value: int, endian: str = ">") -> bytes:
    made = Image.Exif()
    made.endian = endian
    made[0x010F] = "a maker"
    made[0x0112] = value
    return made.tobytes()


def xmp(value: int, form: str = 'tiff:Orientation="{}"/>') -> bytes:
    inner = form.format(value)
    return f"<x:xmpmeta><rdf:RDF><rdf:Description {inner}</rdf:RDF></x:xmpmeta>".encode()


def raw(key: str, data: bytes, **options: Any) -> bytes:
    info = PngInfo()
    info.add_text(key, f"\nexif\n{len(data):8}\n{data.hex()}\n", **options)
    return saved("PNG", pnginfo=info)


def with_xmp(packet: bytes, **options: Any) -> bytes:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode(), **options)
    return saved("PNG", pnginfo=info)


@pytest.mark.parametrize("value", range(1, 9))
def test_every_carrier_is_read(value: int) -> None:
    element = "><tiff:Orientation>{}</tiff:Orientation></rdf:Description>"
    for data in (
        saved("JPEG", exif=exif(value)),
        saved("JPEG", exif=exif(value, "<")),
        saved("JPEG", xmp=xmp(value)),
        saved("PNG", exif=exif(value)),
        raw("Raw profile type exif", exif(value)),
        raw("Raw profile type APP1", exif(value), zip=True),
        raw("Raw profile type xmp", xmp(value)),
        with_xmp(xmp(value)),
        with_xmp(xmp(value, element), zip=True),
        saved("WEBP", exif=exif(value)),
        saved("WEBP", xmp=xmp(value)),
        saved("AVIF", exif=exif(value)),  # the encoder makes properties of the image of it
    ):
        assert orientation_of(data) == value


def test_exif_decides_before_xmp() -> None:
    for kind in ("JPEG", "WEBP"):
        assert orientation_of(saved(kind, exif=exif(1), xmp=xmp(6))) == 1
        assert orientation_of(saved(kind, exif=exif(3), xmp=xmp(6))) == 3


@pytest.mark.parametrize("value", [0, 9, 65_535])
def test_a_value_that_is_none_turns_nothing(value: int) -> None:
    assert orientation_of(saved("JPEG", exif=exif(value))) == 1
    assert orientation_of(saved("JPEG", exif=exif(value), xmp=xmp(6))) == 6


def test_exif_behind_the_image_of_a_png_counts() -> None:
    data = saved("PNG")
    tiff = exif(8).removeprefix(b"Exif\0\0")
    body = b"eXIf" + tiff
    late = len(tiff).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    assert orientation_of(data[:-12] + late + data[-12:]) == 8


SOURCES = [
    saved("JPEG", exif=exif(6), xmp=xmp(3)),
    raw("Raw profile type exif", exif(6)),
    saved("PNG", exif=exif(6)),
    saved("WEBP", exif=exif(6), xmp=xmp(3)),
    saved("AVIF", exif=exif(6)),
]


@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), max_size=20),
    st.integers(0, 4_000),
)
def test_no_file_raises(data: bytes, changes: list[tuple[int, int]], end: int) -> None:
    damaged = bytearray(data)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    assert orientation_of(bytes(damaged[:end])) in range(1, 9)
    assert orientation_of(memoryview(damaged)) in range(1, 9)
