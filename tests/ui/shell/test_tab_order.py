"""Tab goes through the window as the eye does, in whatever order its parts were filled."""

from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolBar, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.kit.notice import NoticeStack
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.main_window import MainWindow, WindowPage
from portrait_app.ui.shell.tab_order import next_by_tab
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram


def _part(widget: QWidget | None) -> str:
    """Name the part of the window that a widget is in."""
    while widget is not None and not isinstance(widget, Dock | QToolBar | MainWindow):
        if widget.accessibleName() == "Pictures":
            return "pictures"
        widget = widget.parentWidget()
    return widget.windowTitle() if isinstance(widget, Dock | QToolBar) else "the rest"


@pytest.mark.parametrize("forward", [True, False])
def test_tab_goes_from_the_pictures_to_the_panels_and_the_toolbar_and_comes_back(
    qtbot: QtBot, tmp_path: Path, *, forward: bool
) -> None:
    program = RunningProgram(tmp_path, qtbot)
    try:
        program.window.activateWindow()
        program.view.setFocus()
        stops: list[QWidget] = []
        while not stops or stops[-1] is not program.view:
            assert len(stops) < 100
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab)
            now = QApplication.focusWidget()
            assert now is not None
            assert now.isVisible()
            stops.append(now)
        parts = [part for part, _ in groupby(map(_part, stops))]
    finally:
        program.close()
    assert len(set(stops)) == len(stops) > 20
    expected = ["Create", "Inspector", "Queue", "Library", "the rest", "pictures"]
    if not forward:
        expected = [*expected[-2::-1], "pictures"]
    assert parts == expected


def test_a_deleted_widget_takes_nothing_of_the_next_one_with_it(qtbot: QtBot) -> None:
    """PySide takes the widget before another in the order for its parent, and must be told better."""
    window = QWidget()
    qtbot.addWidget(window)
    before = QPushButton(window)
    line = SearchLine(window)
    actions = line.actions()
    assert next_by_tab(window, (), forward=True) is not None
    delete(before)
    assert all(map(isValid, actions))
    line.setText("beard")
    assert any(action.isVisible() for action in actions)


def test_the_search_works_after_a_comparison(qtbot: QtBot, tmp_path: Path) -> None:
    build_library(tmp_path / "data" / "library", 5, image_side=32)
    program = RunningProgram(tmp_path, qtbot)
    qtbot.waitUntil(lambda: program.model.picture_count == 5)
    program.window.activateWindow()
    program.view.select_ids([1, 2], 1)
    qtbot.waitUntil(program.action("compare").isEnabled)
    program.action("compare").trigger()
    qtbot.waitUntil(lambda: program.window.page is WindowPage.COMPARE)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.page is WindowPage.GALLERY)
    qtbot.wait(100)  # the panes are deleted
    line = program.find(SearchLine)
    QTest.keyClicks(line, "beard")
    assert not any(
        notice.title == "Something unexpected went wrong" for notice in program.find(NoticeStack).notices
    )
    assert line.actions()[-1].isVisible()
    program.close()


def test_the_prompt_has_the_first_focus(qtbot: QtBot, tmp_path: Path) -> None:
    program = RunningProgram(tmp_path, qtbot)
    program.window.activateWindow()
    focused = program.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Prompt"
    program.close()


@pytest.mark.parametrize("forward", [True, False])
def test_without_a_focus_tab_begins_at_an_end(qtbot: QtBot, tmp_path: Path, *, forward: bool) -> None:
    program = RunningProgram(tmp_path, qtbot)
    focused = program.window.focusWidget()
    assert focused is not None
    focused.clearFocus()
    assert program.window.focusWidget() is None
    program.window.focusNextPrevChild(forward)
    focused = program.window.focusWidget()
    assert (focused is program.view) is forward
    assert focused is not None
    program.close()
