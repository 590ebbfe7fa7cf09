"""A finger swipes the grid, and taps as a mouse clicks; the mouse still draws a rubber band."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScroller
from pytestqt.qtbot import QtBot

from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.main_window import WindowPage
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # of menus, offscreen


@pytest.fixture(scope="module")
def device() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    build_library(tmp_path / "data" / "library", 200, image_side=16)
    opened = RunningProgram(tmp_path, qtbot)
    opened.wait_for_pictures(198)
    qtbot.waitUntil(lambda: opened.is_idle)
    opened.window.activateWindow()
    yield opened
    opened.close()


class Finger:
    """A finger on the grid. Touches go to the window, as those of a real screen do."""

    def __init__(self, view: GalleryView, device: QPointingDevice) -> None:
        self._viewport = view.viewport()
        self._window = view.window()
        self._device = device

    def press(self, where: QPoint) -> None:
        window = self._window.windowHandle()
        QTest.touchEvent(window, self._device).press(0, self._there(where), window).commit()

    def move(self, where: QPoint) -> None:
        window = self._window.windowHandle()
        QTest.touchEvent(window, self._device).move(0, self._there(where), window).commit()

    def release(self, where: QPoint) -> None:
        window = self._window.windowHandle()
        QTest.touchEvent(window, self._device).release(0, self._there(where), window).commit()

    def _there(self, where: QPoint) -> QPoint:
        return self._viewport.mapTo(self._window, where)


@pytest.fixture
def finger(program: RunningProgram, device: QPointingDevice) -> Finger:
    return Finger(program.view, device)


def swipe(finger: Finger, start: QPoint, way: QPoint) -> None:
    finger.press(start)
    for step in range(1, 13):
        QTest.qWait(10)
        finger.move(start + way * step / 12)
    finger.release(start + way)


def tap(finger: Finger, where: QPoint) -> None:
    finger.press(where)
    finger.release(where)


def test_a_swipe_scrolls_and_selects_nothing(program: RunningProgram, finger: Finger) -> None:
    view = program.view
    view.clearSelection()
    assert view.verticalScrollBar().value() == 0
    viewport = view.viewport()
    swipe(finger, QPoint(viewport.width() // 2, viewport.height() * 3 // 4), QPoint(0, -300))
    program.qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 200)
    assert view.selected_ids() == []
    scroller = QScroller.scroller(view.viewport())
    program.qtbot.waitUntil(lambda: scroller.state() is QScroller.State.Inactive, timeout=20_000)


def test_a_tap_selects_and_two_open(program: RunningProgram, finger: Finger) -> None:
    view = program.view
    where = view.cell_rect(1).center()
    tap(finger, where)
    assert view.selected_ids() == [view.gallery.id_at(1)]
    tap(finger, where)
    program.qtbot.waitUntil(lambda: program.window.page is WindowPage.VIEWER)


def test_a_long_press_opens_the_menu(program: RunningProgram, finger: Finger) -> None:
    view = program.view
    where = view.cell_rect(2).center()
    finger.press(where)
    program.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    finger.release(where)
    assert view.selected_ids() == [view.gallery.id_at(2)]


def test_a_mouse_still_draws_a_rubber_band(program: RunningProgram) -> None:
    view = program.view
    viewport = view.viewport()
    view.clearSelection()
    before = view.verticalScrollBar().value()
    start = QPoint(1, 1)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(viewport, start + QPoint(60, 60) * step)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(300, 300))
    assert len(view.selected_ids()) > 1
    assert view.verticalScrollBar().value() == before
