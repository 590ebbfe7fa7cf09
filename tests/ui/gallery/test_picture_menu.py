"""The menu that a right click opens, wherever pictures are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.viewer.compare_pane import ComparePane
from portrait_app.ui.viewer.compare_view import CompareView
from tests.support.library_builder import build_library
from tests.ui.curation.test_curation import Curating

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # of menus, offscreen


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot) -> Iterator[Curating]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 10)
    opened = Curating(tmp_path, qtbot)
    yield opened
    opened.program.close()


def right_click(widget: QWidget, where: QPoint) -> QMenu | None:
    """Click as a person does; return the menu that opens."""
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=where)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, where, widget.mapToGlobal(where)))
    menu = QApplication.activePopupWidget()
    return menu if isinstance(menu, QMenu) else None


def choose(menu: QMenu | None, key: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.objectName() == key).trigger()
    menu.close()


def test_it_is_about_the_picture_that_is_clicked(curating: Curating) -> None:
    curating.select(0, 1)
    menu = right_click(curating.view.viewport(), curating.view.cell_rect(4).center())
    picture_id = curating.view.gallery.id_at(4)
    assert curating.view.selected_ids() == [picture_id]
    assert menu is not None
    offered = [action.objectName() for action in menu.actions()]
    assert {"open", "favourite", "export", "trash"} <= set(offered)
    assert "restore" not in offered
    choose(menu, "favourite")
    curating.settle()
    assert curating.pictures([picture_id])[0].favourite


def test_beside_the_pictures_there_is_none(curating: Curating) -> None:
    curating.select(0)
    beyond = curating.view.cell_rect(curating.program.model.rowCount() + 1).center()
    assert right_click(curating.view.viewport(), beyond) is None


def test_while_comparing_it_is_about_the_one_that_is_clicked(curating: Curating) -> None:
    ids = curating.select(0, 1, 2)
    curating.press(Qt.Key.Key_C)
    canvas = curating.program.find(CompareView).findChildren(ComparePane)[2].canvas
    choose(right_click(canvas, canvas.rect().center()), "trash")
    curating.settle()
    assert [picture.trashed is None for picture in curating.pictures(ids)] == [True, True, False]
