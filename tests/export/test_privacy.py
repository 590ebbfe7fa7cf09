"""What the words of a privacy level promise is what a file holds: every byte of every form is looked at."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.formats import FORMATS, ExportFormat, Output
from portrait_app.core.export.name_template import DOCUMENT_FIELDS, NAME_FIELDS
from portrait_app.core.export.plan import Privacy
from portrait_app.core.export.sheet import SheetPage
from portrait_app.jobs.sheet_painter import QtSheetPainter
from tests.export.making import Desk, an_image, encoded
from tests.support.icc import SRGB_COLORANTS, grey_profile, rgb_profile

SECRET = "XYZZY"  # every planted word begins with it
SEED = 987_654_321
RECORD: dict[str, Any] = {
    "prompt": f"{SECRET}prompt of a face",
    "negative_prompt": f"{SECRET}negative",
    "tags": (f"{SECRET}tag",),
    "note": f"{SECRET}note",
    "collections": (f"{SECRET}collection",),
    "seed": SEED,
    "rating": 5,
}
CASES = [(row, True) for row in FORMATS]  # and with the profile that the file had
CASES += [(row, False) for row in FORMATS if any(option.key == "srgb" for option in row.options)]
EACH = [row for row in FORMATS if row.output is Output.EACH]
EVERY_FIELD = " ".join(f"{{{row.key}}}" for row in NAME_FIELDS)
EVERY_DOCUMENT_FIELD = " ".join(f"{{{row.key}}}" for row in DOCUMENT_FIELDS)


def _exif() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = f"{SECRET}maker"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + f"{SECRET}c".encode(
        "utf-16-be"
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = f"{SECRET}place".encode()
    return exif.tobytes()


XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- {SECRET}xmp --></x:xmpmeta>".encode()
PROFILE = rgb_profile(SRGB_COLORANTS, 2.2, f"{SECRET}monitor")


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def a_jpeg(mode: str = "RGB", **options: Any) -> bytes:
    profile = PROFILE if mode == "RGB" else grey_profile(1.8, f"{SECRET}scanner")
    data = encoded(an_image(mode), "JPEG", icc_profile=profile, exif=_exif(), xmp=XMP, **options)
    thumbnail = f"{SECRET}thumbnail".encode()
    private = [
        _segment(0xE0, b"JFXX\0\x10" + thumbnail),
        _segment(0xE0, f"{SECRET}app0".encode()),
        _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + f"{SECRET}extended".encode()),
        _segment(0xE2, b"MPF\0" + f"{SECRET}mpf".encode()),
        _segment(0xE5, f"{SECRET}app5".encode()),
        _segment(0xED, b"Photoshop 3.0\0" + f"{SECRET}iptc".encode()),
        _segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + f"{SECRET}tail".encode()),
        _segment(0xFE, f"{SECRET}comment".encode()),
        _segment(0xDC, f"{SECRET}lines".encode()),  # decoders skip the segment DNL
    ]
    # A thumbnail of one pixel in the first segment
    jfif = _segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\1\1" + SECRET[:3].encode())
    return data[:2] + jfif + b"".join(private) + data[20:] + f"{SECRET}trailer".encode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_png(mode: str = "RGBA", **options: Any) -> bytes:
    info = PngInfo()
    info.add_text("Author", f"{SECRET}author")
    info.add_itxt("parameters", f"{SECRET}infotext\nSteps: 3, Seed: {SEED}, Size: 1x1", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    data = encoded(
        an_image("RGB").quantize(8) if mode == "P" else an_image(mode), "PNG", pnginfo=info, **options
    )
    private = [
        _chunk(b"tIME", b"\x07\xd1\1\2\3\4\5"),
        _chunk(b"prVt", f"{SECRET}chunk".encode()),
        _chunk(b"iCCP", f"{SECRET}name".encode() + b"\0\0" + zlib.compress(PROFILE)),
        _chunk(b"gAMA", struct.pack(">I", 45_455) + f"{SECRET}gamma".encode()),
        _chunk(b"eXIf", _exif().removeprefix(b"Exif\0\0")),
    ]
    return data[:33] + b"".join(private) + data[33:] + f"{SECRET}trailer".encode()


def a_webp(**options: Any) -> bytes:
    data = encoded(an_image("RGBA"), "WEBP", exif=_exif(), xmp=XMP, icc_profile=PROFILE, **options)
    body = f"{SECRET}chunk!".encode()
    data += b"PRVT" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(data) - 8) + data[8:] + f"{SECRET}trailer".encode()


def an_avif(mode: str = "RGB") -> bytes:
    data = encoded(an_image(mode), "AVIF", exif=_exif(), xmp=XMP, icc_profile=PROFILE)
    # Names of items, of the handler, and a property that describes the image in words
    for plain, planted in ((b"Color\0", b"XYZZY\0"), (b"Alpha\0", b"XYZZY\0")):
        data = data.replace(plain, planted)
    return data + struct.pack(">I", 8 + len(SECRET)) + b"free" + SECRET.encode()


def a_moving_webp() -> bytes:
    """Return an animation with a chunk of its own inside of a frame."""
    data = encoded(an_image(), "WEBP", save_all=True, append_images=[an_image("L").convert("RGB")])
    place = data.index(b"ANMF")
    (length,) = struct.unpack_from("<I", data, place + 4)
    body = f"{SECRET}inside!".encode()
    hidden = b"PRVT" + struct.pack("<I", len(body)) + body
    end = place + 8 + length
    data = (
        data[: place + 4]
        + struct.pack("<I", length + len(hidden))
        + data[place + 8 : end]
        + hidden
        + data[end:]
    )
    return b"RIFF" + struct.pack("<I", len(data) - 8) + data[8:]


SOURCES = {
    "jpeg": a_jpeg(),
    "grey jpeg": a_jpeg("L"),
    "progressive jpeg": a_jpeg(progressive=True),
    "png": a_png(),
    "palette png": a_png("P"),
    "webp": a_webp(),
    "lossless webp": a_webp(lossless=True),
    "moving webp": a_moving_webp(),
    "avif": an_avif(),
    "transparent avif": an_avif("RGBA"),
}
FORMS = [SECRET.encode(name) for name in ("utf-8", "utf-16-be", "utf-16-le")] + [
    SECRET.encode().hex().encode()
]
THUMBNAIL = SECRET[:3].encode()  # what fits into a pixel


def _bytes_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, of each file inside of a zip, and of each stream that is packed in it."""
    data = path.read_bytes()
    yield path.name.encode()
    if path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                yield from _unpacked(archive.read(entry))
    yield from _unpacked(data)


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[found.start() :], 1_000_000)
        except zlib.error:
            continue


class _NotingPainter(QtSheetPainter):
    """Keeps the texts of the pages: a PDF has them as numbers of glyphs."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def note(self, page: SheetPage) -> SheetPage:
        self.texts += [text.text for text in page.texts]
        return page

    def pdf(self, pages: Any, *arguments: Any) -> None:
        super().pdf(map(self.note, pages), *arguments)

    def png(self, page: SheetPage, dots_per_inch: int) -> bytes:
        return super().png(self.note(page), dots_per_inch)


@pytest.fixture
def painter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> _NotingPainter:
    painter = _NotingPainter()
    monkeypatch.setattr(desk.exporter, "_painter", painter)
    return painter


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("row", "srgb"), CASES, ids=lambda value: getattr(value, "key", str(value)))
@pytest.mark.parametrize("level", [Privacy.LABEL_ONLY, Privacy.NOTHING])
@pytest.mark.usefixtures("qapp")
def test_no_planted_word_leaves(
    desk: Desk, painter: _NotingPainter, row: ExportFormat, level: Privacy, source: str, srgb: bool
) -> None:
    given = {
        "document": EVERY_DOCUMENT_FIELD,
        "title": EVERY_DOCUMENT_FIELD,
        "caption": EVERY_FIELD,
        "srgb": srgb,
    }
    options: dict[str, Any] = {option.key: given[option.key] for option in row.options if option.key in given}
    picture = desk.shelf.put(SOURCES[source], **RECORD)
    plan = desk.plan(row.key, template=EVERY_FIELD, privacy=level, options=options)
    report = desk.exporter.export(
        plan, [picture.id], lambda _done, _all: None, Cancel(), collection=f"{SECRET}exported"
    )
    assert report.failed == ()
    assert report.files
    for path in report.files:
        for data in _bytes_of(path):
            assert not [form for form in FORMS if form in data], path.name
            assert str(SEED).encode() not in data
            if row.is_picture:
                assert b"JFIF" not in data or THUMBNAIL not in data[:40]
    for text in painter.texts:
        assert SECRET not in text
        assert str(SEED) not in text
        assert "★" not in text


@pytest.mark.parametrize("source", SOURCES)
def test_the_words_were_there_to_be_found(source: str) -> None:
    assert any(form in data for data in _unpacked(SOURCES[source]) for form in FORMS)


@pytest.mark.parametrize(
    "row", [row for row in FORMATS if row.output is Output.EACH], ids=lambda row: row.key
)
def test_only_the_label_is_there_at_its_level(desk: Desk, row: ExportFormat) -> None:
    picture = desk.shelf.put(SOURCES["png"], **RECORD)
    plan = desk.plan(row.key, privacy=Privacy.LABEL_ONLY, creator="Ann Author", rights="Hers")
    data = desk.export_one(plan, picture).read_bytes()
    for word in (b"trainedAlgorithmicMedia", b"Ann Author", b"Hers", b"Tiny-SD Portrait"):
        assert word in data
    bare = desk.export_one(desk.plan(row.key, privacy=Privacy.NOTHING, creator="Ann Author"), picture)
    for word in (b"trainedAlgorithmicMedia", b"Ann Author", b"xmpmeta", b"Portrait Studio"):
        assert word not in bare.read_bytes()
