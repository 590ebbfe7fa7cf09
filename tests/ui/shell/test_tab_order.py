"""Tab goes through the window as the eye does, in whatever order its parts were filled."""

from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.shell.main_window import MainWindow
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
