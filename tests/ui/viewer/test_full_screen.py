"""The full screen and the slideshow, in the whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.viewer.resting_pointer import RestingPointer
from portrait_app.ui.viewer.slideshow import Slideshow
from portrait_app.ui.viewer.viewer import Viewer
from portrait_app.ui.viewer.viewer_bar import ViewerBar
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

_Key = Qt.Key


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    build_library(tmp_path / "data" / "library", 5, image_side=32)
    opened = RunningProgram(tmp_path, qtbot)
    opened.wait_for_pictures(5)
    qtbot.waitUntil(lambda: opened.is_idle)
    opened.window.activateWindow()
    opened.view.setFocus()
    yield opened
    opened.close()


def visible_docks(program: RunningProgram) -> set[str]:
    return {dock.objectName() for dock in program.window.findChildren(QDockWidget) if dock.isVisible()}


def press(program: RunningProgram, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or program.window, key)
    QApplication.processEvents()


def test_the_pointer_rests_with_the_mouse(program: RunningProgram) -> None:
    viewer = program.find(Viewer)
    (timer,) = program.find(RestingPointer).findChildren(QTimer)
    timer.setInterval(100)

    def is_hidden() -> bool:
        return viewer.cursor().shape() is Qt.CursorShape.BlankCursor

    program.view.go_to(program.view.gallery.id_at(0))
    program.qtbot.waitUntil(lambda: program.action("open").isEnabled())
    program.action("open").trigger()
    QTest.qWait(300)
    assert not is_hidden()  # beside panels the pointer stays
    press(program, _Key.Key_F11)
    program.qtbot.waitUntil(is_hidden)
    timer.setInterval(60_000)
    QTest.mouseMove(program.window.windowHandle(), QPoint(200, 200))
    program.qtbot.waitUntil(lambda: not is_hidden())
    timer.start(10)
    program.qtbot.waitUntil(is_hidden)
    press(program, _Key.Key_Escape)
    program.qtbot.waitUntil(lambda: not is_hidden())


def test_the_picture_alone_and_back(program: RunningProgram) -> None:
    window, docks = program.window, visible_docks(program)
    press(program, _Key.Key_F11)
    program.qtbot.waitUntil(window.isFullScreen)
    assert visible_docks(program) == docks  # the grid keeps its panels
    program.view.go_to(program.view.gallery.id_at(0))
    program.qtbot.waitUntil(lambda: program.action("open").isEnabled())
    program.action("open").trigger()
    bar = program.find(ViewerBar)
    program.qtbot.waitUntil(lambda: not bar.isVisible())
    assert visible_docks(program) == set()
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    assert program.action("full_screen").isChecked()
    press(program, _Key.Key_Escape)
    program.qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.page is WindowPage.VIEWER
    assert visible_docks(program) == docks
    assert bar.isVisible()
    assert window.menuBar().isVisible()
    press(program, _Key.Key_F11)
    program.qtbot.waitUntil(lambda: window.isFullScreen() and not bar.isVisible())
    press(program, _Key.Key_F11)
    program.qtbot.waitUntil(lambda: not window.isFullScreen() and bar.isVisible())
    press(program, _Key.Key_Escape)
    program.qtbot.waitUntil(lambda: window.page is WindowPage.GALLERY)


def test_the_next_start_has_its_panels_again(tmp_path: Path, qtbot: QtBot) -> None:
    build_library(tmp_path / "data" / "library", 5, image_side=32)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(5)
    docks = visible_docks(program)
    program.action("slideshow").trigger()
    qtbot.waitUntil(lambda: visible_docks(program) == set())
    program.close()
    again = RunningProgram(tmp_path, qtbot)
    again.wait_for_pictures(5)
    assert visible_docks(again) == docks
    assert not again.window.isFullScreen()
    again.close()


def test_a_slideshow_goes_round_pauses_and_ends(program: RunningProgram) -> None:
    program.settings.set("slideshow_seconds", 1)
    viewer, show = program.find(Viewer), program.find(Slideshow)
    timer = show.findChild(QTimer)
    assert isinstance(timer, QTimer)
    program.view.go_to(program.view.gallery.id_at(3))
    program.action("slideshow").trigger()
    assert program.window.isFullScreen()
    seen = [viewer.current_id]

    def go_on() -> None:
        program.qtbot.waitUntil(lambda: viewer.is_ready and timer.isActive())
        timer.timeout.emit()  # a second is over
        seen.append(viewer.current_id)

    for _ in range(5):
        go_on()
    assert seen == [2, 1, 5, 4, 3, 2]
    press(program, _Key.Key_Space)
    assert not timer.isActive()
    assert program.window.page is WindowPage.VIEWER
    press(program, _Key.Key_Space)
    assert timer.isActive()
    press(program, _Key.Key_Left)
    assert timer.isActive()
    press(program, _Key.Key_Escape)
    assert not timer.isActive()
    assert not program.action("slideshow").isChecked()
    program.qtbot.waitUntil(lambda: not program.window.isFullScreen())


def test_a_slideshow_by_itself(program: RunningProgram) -> None:
    program.settings.set("slideshow_seconds", 1)
    program.action("slideshow").trigger()
    viewer = program.find(Viewer)
    first = viewer.current_id
    program.qtbot.waitUntil(lambda: viewer.current_id not in {0, first}, timeout=20_000)
    program.action("slideshow").trigger()
    assert not program.find(Slideshow).is_on
