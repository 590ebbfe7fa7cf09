import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from portrait_app.imaging.carriers import LONGEST_TEXT, XMP, texts_in
from portrait_app.imaging.exif_texts import USER_COMMENT

TEXT = "a face, “肖像” 🎨\nNegative prompt: \nSteps: 30"


def saved(form: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, form, **options)
    return file.getvalue()


def with_comment(form: str, comment: bytes) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return saved(form, exif=exif.tobytes())  # Pillow takes one with a sub-directory only for empty


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks: bytes) -> bytes:
    """Return a PNG with these chunks behind the picture, where only some readers look."""
    plain = saved("PNG")
    return plain[:-12] + b"".join(chunks) + plain[-12:]


def test_what_follows_a_png_is_no_part_of_it() -> None:
    behind = chunk(b"tEXt", b"parameters\0x")
    assert texts_in(png_with() + behind) == {}
    assert texts_in(png_with(behind)) == {"parameters": "x"}


@pytest.mark.parametrize("compressed", [False, True])
def test_a_png_has_texts_of_every_kind(compressed: bool) -> None:
    info = PngInfo()
    info.add_text("parameters", "plain", zip=compressed)
    info.add_itxt("workflow", TEXT, lang="en", tkey="x", zip=compressed)
    assert texts_in(saved("PNG", pnginfo=info)) == {"parameters": "plain", "workflow": TEXT}


def test_text_behind_the_picture_counts() -> None:
    assert texts_in(png_with(chunk(b"tEXt", b"parameters\0here"))) == {"parameters": "here"}


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + TEXT.encode("utf-16-be"),
        b"UNICODE\0" + TEXT.encode("utf-16-le"),
        b"ASCII\0\0\0" + TEXT.encode(),
        bytes(8) + TEXT.encode(),
    ],
)
def test_a_user_comment_is_read_however_it_is_written(form: str, comment: bytes) -> None:
    assert texts_in(with_comment(form, comment))[USER_COMMENT] == TEXT


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_xmp_is_a_text(form: str) -> None:
    assert texts_in(saved(form, xmp=b"<x:xmpmeta/>"))[XMP] == "<x:xmpmeta/>"


def test_a_bomb_of_text_does_not_go_off() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    texts = texts_in(png_with(chunk(b"zTXt", b"parameters\0\0" + bomb)))
    assert len(texts["parameters"]) == LONGEST_TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        saved("PNG")[:30],
        saved("JPEG")[:30],
        saved("GIF"),
        png_with(chunk(b"zTXt", b"parameters\0\0not zlib"), chunk(b"iTXt", b"x")),
        png_with(struct.pack(">I", 2**31 - 1) + b"tEXt"),
    ],
    ids=["empty", "magic", "cut PNG", "cut JPEG", "GIF", "broken chunks", "endless chunk"],
)
def test_what_is_broken_has_no_texts(data: bytes) -> None:
    assert texts_in(data).get("parameters", "") == ""


def test_every_cut_of_a_file_is_survived() -> None:
    info = PngInfo()
    info.add_itxt("parameters", TEXT, zip=True)
    for whole in (saved("PNG", pnginfo=info), with_comment("JPEG", b"UNICODE\0" + TEXT.encode("utf-16-be"))):
        assert TEXT in texts_in(whole).values()
        for length in range(0, len(whole), 7):
            texts = texts_in(whole[:length])
            assert all(TEXT.startswith(text.rstrip("\ufffd")) for text in texts.values())
