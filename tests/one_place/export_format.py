"""An export format: a row in core/export/formats.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.export.formats",
    """
    ExportFormat(
        "avif",
        "AVIF",
        QT_TRANSLATE_NOOP("export", "Half as large as JPEG, for browsers and phones."),
        ".avif",
        Output.EACH,
        (_QUALITY, _LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
        encoding=Encoding(
            name="AVIF",
            plugin="AvifImagePlugin",
            carrier=Carrier.ENCODER,
            has_quality=True,
            options={"speed": 8},
            in_one_go=True,
        ),
    ),
    """,
    before='ExportFormat(\n        "webp",',
)

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.plan import Privacy
from portrait_app.imaging.reading import check_image
from portrait_app.importing.carriers import XMP
from portrait_app.importing.own import read_own
from portrait_app.importing.reader import PictureFileReader
from portrait_app.selftest import work
from tests.export.making import Desk, a_desk, an_image, encoded
from tests.packaging.scripts import script
from tests.support.library_builder import build_library
from tests.ui.exporting.exporting import Exporting


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture
def exporting(tmp_path: Path, qtbot: QtBot) -> Iterator[Exporting]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 3)
    opened = Exporting(tmp_path, qtbot)
    yield opened
    opened.program.close()


def test_the_dialog_offers_it_and_files_of_it_come_out(exporting: Exporting) -> None:
    exporting.select(0, 1)
    dialog = exporting.open(format="avif", template="{number}", options={"quality": 60})
    assert dialog.form.plan().format == "avif"
    assert "KiB" in dialog.preview.words
    assert exporting.export(dialog) == ["1.avif", "2.avif"]
    for name in exporting.files:
        with Image.open(exporting.folder / name) as image:
            assert image.format == "AVIF"


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_it_is_encoded_with_its_options(desk: Desk, mode: str) -> None:
    picture = desk.shelf.put(encoded(an_image(mode, (300, 200)), "PNG"))
    sizes = []
    for quality in (40, 100):
        plan = desk.plan("avif", template=f"{quality}", options={"quality": quality, "longest_side": 150})
        file = desk.export_one(plan, picture)
        sizes.append(file.stat().st_size)
        with Image.open(file) as image:
            assert (image.format, image.mode, image.size) == ("AVIF", mode, (150, 100))
            assert image.info["icc_profile"]
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize("privacy", Privacy)
def test_it_tells_what_the_plan_says(desk: Desk, privacy: Privacy) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), note="mine")
    file = desk.export_one(desk.plan("avif", privacy=privacy), picture)
    with Image.open(file) as image:
        xmp = image.info.get("xmp", b"").decode()
        comment = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment, b"")
    record = read_own({XMP: xmp})
    everything = privacy is Privacy.EVERYTHING
    assert (record is not None) is everything
    assert record is None or (record.request, record.note) == (picture.request, "mine")
    assert ("Steps: 30".encode("utf-16-be") in comment) is everything
    assert ("trainedAlgorithmicMedia" in xmp) is (privacy is not Privacy.NOTHING)


def test_pictures_in_a_zip_may_be_of_it(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"))
    file = desk.export_one(desk.plan("zip", options={"inside": "avif"}), picture)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["1.avif"]
        with archive.open("1.avif") as inside, Image.open(inside) as image:
            assert image.format == "AVIF"


def test_the_library_takes_none_of_it_and_says_so(desk: Desk) -> None:
    """Importing files of the format also needs a reader in imaging/reading.py."""
    picture = desk.shelf.put(encoded(an_image(), "PNG"))
    with pytest.raises(AppError) as caught:
        PictureFileReader(check_image).read(desk.export_one(desk.plan("avif"), picture))
    assert caught.value.kind is ErrorKind.REPLY_UNREADABLE


def test_the_bundle_keeps_its_encoder() -> None:
    contents = script("bundle/contents.py")
    assert "AvifImagePlugin" in contents.IMAGE_PLUGINS
    assert not {"PIL.AvifImagePlugin", "PIL._avif"} & set(contents.LEFT_OUT)


def test_the_selftest_tries_it(tmp_path: Path) -> None:
    assert "AVIF" in work._exchange(tmp_path)
