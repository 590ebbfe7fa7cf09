"""Icons are glyphs of the palette's colours, in any size."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.icons import icon
from tests.support.every_action import every_row


def colours(made: QIcon, mode: QIcon.Mode, state: QIcon.State = QIcon.State.Off) -> set[str]:
    image = made.pixmap(QSize(64, 64), 1.0, mode, state).toImage()
    drawn = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in drawn if colour.alpha() == 255}


@pytest.mark.parametrize("name", sorted({row.icon for row in every_row() if row.icon}))
def test_every_action_has_a_glyph(qtbot: QtBot, name: str) -> None:
    assert colours(icon(name), QIcon.Mode.Normal)


def test_colours_are_those_of_the_palette_at_the_moment(qtbot: QtBot) -> None:
    star = icon("star-fill")
    before = QGuiApplication.palette()
    changed = QPalette(before)
    changed.setColor(QPalette.ColorRole.ButtonText, QColor("#102030"))
    changed.setColor(QPalette.ColorRole.Accent, QColor("#405060"))
    QGuiApplication.setPalette(changed)
    try:
        assert colours(star, QIcon.Mode.Normal) == {"#102030"}
        assert colours(star, QIcon.Mode.Normal, QIcon.State.On) == {"#405060"}
    finally:
        QGuiApplication.setPalette(before)


def test_no_size_is_no_pixmap(qtbot: QtBot) -> None:
    assert icon("star").pixmap(QSize(0, 0)).isNull()
