"""Files taken apart and put together: the image stays, the story changes."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.export.containers import retold
from portrait_app.export.metadata import Story, story_of
from tests.export.making import PROGRAM, an_image, encoded
from tests.support.pictures import a_picture

STORY = story_of(a_picture(prompt="a face"), ExportPlan(), PROGRAM)
SECRET = "something that the file said before"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif_with(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = orientation
    return exif


def pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.tobytes()


def a_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("prompt", SECRET)
    info.add_itxt("Comment", SECRET)
    return encoded(an_image("RGBA"), "PNG", pnginfo=info, exif=exif_with(), icc_profile=PROFILE, dpi=(72, 72))


FILES = {
    "jpeg": encoded(
        an_image(),
        "JPEG",
        comment=SECRET.encode(),
        exif=exif_with(),
        icc_profile=PROFILE,
        xmp=b"<x>" + SECRET.encode() + b"</x>",
    ),
    "progressive jpeg": encoded(an_image(size=(300, 200)), "JPEG", progressive=True, exif=exif_with()),
    "jpeg with restarts": encoded(an_image(size=(300, 200)), "JPEG", restart_marker_rows=1),
    "grey jpeg": encoded(an_image("L"), "JPEG"),
    "cmyk jpeg": encoded(an_image("CMYK"), "JPEG"),
    "png": a_png(),
    "palette png": encoded(an_image("RGBA").quantize(16), "PNG"),
    "webp": encoded(an_image(), "WEBP"),
    "lossless webp": encoded(an_image(), "WEBP", lossless=True),
    "transparent webp": encoded(an_image("RGBA"), "WEBP", lossless=True, exact=True),
    "avif": encoded(an_image(), "AVIF", exif=exif_with(), icc_profile=PROFILE, xmp=SECRET.encode()),
    "transparent avif": encoded(an_image("RGBA"), "AVIF", icc_profile=PROFILE),
    "told webp": encoded(
        an_image("RGBA"), "WEBP", exif=exif_with(), icc_profile=PROFILE, xmp=SECRET.encode()
    ),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_image_is_the_same_and_only_our_story_is_told(data: bytes) -> None:
    written = b"".join(retold(data, STORY))
    assert pixels(written) == pixels(data)
    assert SECRET.encode() not in written
    with Image.open(io.BytesIO(written)) as image, Image.open(io.BytesIO(data)) as before:
        assert image.info.get("icc_profile") == before.info.get("icc_profile")
        assert image.format == before.format
        assert "xmp" in image.info


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_nothing_is_told_where_nothing_is_to_be(data: bytes) -> None:
    written = b"".join(retold(data, Story()))
    assert pixels(written) == pixels(data)
    with Image.open(io.BytesIO(written)) as image:
        assert not image.getexif()
        assert not {"xmp", "exif", "comment", "parameters", "prompt", "Comment"} & set(image.info)


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_told_twice_is_told_once(data: bytes) -> None:
    once = b"".join(retold(data, STORY))
    assert b"".join(retold(once, STORY)) == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("story", [STORY, Story()], ids=["told", "untold"])
def test_a_picture_that_lies_on_its_side_still_stands(kind: str, orientation: int, story: Story) -> None:
    data = encoded(an_image(), kind, exif=exif_with(orientation))
    with Image.open(io.BytesIO(b"".join(retold(data, story)))) as image:
        assert image.getexif().get(0x0112, 1) == orientation


def test_a_picture_is_read_by_the_reader_of_its_kind_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_given: object) -> Image.Image:
        pytest.fail("a reader of another kind was asked")

    monkeypatch.setattr(Image, "ID", ["GREEDY", *Image.ID])
    monkeypatch.setitem(Image.OPEN, "GREEDY", (asked, None))
    assert retold(FILES["told webp"], STORY)


def test_what_is_behind_a_jpeg_goes() -> None:
    data = FILES["jpeg"]
    assert retold(data + SECRET.encode(), STORY) == retold(data, STORY)
    assert retold(data + FILES["grey jpeg"], STORY) == retold(data, STORY)


def test_what_is_behind_a_png_goes() -> None:
    data = FILES["png"]
    body = b"key\0" + SECRET.encode()
    late = struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    written = b"".join(retold(data[:-12] + late + data[-12:] + b"more", STORY))
    assert written == b"".join(retold(data, STORY))


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_file_cut_off_anywhere_is_refused_or_whole(data: bytes) -> None:
    for end in range(0, len(data), max(1, len(data) // 200)):
        try:
            written = b"".join(retold(data[:end], STORY))
        except AppError as error:
            if error.kind is not ErrorKind.IMAGE_DAMAGED:
                raise
        else:  # a cut in what is left out anyway
            assert pixels(written) == pixels(data)


def test_a_text_too_long_for_exif_is_cut_there_and_whole_in_the_xmp() -> None:
    prompt = "👩‍🎨 漢字 " * 20_000
    story = story_of(a_picture(prompt=prompt), ExportPlan(), PROGRAM)
    written = b"".join(retold(FILES["jpeg"], story))
    with Image.open(io.BytesIO(written)) as image:
        comment = image.getexif().get_ifd(0x8769)[0x9286].removeprefix(b"UNICODE\0").decode("utf-16-be")
    assert comment.splitlines()[-1].startswith("Steps: 30")
    assert comment.splitlines()[0].endswith("…")
    extended = written.count(b"http://ns.adobe.com/xmp/extension/\0")
    assert extended >= len(prompt.encode()) // 65_000
    assert pixels(written) == pixels(FILES["jpeg"])


def test_label_only_has_no_prompt_in_any_form() -> None:
    picture = a_picture(prompt="unmistakable", negative_prompt="unwanted", tags=("tagged",), note="noted")
    story = story_of(picture, ExportPlan(privacy=Privacy.LABEL_ONLY), PROGRAM)
    for kind in ("jpeg", "png", "webp", "avif"):
        written = b"".join(retold(FILES[kind], story))
        for word in ("unmistakable", "unwanted", "tagged", "noted", "531327", "dpmpp"):
            for encoding in ("utf-8", "utf-16-be"):
                assert word.encode(encoding) not in written
        assert b"trainedAlgorithmicMedia" in written
