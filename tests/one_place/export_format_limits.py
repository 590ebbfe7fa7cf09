"""Export formats without an encoder, a writer or metadata: the program tells the user what is missing."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.export.formats",
    """
    ExportFormat(  # an encoder that no Pillow has
        "jpg9000",
        "JPEG 9000",
        "Not made yet.",
        ".j9k",
        Output.EACH,
        is_picture=True,
        encoding=Encoding(name="JPEG9000", plugin="Jpeg9000ImagePlugin"),
    ),
    ExportFormat("book", "Book", "Not made yet.", ".epub", Output.DOCUMENT, (_DOCUMENT,)),  # without a writer
    ExportFormat(  # an encoder of Pillow that takes no metadata
        "bmp",
        "BMP",
        "Large, and read by the oldest programs.",
        ".bmp",
        Output.EACH,
        (_LONGEST,),
        is_picture=True,
        is_signed=False,
        names_pictures=True,
        encoding=Encoding(name="BMP", plugin="BmpImagePlugin", has_alpha=False),
    ),
    """,
    before='ExportFormat(\n        "webp",',
)

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.plan import ExportPlan
from portrait_app.ui.exporting.words import why
from portrait_app.ui.shell.messages import describe
from tests.export.making import Desk, a_desk, an_image, encoded
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


@pytest.mark.parametrize("key", ["jpg9000", "book", "no format at all"])
def test_an_unknown_encoder_is_an_error_and_writes_nothing(desk: Desk, key: str) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"))
    with pytest.raises(AppError) as caught:
        desk.export(desk.plan(key), [picture])
    assert caught.value.kind is ErrorKind.ENCODER_MISSING
    assert describe(caught.value).title == "This format cannot be written here"
    assert why(caught.value).startswith("No part of this program writes")
    assert not desk.folder.exists() or not list(desk.folder.iterdir())
    (row,) = desk.exporter.preview(desk.plan(key), [picture], 1)
    assert row.size is None


def test_what_has_no_place_for_metadata_says_so(desk: Desk, exporting: Exporting) -> None:
    picture = desk.shelf.put(encoded(an_image("RGBA"), "PNG"))
    with Image.open(desk.export_one(desk.plan("bmp"), picture)) as image:
        assert (image.format, image.mode) == ("BMP", "RGB")
    dialog = exporting.open(format="bmp")
    shown = {label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)}
    words = "Files of this format have no place for metadata: this decides about their names only."
    assert words in shown
    dialog.form.set_plan(ExportPlan("png"))
    shown = {label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)}
    assert words not in shown
