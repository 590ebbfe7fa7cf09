"""Images in other formats, sizes and colours."""

import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.export.pixels import Shape, reshaped
from portrait_app.imaging.reading import check_image
from portrait_app.ui.shell.messages import describe
from tests.export.making import an_image, encoded


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
@pytest.mark.parametrize("key", ["jpeg", "png", "webp", "avif"])
def test_every_kind_of_image_becomes_every_format(mode: str, key: str) -> None:
    if mode == "I;16":
        source = Image.new("I;16", (32, 32), 40_000)
    else:
        source = an_image("RGBA" if mode in {"RGBA", "LA"} else "RGB").convert(mode)
    image = opened(reshaped(encoded(source, "JPEG" if mode == "CMYK" else "PNG"), Shape(key, 90)))
    assert image.format == key.upper()
    assert image.size == source.size
    sees_through = mode in {"RGBA", "LA"} and key != "jpeg"
    stays_deep = mode == "I;16" and key == "png"
    assert image.mode == ("RGBA" if sees_through else mode if stays_deep else "RGB")
    if stays_deep:
        assert image.getpixel((20, 20)) == 40_000
        return
    red, *_ = image.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    expected, *_ = source.convert("L" if mode == "1" else "RGB").convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    if mode == "I;16":
        expected = 40_000 // 256
    assert abs(red - expected) < 12


def test_what_shows_through_stands_on_white_in_a_jpeg() -> None:
    image = opened(reshaped(encoded(an_image("RGBA"), "PNG"), Shape("jpeg", 95)))
    assert min(image.getpixel((4, 4))) > 240  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [((300, 200), 150, (150, 100)), ((200, 300), 150, (100, 150)), ((100, 50), 150, (100, 50))],
)
def test_the_longest_side_is_a_bound_and_nothing_is_enlarged(
    size: tuple[int, int], longest: int, expected: tuple[int, int]
) -> None:
    for kind in ("JPEG", "PNG"):
        data = encoded(an_image(size=size), kind)
        assert opened(reshaped(data, Shape("png", 90, longest))).size == expected


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = opened(reshaped(encoded(an_image(size=(300, 200)), "JPEG", exif=exif), Shape("jpeg", 90, 150)))
    assert image.size == (100, 150)
    assert not image.getexif()


def test_colours_of_another_profile_are_converted_and_srgb_is_inside() -> None:
    swapped = _swapped_profile()
    data = encoded(Image.new("RGB", (16, 16), (200, 30, 30)), "PNG", icc_profile=swapped)
    image = opened(reshaped(data, Shape("png", 90)))
    red, _green, blue = image.getpixel((8, 8))  # type: ignore[misc]
    assert blue > red  # the profile says that red is blue
    profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


def test_without_the_wish_for_srgb_the_profile_stays() -> None:
    data = encoded(Image.new("RGB", (16, 16), (200, 30, 30)), "PNG", icc_profile=_swapped_profile())
    image = opened(reshaped(data, Shape("jpeg", 95, srgb=False)))
    assert image.info["icc_profile"] == _swapped_profile()


def test_a_profile_that_is_none_is_no_obstacle() -> None:
    data = encoded(Image.new("RGB", (16, 16), (200, 30, 30)), "PNG", icc_profile=b"no profile")
    assert opened(reshaped(data, Shape("png", 90))).getpixel((8, 8)) == (200, 30, 30)


@pytest.mark.parametrize(
    ("key", "label", "most"), [("jpeg", "JPEG", 65_500), ("webp", "WebP", 16_383), ("avif", "AVIF", 16_384)]
)
@pytest.mark.parametrize("mode", ["RGB", "I;16"])
def test_a_format_that_is_too_small_is_named_with_its_limit(
    key: str, label: str, most: int, mode: str
) -> None:
    data = encoded(Image.new(mode, (most + 1, 2)), "PNG", compress_level=1)
    with pytest.raises(AppError) as raised:
        reshaped(data, Shape(key, 90))
    assert raised.value.kind is ErrorKind.TOO_WIDE
    assert describe(raised.value).sentence == (
        f"{label} files have at most {most} pixels on a side, and this picture has {most + 1}."
    )
    assert opened(reshaped(data, Shape(key, 90, 1000))).size == (1000, 1)
    assert opened(reshaped(data, Shape("png", 90))).size == (most + 1, 2)


def test_the_widest_picture_of_a_format_is_written() -> None:
    for key, most in (("jpeg", 65_500), ("webp", 16_383), ("avif", 16_384)):
        data = encoded(Image.new("RGB", (most, 1)), "PNG", compress_level=1)
        assert opened(reshaped(data, Shape(key, 40))).size == (most, 1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "I;16"])
@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (1, 1)])
def test_a_very_thin_picture_is_made_smaller(mode: str, size: tuple[int, int]) -> None:
    data = encoded(Image.new(mode, size), "PNG")
    for key in ("jpeg", "png", "webp", "avif"):
        made = opened(reshaped(data, Shape(key, 90, 100)))
        assert max(made.size) == min(100, max(size))
        assert min(made.size) == 1


@pytest.mark.parametrize("length", [1_500_000, 20_000_000])
@pytest.mark.parametrize("packed", [True, False])
def test_a_long_text_or_profile_is_not_a_cut_file(length: int, packed: bool) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", "a" * length, zip=packed)
    data = encoded(an_image(), "PNG", pnginfo=info)
    assert check_image(data).width == 96
    assert opened(reshaped(data, Shape("jpeg", 90))).size == (96, 64)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    large = (len(profile) + length).to_bytes(4, "big") + profile[4:] + bytes(length)
    data = encoded(an_image(), "PNG", icc_profile=large)
    assert check_image(data).width == 96
    assert opened(reshaped(data, Shape("webp", 90))).size == (96, 64)


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    data = bytearray(encoded(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(AppError) as raised:
        reshaped(bytes(data), Shape("png", 90))
    assert raised.value.kind in {ErrorKind.IMAGE_TOO_LARGE, ErrorKind.IMAGE_DAMAGED}


@pytest.mark.parametrize(
    "data", [b"", b"text", encoded(an_image(), "JPEG")[:500], encoded(an_image(), "PNG")[:200]]
)
def test_what_is_no_whole_image_is_damaged(data: bytes) -> None:
    with pytest.raises(AppError) as raised:
        reshaped(data, Shape("jpeg", 90))
    assert raised.value.kind is ErrorKind.IMAGE_DAMAGED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("key", ["jpeg", "png", "webp"])
def test_what_nobody_wants_any_more_is_not_made(kind: str, key: str) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError) as raised:
        reshaped(encoded(an_image(), kind), Shape(key, 90), cancel)
    assert raised.value.kind is ErrorKind.CANCELLED


@pytest.mark.parametrize("key", ["jpeg", "png"])
def test_it_is_given_up_in_the_middle_of_a_picture(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = Cancel()
    asked: list[bool] = []

    def in_the_middle(self: object) -> bool:
        asked.append(len(asked) == 6)
        return asked[-1]

    monkeypatch.setattr(Cancel, "cancelled", property(in_the_middle))
    noise = encoded(Image.effect_noise((900, 900), 90).convert("RGB"), "PNG")
    with pytest.raises(AppError) as raised:
        reshaped(noise, Shape(key, 100), cancel)
    assert raised.value.kind is ErrorKind.CANCELLED
    assert asked == [False] * 6 + [True]


def _swapped_profile() -> bytes:
    """Return sRGB with the colorants of red and blue changing places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)
