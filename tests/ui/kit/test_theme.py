"""The look, as far as it can go wrong without anybody seeing it here."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from portrait_app.system.paths import resources_folder
from portrait_app.ui.kit.theme import Theme


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    before = qapp.font()
    yield qapp
    qapp.setFont(before)


def test_text_has_a_font_by_name_that_the_one_of_the_icons_cannot_stand_in_for(
    application: QApplication,
) -> None:
    asked = application.font()
    asked.setFamily("Sans Serif")
    application.setFont(asked)
    size = asked.pointSizeF()
    theme = Theme(application, resources_folder())
    font = application.font()
    theme.deleteLater()
    assert font.family() == QFontInfo(font).family() != "Sans Serif"
    assert font.pointSizeF() == size
