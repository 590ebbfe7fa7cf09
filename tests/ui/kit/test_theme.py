"""The look, as far as it can go wrong without anybody seeing it here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.system.paths import resources_folder
from portrait_app.ui.kit.theme import Theme
from tests.support.program import RunningProgram


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


class _StyleChanges(QObject):
    """Counts how often a widget is told that its style has changed."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() is QEvent.Type.StyleChange
        return super().eventFilter(watched, event)


def test_a_widget_deep_inside_is_not_dressed_once_for_each_widget_around_it(
    application: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(application, resources_folder())
    theme.set_appearance("dark")
    outer = inner = QWidget()
    qtbot.addWidget(outer)
    for _ in range(12):
        inner = QWidget(inner)
    outer.show()
    changes = _StyleChanges(inner)
    theme.set_appearance("light")
    assert 1 <= changes.count <= 3
    theme.deleteLater()


def test_a_window_looks_the_same_when_it_comes_back_to_its_colours(tmp_path: Path, qtbot: QtBot) -> None:
    program = RunningProgram(tmp_path, qtbot, appearance="dark")
    program.wait_for_pictures(0)
    program.view.setFocus()  # no cursor blinks there
    qtbot.waitUntil(lambda: program.is_idle)
    qtbot.wait(300)  # the last parts of the window find their places
    theme = program.find(Theme)
    before = program.window.grab().toImage()
    theme.set_appearance("light")
    qtbot.wait(50)
    assert program.window.grab().toImage() != before
    assert program.window.palette().color(QPalette.ColorRole.Window).lightness() > 200
    theme.set_appearance("dark")
    qtbot.waitUntil(lambda: program.window.grab().toImage() == before)
    program.close()


def test_buttons_of_qts_own_dialogs_have_no_icons(application: QApplication, qtbot: QtBot) -> None:
    """Icons come from one set, and Qt's green tick and red cross are not of it."""
    theme = Theme(application, resources_folder())
    theme.set_appearance("dark")
    dialog = QInputDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    buttons = dialog.findChildren(QPushButton)
    assert len(buttons) == 2
    assert all(button.icon().isNull() for button in buttons)
    theme.deleteLater()
