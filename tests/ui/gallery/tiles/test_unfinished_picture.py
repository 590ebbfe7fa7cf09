"""The tile of a running job shows the unfinished picture, with the state on a readable ground."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.progress import Progress
from portrait_app.ui.gallery.tiles.job_tile import JobTile
from portrait_app.ui.gallery.tiles.tile_icons import TileIcons
from portrait_app.ui.gallery.words import job_state
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from tests.support.gallery import a_failed_job, a_job

SIDE = 160
RED = QColor("#d02020")


def preview() -> QImage:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(RED)
    return image


def painted(status: JobStatus) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    tile = JobTile(ShapedTexts(QFont()), ShapedTexts(QFont()), TileIcons())
    tile.paint(painter, QRect(0, 0, SIDE, SIDE), status, QApplication.palette())
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_the_unfinished_picture_fills_the_tile_above_the_state() -> None:
    image = painted(a_job(1, elapsed=3, progress=Progress(0.5, 5, 10, preview())))
    assert image.pixelColor(SIDE // 2, SIDE // 3) == RED
    assert image.pixelColor(SIDE // 2, SIDE - 3) != RED  # shaded, so that the state can be read
    accent = QApplication.palette().color(QPalette.ColorRole.Accent)
    colours = {image.pixelColor(x, y).name() for x in range(SIDE) for y in range(SIDE - 20, SIDE)}
    assert accent.name() in colours  # the bar


@pytest.mark.usefixtures("qapp")
def test_without_a_preview_and_after_a_failure_the_words_stand_alone() -> None:
    for status in (
        a_job(1, elapsed=3, progress=Progress(0.5, 5, 10)),
        a_failed_job(1, AppError(ErrorKind.OUTCOME_UNKNOWN)),
    ):
        assert painted(status).pixelColor(SIDE // 2, SIDE // 3) != RED


def test_the_state_tells_the_step() -> None:
    assert job_state(a_job(1, elapsed=3, progress=Progress(0.5, 5, 10))) == "Making… 3\u00a0s, step 5 of 10"
    assert job_state(a_job(1, elapsed=3, fraction=0.5)) == "Making… 3\u00a0s"
