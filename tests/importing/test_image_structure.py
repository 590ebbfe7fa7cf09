"""Files of very many parts are turned away at once; those of people are not."""

import io

import pytest
from PIL import Image

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.importing.image_structure import check_structure
from tests.imaging.test_carriers import chunk, png_with, saved

_SCAN, _END = b"\xff\xda", b"\xff\xd9"


def _many_scans(count: int) -> bytes:
    data = saved("JPEG", progressive=True)
    begin, end = data.rfind(_SCAN), data.rfind(_END)
    return data[:end] + data[begin:end] * count + data[end:]


@pytest.mark.parametrize(
    "data",
    [
        png_with(*[chunk(b"teSt", b"")] * 100_001),
        saved("JPEG")[:2] + b"\xff\xed\0\2" * 100_002,
        saved("JPEG")[:2] + b"\xff" * 100_002 + saved("JPEG")[3:],
        _many_scans(100),
        saved("JPEG")[:2] + b"\xff\xe1\x00\x0aExif\0\0MM" * 51 + saved("JPEG")[2:],
    ],
    ids=["chunks", "segments", "filling", "scans", "EXIF"],
)
def test_what_would_keep_a_reader_busy_is_none(data: bytes) -> None:
    with pytest.raises(AppError) as failure:
        check_structure(data)
    assert failure.value.kind is ErrorKind.IMAGE_DAMAGED


def test_pictures_of_people_pass() -> None:
    # check_structure raises for what does not pass, as the test above holds.
    noise = Image.effect_noise((2000, 1500), 80).convert("RGB")
    for form, options in (("PNG", {}), ("JPEG", {"progressive": True}), ("JPEG", {}), ("WEBP", {})):
        file = io.BytesIO()
        noise.save(file, form, **options)
        check_structure(file.getvalue())
        check_structure(file.getvalue() + b"\xff" * 200_000)  # a camera's film behind the picture
        check_structure(file.getvalue()[:5000])
    check_structure(_many_scans(50))
    check_structure(b"")
