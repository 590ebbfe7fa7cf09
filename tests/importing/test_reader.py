"""Files from anywhere: our own exports whole, others as far as they go, and whatever is broken."""

import io
import json
import os
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.metadata.picture_record import read_record, write_record
from portrait_app.core.moments import EARLIEST, LATEST
from portrait_app.core.picture import Picture
from portrait_app.export.containers import retold
from portrait_app.export.metadata import story_of
from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from tests.support.gallery import a_picture

PROGRAM = "Portrait Studio 0.1.0"
PROMPTS = {
    "plain": "a face, red hair",
    "newlines": "a face\nNegative prompt: not this\nSteps: 1, Sampler: x, Seed: 2, Size: 1x1",
    "quotes": 'a "quoted": face, <b>&amp; \\ back',
    "emoji": "肖像 🎨 \u202eright to left\u202c שלום",
    "long": "word " * 15_000,
}


@pytest.fixture
def reader() -> PictureFileReader:
    return PictureFileReader(check_image)


def image_bytes(form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image = Image.new("RGB", (48, 64), "teal")
    ImageDraw.Draw(image).ellipse((4, 4, 40, 40), "peru")
    image.save(file, form, **options)
    return file.getvalue()


def marked(prompt: str) -> Picture:
    picture = a_picture(7, prompt=prompt)
    return replace(
        picture,
        seed=2**48,
        favourite=True,
        rating=4,
        tags=("a, b", "ü"),
        note="for <her>\n&",
        sha256="0" * 64,
    )


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_our_own_exports_are_read_whole(
    tmp_path: Path, reader: PictureFileReader, form: str, prompt: str
) -> None:
    picture = marked(prompt)
    path = tmp_path / "exported"
    path.write_bytes(b"".join(retold(image_bytes(form), story_of(picture, ExportPlan("original"), PROGRAM))))
    file, image = reader.read(path)
    record = file.record
    assert record is not None
    assert (record.request, record.seed, record.created) == (picture.request, picture.seed, picture.created)
    assert (record.favourite, record.rating, record.tags) == (True, 4, ("a, b", "ü"))
    assert record.note == picture.note
    assert picture.sha256 in file.originals
    assert (file.width, file.height, image.width) == (48, 64, 48)
    assert image.data == path.read_bytes()


@pytest.mark.parametrize("privacy", [Privacy.LABEL_ONLY, Privacy.NOTHING])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_was_left_out_is_not_there(
    tmp_path: Path, reader: PictureFileReader, form: str, privacy: Privacy
) -> None:
    path = tmp_path / "exported"
    plan = ExportPlan("original", privacy=privacy)
    path.write_bytes(b"".join(retold(image_bytes(form), story_of(marked("a secret"), plan, PROGRAM))))
    file, _image = reader.read(path)
    assert (file.record, file.settings) == (None, None)
    assert b"secret" not in path.read_bytes()


def test_a_record_that_another_program_wrote_as_an_attribute_counts(
    tmp_path: Path, reader: PictureFileReader
) -> None:
    data = b"".join(retold(image_bytes("WEBP"), story_of(marked("a face"), ExportPlan("original"), PROGRAM)))
    start, end = data.index(b"<portrait:record>"), data.index(b"</portrait:record>")
    record = data[start + 17 : end].decode().replace('"', "&quot;")
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:portrait="urn:portrait-studio:xmp:1.0/" portrait:record="{record}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    path = tmp_path / "rated.webp"
    path.write_bytes(image_bytes("WEBP", xmp=xmp.encode()))
    file, _image = reader.read(path)
    assert file.record is not None
    assert file.record.request.prompt == "a face"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "record",
    ["", "{}", "[" * 50_000, '{"version": 1, "request": []}', "&b;", "<portrait:record/>", "null", '"' * 9],
)
def test_a_record_that_is_none_is_passed_over(tmp_path: Path, reader: PictureFileReader, record: str) -> None:
    xmp = (
        f'{BOMB if "&b;" in record else ""}<x:xmpmeta xmlns:x="adobe:ns:meta/" '
        f'xmlns:portrait="urn:portrait-studio:xmp:1.0/"><portrait:record>{record}</portrait:record></x:xmpmeta>'
    )
    path = tmp_path / "hostile.webp"
    path.write_bytes(image_bytes("WEBP", xmp=xmp.encode()))
    file, _image = reader.read(path)
    assert file.record is None


def test_a_packet_of_many_beginnings_takes_no_time(tmp_path: Path, reader: PictureFileReader) -> None:
    path = tmp_path / "hostile.webp"  # 3.8 MB: with one look for an end from each beginning, some 20 minutes
    path.write_bytes(image_bytes("WEBP", xmp=b"urn:portrait-studio:xmp:1.0/" + b"<x:xmpmeta" * 380_000))
    file, _image = reader.read(path)
    assert file.record is None


@pytest.mark.parametrize(
    "changes",
    [
        {"created": "10000-01-01T00:00:00+00:00"},
        {"created": "2026-01-01T00:00:00"},
        {"sha256": "\ud800"},
        {"sha256": "g" * 64},
        {"seed": 10**300},
        {"sample": 2**63},
        {"rating": 6},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_record_that_no_library_could_keep_is_none(changes: dict[str, object]) -> None:
    known = json.loads(write_record(marked("a face"), PROGRAM))
    assert read_record(json.dumps(known)) is not None
    assert read_record(json.dumps({**known, **changes})) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0001-01-01T00:00:00+14:00", EARLIEST),
        ("0001-01-01T00:00:00+00:00", EARLIEST),
        ("9999-12-31T23:59:59-14:00", LATEST),
        ("9999-12-31T23:59:59+00:00", LATEST),
        ("1926-03-04T05:06:07+00:00", datetime(1926, 3, 4, 5, 6, 7, tzinfo=UTC)),
    ],
)
def test_a_date_at_the_edge_of_the_calendar_is_one_that_every_time_zone_has(
    written: str, read: datetime
) -> None:
    known = json.loads(write_record(marked("a face"), PROGRAM))
    record = read_record(json.dumps({**known, "created": written}))
    assert record is not None
    assert record.created == read


@pytest.mark.parametrize("seconds", [253_402_300_799, 2**40, -62_135_596_800, -(2**40)])
def test_a_file_may_have_any_date(tmp_path: Path, reader: PictureFileReader, seconds: int) -> None:
    path = tmp_path / "old.png"
    path.write_bytes(image_bytes("PNG"))
    try:
        os.utime(path, (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("this file system cannot hold the date")
    file, _image = reader.read(path)
    assert EARLIEST <= file.created <= LATEST


def test_of_a_record_only_what_could_have_been_typed_here_is_kept() -> None:
    known = json.loads(write_record(marked("a face"), PROGRAM))
    values = {**known["request"]["values"], "seed": 10**400, "guidance_scale": 1e999, "steps": float("nan")}
    known |= {"request": {**known["request"], "values": values}, "note": "a\0\ud800b" + "x" * 20_000}
    known["tags"] = ["Red", "red", "", " ", "x" * 200, "\ud800", "a\nb", *(f"t{n}" for n in range(2000))]
    record = read_record(json.dumps(known))
    assert record is not None
    assert not {"seed", "guidance_scale", "steps"} & record.request.values.keys()
    assert record.request.prompt == "a face"
    assert (record.note[:3], len(record.note)) == ("abx", 10_000)
    assert record.tags[:3] == ("Red", "a b", "t0")
    assert len(record.tags) < 1000


def test_other_programs_settings_are_found(tmp_path: Path, reader: PictureFileReader) -> None:
    info = PngInfo()
    info.add_text(
        "parameters", "a face\nNegative prompt: x\nSteps: 30, Sampler: Euler a, Seed: 5, Size: 512x768"
    )
    path = tmp_path / "other.png"
    path.write_bytes(image_bytes("PNG", pnginfo=info))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    file, _image = reader.read(path)
    assert file.settings is not None
    assert (file.request.prompt, file.seed) == ("a face", 5)
    assert file.created == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_picture_that_says_nothing_is_a_picture_all_the_same(
    tmp_path: Path, reader: PictureFileReader
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(image_bytes("JPEG"))
    file, _image = reader.read(path)
    assert (file.record, file.settings, file.request.prompt, file.seed) == (None, None, "", None)


def _as_if_huge(png: bytes) -> bytes:
    header = b"IHDR" + struct.pack(">II", 65_536, 65_536) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


def broken(tmp_path: Path) -> dict[str, tuple[Path, ErrorKind]]:
    png, jpeg = image_bytes("PNG"), image_bytes("JPEG")
    cases = {
        "empty": (b"", ErrorKind.REPLY_UNREADABLE),
        "text": (b"hello", ErrorKind.REPLY_UNREADABLE),
        "cut": (png[: len(png) // 2], ErrorKind.IMAGE_DAMAGED),
        "cut jpeg": (jpeg[: len(jpeg) // 2], ErrorKind.IMAGE_DAMAGED),
        "magic": (b"\x89PNG\r\n\x1a\n" + jpeg, ErrorKind.IMAGE_DAMAGED),
        "gif": (image_bytes("GIF"), ErrorKind.REPLY_UNREADABLE),
        "bomb": (_as_if_huge(png), ErrorKind.IMAGE_TOO_LARGE),
    }
    made = {}
    for name, (data, kind) in cases.items():
        path = tmp_path / f"{name}.png"
        path.write_bytes(data)
        made[name] = path, kind
    return made | {
        "gone": (tmp_path / "gone.png", ErrorKind.FILE_MISSING),
        "folder": (tmp_path, ErrorKind.FILE_FAILED),
    }


@pytest.mark.parametrize(
    "case", ["empty", "text", "cut", "cut jpeg", "magic", "gif", "bomb", "gone", "folder"]
)
def test_what_is_no_picture_is_refused_by_its_name(
    tmp_path: Path, reader: PictureFileReader, case: str
) -> None:
    path, kind = broken(tmp_path)[case]
    with pytest.raises(AppError) as refused:
        reader.read(path)
    assert (refused.value.kind, refused.value.facts["path"]) == (kind, str(path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path, reader: PictureFileReader) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(AppError) as refused:
        reader.read(tmp_path / "pipe.png")
    assert refused.value.kind is ErrorKind.FILE_FAILED


def test_folders_are_searched_by_name_and_what_is_hidden_is_not(
    tmp_path: Path, reader: PictureFileReader
) -> None:
    for name in ("b/2.PNG", "b/1.jpeg", "a/x.webp", "a/notes.txt", "a/.hidden.png", ".git/y.png", "z.jpg"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).touch()
    (tmp_path / "in" / "a" / "again").symlink_to(tmp_path / "in")
    single = tmp_path / "any.name"
    found = reader.find([single, tmp_path / "in"], Cancel())
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["any.name", "in/z.jpg", "in/a/x.webp", "in/b/1.jpeg", "in/b/2.PNG"]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.gif", image_bytes("GIF"), "GIF"),
        ("a.bmp", image_bytes("BMP"), "BMP"),
        ("a.TIF", image_bytes("TIFF"), "TIFF"),
        ("a.jp2", image_bytes("JPEG2000"), "JPEG 2000"),
        ("a.ico", image_bytes("ICO"), "ICO"),
        ("a.tga", image_bytes("TGA"), "TGA"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        ("a.jxl", b"\xff\x0a\0\0", "JPEG XL"),
        ("a.nef", b"MM\0*\0\0", "raw camera"),
        ("a.png", image_bytes("GIF"), "GIF"),  # whatever it is called
        ("a.webp", b"hello", ""),
    ],
)
def test_other_formats_in_a_folder_are_named(
    tmp_path: Path, reader: PictureFileReader, name: str, data: bytes, form: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert list(reader.find([tmp_path], Cancel())) == [tmp_path / name]
    with pytest.raises(AppError) as refused:
        reader.read(tmp_path / name)
    assert (refused.value.kind, refused.value.facts["format"]) == (ErrorKind.REPLY_UNREADABLE, form)


@pytest.mark.parametrize(("name", "form"), [("a.apng", "PNG"), ("a.mpo", "JPEG"), ("a.avif", "AVIF")])
def test_rarer_suffixes_are_read(tmp_path: Path, reader: PictureFileReader, name: str, form: str) -> None:
    (tmp_path / name).write_bytes(image_bytes(form))
    (found,) = reader.find([tmp_path], Cancel())
    assert reader.read(found)[0].format == form.lower()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_an_animation_is_known(tmp_path: Path, reader: PictureFileReader, form: str) -> None:
    path = tmp_path / "moving"
    path.write_bytes(image_bytes(form))
    assert reader.read(path)[0].frames == 1
    others = [Image.new("RGB", (48, 64), colour) for colour in ("red", "blue")]
    path.write_bytes(image_bytes(form, save_all=True, append_images=others, duration=50))
    file, _image = reader.read(path)
    assert (file.frames, file.width, file.height) == (3, 48, 64)


def test_a_search_can_be_stopped(tmp_path: Path, reader: PictureFileReader) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError) as stopped:
        list(reader.find([tmp_path], cancel))
    assert stopped.value.kind is ErrorKind.CANCELLED


def test_what_cannot_be_looked_into_is_reported_and_the_rest_goes_on(
    tmp_path: Path, reader: PictureFileReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed/1.png", "open/2.heic", "open/3.png"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).touch()
    scan = os.scandir

    def refusing(path: str) -> object:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    loop, long = tmp_path / "loop.png", tmp_path / ("x" * 300)
    loop.symlink_to(loop)
    found = list(reader.find([long, loop, tmp_path / "in"], Cancel()))
    names = [path.relative_to(tmp_path).as_posix() for path in found[2:]]
    assert found[:2] == [long, loop]
    assert names == ["in/closed", "in/open/2.heic", "in/open/3.png"]
    for path in found:
        with pytest.raises(AppError):
            reader.read(path)
