"""An imported picture is exported with all that its file says, so that its program opens it as before."""

import io
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from portrait_app.core.export.plan import Privacy
from portrait_app.core.metadata.found_settings import FoundSettings
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest
from portrait_app.imaging.carriers import XMP, texts_in
from portrait_app.imaging.exif_texts import USER_COMMENT
from portrait_app.imaging.reading import check_image
from portrait_app.importing.others import read_others
from portrait_app.importing.reader import PictureFileReader
from portrait_app.importing.xmp_reader import xmp_properties
from tests.export.making import Desk, an_image, encoded, kind_of

INFOTEXT = (
    "a baker, “肖像”\nNegative prompt: blur\nSteps: 8, Sampler: Euler a, CFG scale: 7, Seed: 42, "
    "Size: 96x64, "
    'Model hash: aabb, Model: somemodel_v2, Lora hashes: "one: aaaa", Version: v1.9'
)
GRAPH = json.dumps(
    {
        "3": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 42,
                "steps": 30,
                "cfg": 7.0,
                "sampler_name": "euler",
                "positive": ["6", 0],
                "negative": ["7", 0],
                "latent_image": ["5", 0],
            },
        },
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 96, "height": 64}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a baker, ünder"}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur"}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}},
    }
)
WORKFLOW = '{"nodes": [1, 2, 3]}'
PACKET = """<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/">
<rdf:Description rdf:about="" xmp:Rating="2" xmp:CreatorTool="Darkroom 3" lr:privateRTKInfo="a &lt; b">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">My title</rdf:li></rdf:Alt></dc:title>
<dc:subject><rdf:Bag><rdf:li>old tag</rdf:li></rdf:Bag></dc:subject>
<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">{"c": "a baker"}</rdf:li></rdf:Alt></exif:UserComment>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
LR = "http://ns.adobe.com/lightroom/1.0/ privateRTKInfo"
DC = "http://purl.org/dc/elements/1.1/"
FORMATS = ["original", "png", "jpeg", "webp", "avif"]


def imported(desk: Desk, data: bytes, **changes: Any) -> Picture:
    """Store a picture as the library stores an imported file: its name ends with its SHA-256."""
    kind = kind_of(data)
    known: dict[str, Any] = {
        "request": GenerationRequest("", {}),
        "seed": None,
        "rating": 4,
        "tags": ("new tag",),
    }
    return desk.shelf.put(data, sha256="a" * 64, file=f"x i{'a' * 64}.{kind}", **(known | changes))


def a_png(**texts: str) -> bytes:
    info = PngInfo()
    for key, text in texts.items():
        info.add_itxt(key, text) if not text.isascii() else info.add_text(key, text)
    return encoded(an_image(), "PNG", pnginfo=info)


def photo_exif(comment: bytes = b"") -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2001:02:03 04:05:06"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    if comment:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return exif.tobytes()


def settings_of(data: bytes) -> FoundSettings | None:
    return read_others(texts_in(data))


def exported(desk: Desk, picture: Picture, key: str, **changes: Any) -> bytes:
    return desk.export_one(desk.plan(key, template=f"{{id}} {key}", **changes), picture).read_bytes()


@pytest.mark.parametrize("key", FORMATS)
def test_an_infotext_is_there_as_written(desk: Desk, key: str) -> None:
    for data in (
        a_png(parameters=INFOTEXT),
        encoded(an_image(), "JPEG", exif=photo_exif(b"UNICODE\0" + INFOTEXT.encode("utf-16-be"))),
        encoded(an_image(), "WEBP", exif=photo_exif(b"UNICODE\0" + INFOTEXT.encode("utf-16-le"))),
    ):
        written = exported(desk, imported(desk, data), key)
        assert settings_of(written) == settings_of(data)
        texts = texts_in(written)
        assert INFOTEXT in (texts.get("parameters"), texts.get(USER_COMMENT))


@pytest.mark.parametrize("key", FORMATS)
def test_an_export_is_imported_with_what_the_other_program_wrote(desk: Desk, key: str) -> None:
    picture = imported(desk, a_png(parameters=INFOTEXT), request=GenerationRequest("", {"prompt": "a baker"}))
    file = desk.export_one(desk.plan(key), picture)
    read, _image = PictureFileReader(check_image).read(file)
    assert read.record is not None
    assert read.record.tags == ("new tag",)
    assert read.origin.model == "somemodel_v2"


@pytest.mark.parametrize("key", FORMATS)
def test_graph_and_workflow_are_there(desk: Desk, key: str) -> None:
    data = a_png(prompt=GRAPH, workflow=WORKFLOW)
    picture = imported(desk, data, request=GenerationRequest("", {"prompt": "a baker, ünder"}))
    written = exported(desk, picture, key)
    texts = texts_in(written)
    assert (texts["prompt"], texts["workflow"]) == (GRAPH, WORKFLOW)
    assert settings_of(written) == settings_of(data)


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_foreign_exif_stays_and_the_picture_stands(desk: Desk, key: str, kind: str) -> None:
    picture = imported(desk, encoded(an_image(), kind, exif=photo_exif()))
    with Image.open(io.BytesIO(exported(desk, picture, key))) as image:
        exif = image.getexif()
        assert exif[ExifTags.Base.Make] == "A camera"
        assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2001:02:03 04:05:06"
        assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
        is_turned = exif.get(ExifTags.Base.Orientation, 1) == 6
        assert image.size == ((96, 64) if is_turned else (64, 96))
        assert is_turned is (key == "original")


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_foreign_xmp_stays_and_marks_are_those_of_the_library(desk: Desk, key: str, kind: str) -> None:
    if kind == "PNG":
        data = a_png(**{"XML:com.adobe.xmp": PACKET})
    else:
        data = encoded(an_image(), kind, xmp=PACKET.encode())
    packet = texts_in(exported(desk, imported(desk, data), key, rights="mine"))[XMP]
    properties = xmp_properties(packet)
    assert properties[f"{DC} title"] == ("My title",)
    assert properties[f"{DC} subject"] == ("new tag",)
    assert properties[f"{DC} rights"] == ("mine",)
    assert properties["http://ns.adobe.com/xap/1.0/ Rating"] == ("4",)
    assert properties["http://ns.adobe.com/xap/1.0/ CreatorTool"] == ("Darkroom 3",)
    assert properties[LR] == ("a < b",)
    assert properties["http://ns.adobe.com/exif/1.0/ UserComment"] == ('{"c": "a baker"}',)


@pytest.mark.parametrize("key", FORMATS)
def test_a_photo_gains_no_empty_infotext(desk: Desk, key: str) -> None:
    written = exported(desk, imported(desk, encoded(an_image(), "JPEG", exif=photo_exif())), key)
    texts = texts_in(written)
    assert not texts.get("parameters")
    assert not texts.get(USER_COMMENT)
    assert settings_of(written) is None


def test_the_original_keeps_what_stands_in_no_other_format(desk: Desk) -> None:
    iptc = b"Photoshop 3.0\x008BIM\x04\x04" + b"\0" * 8
    data = encoded(an_image(), "JPEG", comment=b"said by hand")
    data = data[:20] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[20:]
    written = exported(desk, imported(desk, data), "original")
    assert b"said by hand" in written
    assert iptc in written
    png = a_png(Author="Ann", Comment=json.dumps({"uc": "x"}), invokeai_metadata='{"seed": 1}')
    texts = texts_in(exported(desk, imported(desk, png), "original"))
    assert {
        "Author": "Ann",
        "Comment": '{"uc": "x"}',
        "invokeai_metadata": '{"seed": 1}',
    }.items() <= texts.items()
    again = texts_in(exported(desk, imported(desk, png), "png"))
    assert {"Author": "Ann", "invokeai_metadata": '{"seed": 1}'}.items() <= again.items()


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("level", [Privacy.LABEL_ONLY, Privacy.NOTHING])
def test_none_of_it_leaves_below_everything(desk: Desk, key: str, level: Privacy) -> None:
    for data in (a_png(parameters=INFOTEXT, prompt=GRAPH), encoded(an_image(), "JPEG", exif=photo_exif())):
        written = exported(desk, imported(desk, data), key, privacy=level)
        assert texts_in(written).keys() <= {XMP, "EXIF Orientation"}
        assert b"A camera" not in written


@pytest.mark.parametrize(
    "packet",
    [
        "<x:xmpmeta><rdf:RDF",
        PACKET.replace("<rdf:Description", "<!DOCTYPE a [<!ENTITY b 'c'>]><rdf:Description"),
        PACKET.replace("</dc:title>", ""),
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + "<rdf:li>" * 900 + "</rdf:RDF>",
    ],
)
def test_a_broken_packet_is_left_out(desk: Desk, packet: str) -> None:
    written = exported(desk, imported(desk, encoded(an_image(), "JPEG", xmp=packet.encode())), "original")
    assert xmp_properties(texts_in(written)[XMP])[f"{DC} subject"] == ("new tag",)


def test_the_untouched_file_is_the_file(desk: Desk, tmp_path: Path) -> None:
    data = a_png(parameters=INFOTEXT, prompt=GRAPH) + b"behind"
    plan = desk.plan("original", options={"untouched": True}, folder=str(tmp_path / "untouched"))
    assert desk.export_one(plan, imported(desk, data)).read_bytes() == data
