"""AVIF, which Qt does not know: imported, shown in the grid, and named where it is broken."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.image_reader import read_image
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from tests.support.foreign import INFOTEXT, comment, unicode
from tests.support.program import RunningProgram


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(tmp_path / "home", qtbot)
    running.wait_for_pictures(0)
    yield running
    running.close()


def avif(mode: str = "RGB", colour: object = (200, 40, 40)) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (640, 960), colour).save(file, "AVIF", exif=comment(unicode(INFOTEXT)))  # type: ignore[arg-type]
    return file.getvalue()


def test_it_is_imported_with_its_settings_and_shown(program: RunningProgram, qtbot: QtBot) -> None:
    path = program.home / "picture.avif"
    path.write_bytes(avif())
    file, image = program.backend.reader.read(path)
    assert (file.format, file.width, file.height) == ("avif", 640, 960)
    assert file.settings is not None
    picture = program.backend.importing.add(file, image)
    assert picture.file.endswith(".avif")
    assert program.backend.library.path(picture).read_bytes() == path.read_bytes()
    program.find(GalleryController).pictures_arrived([picture])
    images = program.find(TileImages)
    qtbot.waitUntil(lambda: images.pixmap(picture.id) is not None, timeout=30_000)
    shown = images.pixmap(picture.id)
    assert shown is not None
    colour = shown.toImage().pixelColor(shown.width() // 2, shown.height() // 2)
    assert max(abs(a - b) for a, b in zip(colour.getRgb()[:3], (200, 40, 40), strict=True)) < 12  # type: ignore[index]


def test_it_is_decoded_whole_and_with_what_shows_through(program: RunningProgram) -> None:
    path = program.home / "picture.avif"
    path.write_bytes(avif("RGBA", (10, 200, 10, 0)))
    assert (read_image(path).width(), read_image(path).height()) == (640, 960)
    small = read_image(path, 96)
    assert (small.width(), small.height()) == (64, 96)
    assert small.pixelColor(3, 3).alpha() == 0


def test_half_of_it_is_broken_and_another_format_is_named(program: RunningProgram) -> None:
    path = program.home / "picture.avif"
    path.write_bytes(avif()[:200])
    with pytest.raises(AppError) as broken:
        program.backend.reader.read(path)
    assert broken.value.kind is ErrorKind.IMAGE_DAMAGED
    assert not broken.value.facts["format"]
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40))
    with pytest.raises(AppError) as other:
        program.backend.reader.read(path)
    assert (other.value.kind, other.value.facts["format"]) == (ErrorKind.REPLY_UNREADABLE, "HEIC")
