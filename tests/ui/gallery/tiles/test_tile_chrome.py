"""Rings and marks that are copied look like those that are drawn."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from pytestqt.qtbot import QtBot

from portrait_app.ui.gallery.tiles.tile_chrome import TileChrome
from portrait_app.ui.gallery.tiles.tile_icons import TileIcons
from portrait_app.ui.kit.shaped_texts import ShapedTexts

SHOWN = QRect(20, 14, 96, 71)


@pytest.fixture
def chrome(qtbot: QtBot) -> TileChrome:
    return TileChrome(ShapedTexts(QFont()), TileIcons())


def a_palette(accent: str) -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Accent, QColor(accent))
    return palette


def ring(chrome: TileChrome, ratio: float, *, current: bool, stroked: bool = False) -> QImage:
    """Return a ring as it is on the screen, or as a path would be."""
    image = QImage(round(140 * ratio), round(100 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if stroked:
        chrome._stroke(painter, SHOWN.adjusted(-4, -4, 4, 4), 3 if current else 2, dashed=False)
    else:
        chrome.ring(painter, SHOWN, selected=True, current=current)
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("current", [False, True])
def test_a_ring_put_together_is_the_ring_of_a_path(chrome: TileChrome, ratio: float, current: bool) -> None:
    chrome.prepare(a_palette("#ffffff"), ratio)
    put_together = ring(chrome, ratio, current=current)
    path = ring(chrome, ratio, current=current, stroked=True)
    differences = [
        abs(put_together.pixelColor(x, y).lightness() - path.pixelColor(x, y).lightness())
        for x in range(path.width())
        for y in range(path.height())
    ]
    assert max(differences) <= 2
    assert path.pixelColor(round(60 * ratio), round(11 * ratio)).lightness() > 250


def test_another_palette_has_other_rings(chrome: TileChrome) -> None:
    for accent in ("#ff0000", "#0000ff"):
        chrome.prepare(a_palette(accent), 1.0)
        image = ring(chrome, 1.0, current=False)
        colours = {image.pixelColor(x, y).name() for x in range(140) for y in range(100)}
        assert accent in colours
    assert "#ff0000" not in colours
