"""Contact sheets: how pages are laid out, and what is on them."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PdfParser
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

from portrait_app.core.export.name_template import NameSource, TemplateError
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.export.sheet import Box, SheetPage, SheetPicture, SheetText, Side
from portrait_app.export.contact_sheet import Cell, ContactSheet
from portrait_app.jobs.sheet_painter import QtSheetPainter
from tests.export.making import PROGRAM, Desk, an_image, encoded
from tests.support.clock import FixedClock
from tests.support.pictures import a_picture

WHEN = datetime(2026, 11, 22, 14, 5)  # noqa: DTZ001 - local by definition
JPEG = encoded(an_image(), "JPEG")
pytestmark = pytest.mark.usefixtures("qapp")


def a_sheet(count: int = 30, **options: Any) -> ContactSheet:
    return ContactSheet(ExportPlan("contact_pdf", options=options), NameSource(WHEN, count=count))


def cells(count: int, **changes: Any) -> list[Cell]:
    return [
        Cell(NameSource(WHEN, number, count, picture=a_picture(**changes)), JPEG)
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("page", ["a4", "letter"])
@pytest.mark.parametrize("columns", range(1, 11))
@pytest.mark.parametrize("title", ["", "A title"])
@pytest.mark.parametrize("caption", ["", "{prompt} | {seed} | {note} | {tags} | {negative} | {id}"])
def test_everything_is_on_the_page_and_nothing_on_top_of_another(
    page: str, columns: int, title: str, caption: str
) -> None:
    sheet = a_sheet(page=page, columns=columns, title=title, caption=caption)
    drawn = sheet.page(1, cells(sheet.per_page, note="n", tags=("t",)))
    boxes = [picture.box for picture in drawn.pictures]
    boxes += [
        Box(text.box.x, text.box.y, text.box.width, text.size * text.lines * 1.3) for text in drawn.texts
    ]
    for number, box in enumerate(boxes):
        assert box.width > 0
        assert box.height > 0
        assert box.x >= 35
        assert box.y >= 35
        assert box.x + box.width <= drawn.width - 35
        assert box.y + box.height <= drawn.height - 35
        for other in boxes[number + 1 :]:
            apart_x = box.x + box.width <= other.x + 0.01 or other.x + other.width <= box.x + 0.01
            apart_y = box.y + box.height <= other.y + 0.01 or other.y + other.height <= box.y + 0.01
            assert apart_x or apart_y


def test_captions_say_what_they_are_asked_to() -> None:
    sheet = a_sheet(caption="{number} {stars} | {prompt:9} | {note}", title="For {count} of {date}")
    (cell,) = cells(1, prompt="a\nface in the light", rating=2)
    texts = [text.text for text in sheet.page(1, [cell]).texts]
    assert texts == ["For 30 of 2026-11-22", f"1 / {sheet.pages}", "1 ★★☆☆☆", "a face in"]


def test_a_wrong_caption_is_an_error() -> None:
    with pytest.raises(TemplateError):
        a_sheet(caption="{seed} | {sed}")


def pages_of(file: Path) -> int:
    with PdfParser.PdfParser(filename=str(file), mode="rb") as parsed:
        return len(parsed.pages)


def test_a_pdf_has_every_page_and_its_label(desk: Desk) -> None:
    pictures = [desk.shelf.put(JPEG, prompt="unmistakable") for _ in range(30)]
    plan = desk.plan("contact_pdf", creator="Ann", options={"columns": 3, "title": "Faces"})
    file = desk.export(plan, pictures).files[0]
    sheet = ContactSheet(plan, NameSource(WHEN, count=30))
    assert pages_of(file) == sheet.pages == -(-30 // sheet.per_page)
    data = file.read_bytes()
    assert b"trainedAlgorithmicMedia" in data
    assert b"<rdf:li>Ann</rdf:li>" in data
    assert PROGRAM.encode("utf-16-be") in data or PROGRAM.encode() in data


def test_pages_as_images_are_labelled_too(desk: Desk) -> None:
    pictures = [desk.shelf.put(JPEG) for _ in range(30)]
    report = desk.export(desk.plan("contact_png", options={"columns": 4}), pictures)
    today = FixedClock().now().astimezone().date()
    assert [file.name for file in report.files] == [f"Portraits {today} 0{page}.png" for page in (1, 2)]
    for file in report.files:
        with Image.open(file) as image:
            assert image.size == (1240, 1754)
            assert "trainedAlgorithmicMedia" in str(image.info["xmp"])
    plain = desk.plan("contact_png", privacy=Privacy.NOTHING, folder=str(desk.folder / "plain"))
    for file in desk.export(plan=plain, pictures=pictures).files:
        with Image.open(file) as image:
            assert "xmp" not in image.info


def drawn(*texts: SheetText, pictures: tuple[SheetPicture, ...] = ()) -> QImage:
    page = SheetPage(200, 100, texts, pictures)
    return QImage.fromData(QtSheetPainter().png(page, 72))


def ink(image: QImage) -> Box:
    """Return the rectangle in which anything is drawn."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
    found = Image.eval(
        Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("L"), lambda value: 255 - value
    )
    left, top, right, bottom = found.getbbox() or (0, 0, 0, 0)
    return Box(left, top, right - left, bottom - top)


@pytest.mark.parametrize("text", ["word " * 40, "x" * 400, "صورة امرأة " * 30, "👩‍🎨" * 80])
def test_a_long_text_is_wrapped_and_ended_in_its_box(text: str) -> None:
    box = ink(drawn(SheetText(text, Box(20, 20, 100, 0), 10, lines=2)))
    assert box.x >= 19
    assert box.x + box.width <= 122
    assert box.y + box.height <= 20 + 2 * 13 + 2
    assert box.height > 13  # both lines


def test_a_line_stands_where_it_should() -> None:
    place = Box(20, 20, 160, 0)
    left, centre, right = (ink(drawn(SheetText("Hi", place, 10, side=side))) for side in Side)
    assert left.x < 30
    assert abs(centre.x + centre.width / 2 - 100) < 3
    assert right.x + right.width > 170


def test_a_picture_is_fitted_without_distortion() -> None:
    wide = encoded(Image.new("RGB", (400, 100), "black"), "PNG")
    assert ink(drawn(pictures=(SheetPicture(wide, Box(10, 10, 80, 80)),))) == Box(10, 40, 80, 20)


def test_a_picture_that_could_not_be_read_is_a_frame() -> None:
    box = ink(drawn(pictures=(SheetPicture(b"", Box(10, 10, 80, 80)),)))
    assert abs(box.width - 80) < 3


def test_a_pdf_on_a_full_disk_raises() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full")
    page = SheetPage(200, 100, (), ())
    with full.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        QtSheetPainter().pdf([page], file, "", PROGRAM, b"")
