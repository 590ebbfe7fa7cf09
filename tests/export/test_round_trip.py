"""What is exported says the same to Pillow, exiftool and sd-parsers as the library does."""

import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sd_parsers import ParserManager
from sd_parsers.extractors import _jpeg_usercomment

from portrait_app.core.export.plan import Privacy
from portrait_app.core.metadata.picture_record import RECORD_NAMESPACE, read_record
from portrait_app.core.picture import Picture
from tests.export.making import PROGRAM, Desk, an_image, encoded

FORMATS = ("original", "png", "jpeg", "webp")
PROMPTS = {
    "plain": "a face, smiling",
    "latin": "café à l’heure – déjà vu",
    "lines": "first line\nsecond: line, with \"quotes\" and 'more'\n\nlast",
    "colons": "Steps: 20, Sampler: none, CFG scale: 3\n(eyes:1.2), a: b",
    "emoji": "👩‍🎨 painter, 🧑🏽‍🦱 curly",
    "rtl": "צורה של אישה, صورة امرأة",
    "angles": "<lora:x:1> & ]]> &amp; %20",
    "long": "ten chars!" * 1_000,
    "long, wide": "漢字👩‍🎨 " * 1_666,
}
needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")


@pytest.fixture(params=list(PROMPTS.values()), ids=list(PROMPTS))
def picture(desk: Desk, request: pytest.FixtureRequest) -> Picture:
    return desk.shelf.put(
        encoded(an_image(), "JPEG"),
        prompt=request.param,
        negative_prompt="ugly, “worst”\nquality: low",
        rating=4,
        tags=("client: a", "b, c"),
        note="private",
        width=96,
        height=64,
    )


def infotext_in(file: Path) -> str:
    with Image.open(file) as image:
        if "parameters" in image.info:
            return str(image.info["parameters"])
        comment = image.getexif().get_ifd(0x8769).get(0x9286, b"")
    assert not comment or comment.startswith(b"UNICODE\0")
    return str(comment[8:].decode("utf-16-be"))


def xmp_in(file: Path) -> ET.Element | None:
    """Return the description of the main packet: our record has to fit there, whatever else is moved."""
    with Image.open(file) as image:
        packet = image.info.get("xmp")
    if not packet:
        return None
    (description,) = ET.fromstring(packet).iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    return description


def exiftool(file: Path) -> dict[str, Any]:
    told = subprocess.run(
        ["exiftool", "-json", "-G1", "-struct", "-api", "largefilesupport=1", str(file)],
        capture_output=True,
        check=True,
    )
    (found,) = json.loads(told.stdout)
    assert "ExifTool:Warning" not in found
    assert "ExifTool:Error" not in found
    return dict(found)


@pytest.mark.parametrize("key", FORMATS)
def test_sd_parsers_reads_the_settings(desk: Desk, picture: Picture, key: str) -> None:
    file = desk.export_one(desk.plan(key), picture)
    # It remembers the last comment by the number of the image object, which the next one may have too.
    _jpeg_usercomment._image_id = None
    parsed = ParserManager().parse(file)
    assert parsed is not None
    (sampler,) = parsed.samplers
    (prompt,), (negative,) = sampler.prompts, sampler.negative_prompts
    assert prompt.value == picture.request.prompt.strip()
    assert negative.value.split() == picture.request.negative_prompt.split()
    assert sampler.name == "DPM++ 2M"
    assert sampler.parameters == {"steps": "30", "cfg_scale": "7.5", "seed": "531327"}
    assert sampler.model is not None
    assert sampler.model.name == "Tiny-SD Portrait"
    assert parsed.metadata["Size"] == "96x64"


@pytest.mark.parametrize("key", FORMATS)
def test_our_own_record_is_whole(desk: Desk, picture: Picture, key: str) -> None:
    description = xmp_in(desk.export_one(desk.plan(key), picture))
    assert description is not None
    text = description.findtext(f"{{{RECORD_NAMESPACE}}}record")
    assert text is not None
    record = read_record(text)
    assert record is not None
    assert (record.request, record.rating, record.tags) == (picture.request, 4, picture.tags)


@needs_exiftool
@pytest.mark.parametrize("key", FORMATS)
def test_exiftool_finds_every_field(desk: Desk, picture: Picture, key: str) -> None:
    told = exiftool(desk.export_one(desk.plan(key, creator="Ann Ärtist", rights="© 2026, Ann"), picture))
    assert told["XMP-iptcExt:DigitalSourceType"].endswith("/digitalsourcetype/trainedAlgorithmicMedia")
    assert told["XMP-iptcExt:AISystemUsed"] == "Segmind Tiny-SD Portrait"
    assert told["XMP-iptcExt:AISystemVersionUsed"] == "potraitsd1.5-txt2img"
    assert told["XMP-iptcExt:AIPromptInformation"] == picture.request.prompt
    assert told["XMP-dc:Description"] == picture.request.prompt
    assert told["XMP-dc:Creator"] == ["Ann Ärtist"]
    assert told["XMP-dc:Rights"] == "© 2026, Ann"
    assert told["XMP-dc:Subject"] == ["client: a", "b, c"]
    assert told["XMP-xmp:Rating"] == 4
    assert told["XMP-xmp:CreatorTool"] == PROGRAM
    comment = told.get("ExifIFD:UserComment") or told["PNG:Parameters"]
    assert comment.startswith(picture.request.prompt[:50])
    assert told["File:FileType"].endswith({"original": "JPEG"}.get(key, key.upper()))


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("level", list(Privacy))
def test_each_level_tells_what_it_says(desk: Desk, key: str, level: Privacy) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), prompt="unmistakable", rating=4, tags=("tagged",))
    file = desk.export_one(desk.plan(key, privacy=level, creator="Ann"), picture)
    infotext, description = infotext_in(file), xmp_in(file)
    told = "" if description is None else "".join(description.itertext())
    assert ("unmistakable" in infotext) is (level is Privacy.EVERYTHING)
    assert ("unmistakable" in told) is ("tagged" in told) is (level is Privacy.EVERYTHING)
    assert ("trainedAlgorithmicMedia" in told) is ("Ann" in told) is (level is not Privacy.NOTHING)
    for secret in (str(desk.shelf.folder), picture.file, "SG_"):
        assert secret.encode() not in file.read_bytes()


def test_a_sketch_is_labelled_as_drawn_by_rule(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), endpoint="sketch-lorelei", prompt="a face")
    description = xmp_in(desk.export_one(desk.plan("png"), picture))
    assert description is not None
    told = "".join(description.itertext())
    assert "/algorithmicMedia" in told
    assert "trained" not in told
    assert not any("AISystem" in child.tag for child in description)


def test_a_picture_that_nobody_knows_about_claims_nothing(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), endpoint="", prompt="")
    description = xmp_in(desk.export_one(desk.plan("png"), picture))
    assert description is not None
    assert not any("DigitalSourceType" in child.tag for child in description)


def test_what_other_readers_trip_over_is_not_there(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image("RGBA").convert("RGB").convert("RGBA"), "PNG"))
    with Image.open(desk.export_one(desk.plan("png"), picture)) as image:
        assert "prompt" not in image.info
    with Image.open(desk.export_one(desk.plan("jpeg"), picture)) as image:
        assert "comment" not in image.info
    with Image.open(desk.export_one(desk.plan("webp"), picture)) as image:
        assert image.mode == "RGB"


def test_the_original_is_the_same_image_and_untouched_the_same_file(desk: Desk, picture: Picture) -> None:
    original = desk.shelf.path(picture)
    with Image.open(original) as before, Image.open(desk.export_one(desk.plan("original"), picture)) as after:
        assert before.tobytes() == after.tobytes()
    untouched = desk.export_one(desk.plan("original", options={"untouched": True}), picture)
    assert untouched.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("inside", FORMATS)
def test_a_picture_in_a_zip_is_the_one_outside(desk: Desk, inside: str) -> None:
    picture = desk.shelf.put(encoded(an_image(), "JPEG"), prompt="a face")
    outside = desk.export_one(desk.plan(inside), picture)
    file = desk.export_one(desk.plan("zip", options={"inside": inside}), picture)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            outside.name: outside.read_bytes()
        }
        with Image.open(io.BytesIO(archive.read(outside.name))) as image:
            image.load()
