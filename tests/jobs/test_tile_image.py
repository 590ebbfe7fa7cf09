"""The image of a tile: fitted, with round corners."""

import pytest
from PySide6.QtGui import QColor, QImage

from portrait_app.jobs.thumbnails.tile_image import tile_image


def an_image(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


@pytest.mark.parametrize(("width", "height", "expected"), [(300, 300, (100, 100)), (50, 25, (100, 50))])
def test_a_picture_is_fitted_into_its_cell_with_round_corners(
    width: int, height: int, expected: tuple[int, int]
) -> None:
    image = tile_image(an_image(width, height), 100, 6)
    assert (image.width(), image.height()) == expected
    assert image.pixelColor(0, 0).alpha() < 40
    assert image.pixelColor(50, 25) == QColor("#336699")


def test_an_extreme_shape_is_still_an_image() -> None:
    assert tile_image(an_image(4000, 1), 64, 6).height() == 1
