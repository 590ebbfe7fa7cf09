"""Comparing in the whole program: begun from the grid, marked, taken back, left by every way out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.library_builder import build_library
from tests.ui.curation.test_curation import Curating

_Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot) -> Iterator[Curating]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 30)
    opened = Curating(tmp_path, qtbot)
    opened.view.setFocus()
    yield opened
    opened.program.close()


def compared(curating: Curating, *rows: int) -> tuple[CompareView, list[int]]:
    ids = curating.select(*rows)
    curating.press(_Key.Key_C)
    compare = curating.program.find(CompareView)
    assert compare.shown_ids == ids
    assert compare.isVisible()
    return compare, ids


def selected(curating: Curating) -> list[int]:
    return curating.view.selected_ids()


@pytest.mark.parametrize(("count", "offered"), [(1, False), (2, True), (4, True), (5, False)])
def test_it_is_offered_for_two_to_four(curating: Curating, count: int, offered: bool) -> None:
    curating.select(*range(count))
    assert curating.program.action("compare").isEnabled() is offered
    curating.press(_Key.Key_C)
    assert curating.program.find(CompareView).isVisible() is offered


def test_escape_goes_back_to_the_same_place_and_selection(curating: Curating) -> None:
    compare, ids = compared(curating, 20, 21, 22)
    place = curating.view.verticalScrollBar().value()
    curating.press(_Key.Key_Escape)
    assert not compare.isVisible()
    assert compare.shown_ids == []
    assert selected(curating) == ids
    assert curating.view.verticalScrollBar().value() == place
    assert curating.view.hasFocus()


def test_a_narrow_window_sets_the_panel_on_the_left_aside_meanwhile(curating: Curating) -> None:
    window, panel = curating.program.window, curating.program.find(ParameterPanel)
    window.resize(1100, 720)
    curating.settle()
    width = panel.width()
    compared(curating, 0, 1, 2)
    assert not panel.isVisible()
    kept = window.geometry_text()
    curating.press(_Key.Key_Escape)
    curating.settle()
    assert panel.isVisible()
    assert panel.width() == width
    window.restore_geometry_text(*kept)
    assert panel.isVisible()  # a program that ends while pictures are compared comes back with it


def test_the_winner_is_a_favourite_says_so_and_can_be_taken_back(curating: Curating) -> None:
    _compare, ids = compared(curating, 0, 1, 2)
    before = curating.pictures(ids)
    curating.press(_Key.Key_Right)
    curating.press(_Key.Key_Return)
    assert curating.pictures(ids)[1].favourite
    assert selected(curating) == [ids[1]]
    assert curating.toast.isVisible()
    assert curating.toast.accessibleName() == "Picked: it is now a favourite"
    curating.press(_Key.Key_Z, _CONTROL)
    assert curating.pictures(ids) == before


def test_what_goes_to_the_trash_leaves_and_undo_brings_it_back_to_its_place(curating: Curating) -> None:
    compare, ids = compared(curating, 0, 1, 2, 3)
    curating.press(_Key.Key_Plus, _CONTROL)
    zoom = compare._panes[0].canvas.sight.zoom
    curating.press(_Key.Key_Right)
    curating.press(_Key.Key_Delete)
    assert compare.shown_ids == [ids[0], *ids[2:]]
    assert compare.current_id == ids[2]
    assert compare._current is QApplication.focusWidget()
    assert compare._panes[1].canvas.sight.zoom == pytest.approx(zoom)
    curating.press(_Key.Key_3)
    assert curating.pictures([ids[2]])[0].rating == 3
    curating.press(_Key.Key_Z, _CONTROL)
    curating.press(_Key.Key_Z, _CONTROL)
    assert compare.shown_ids == ids
    assert compare.isVisible()
    assert compare.current_id == ids[2]


def test_the_menu_and_the_inspector_are_about_the_one_in_focus(curating: Curating) -> None:
    compare, ids = compared(curating, 0, 1, 2)
    before = curating.pictures(ids)
    assert curating.inspector.shown == ids[0]
    curating.press(_Key.Key_Right)
    assert curating.inspector.shown == ids[1]
    curating.program.action("rate_4").trigger()
    curating.marks.tag_line.entered.emit("winner")
    curating.settle()
    curating.press(_Key.Key_F)
    marked = curating.pictures(ids)
    assert [picture.rating for picture in marked] == [before[0].rating, 4, before[2].rating]
    assert [picture.tags for picture in marked] == [(), ("winner",), ()]
    assert curating.program.action("favourite").isChecked()
    assert compare._panes[1].accessibleName() == "Picture 2, favourite, 4 stars"
    for _ in range(3):
        curating.press(_Key.Key_Z, _CONTROL)
    assert curating.pictures(ids) == before
    assert not curating.program.action("favourite").isChecked()
    curating.press(_Key.Key_Escape)
    assert selected(curating) == ids
    assert curating.view.current_id() == ids[1]
    assert curating.inspector.shown is None  # it is about all three again


def test_what_came_back_from_the_trash_is_selected_with_the_others(curating: Curating) -> None:
    compare, ids = compared(curating, 0, 1, 2)
    curating.press(_Key.Key_Delete)
    curating.press(_Key.Key_Z, _CONTROL)
    assert compare.shown_ids == ids
    curating.press(_Key.Key_Escape)
    assert selected(curating) == ids


def test_with_auto_advance_each_key_is_for_the_next(curating: Curating) -> None:
    curating.program.action("auto_advance").setChecked(True)
    compare, ids = compared(curating, 0, 1, 2, 3)
    for key in (_Key.Key_1, _Key.Key_2, _Key.Key_Delete, _Key.Key_4):
        curating.press(key)
    marked = curating.pictures(ids)
    assert [marked[place].rating for place in (0, 1, 3)] == [1, 2, 4]
    assert compare.shown_ids == [ids[0], ids[1], ids[3]]


def test_opening_from_the_comparison_shows_the_one_in_focus(curating: Curating) -> None:
    _compare, ids = compared(curating, 0, 1, 2)
    curating.press(_Key.Key_Right)
    curating.program.action("open").trigger()
    curating.settle()
    assert curating.program.window.page is WindowPage.VIEWER
    assert curating.program.find(Viewer).current_id == ids[1]
    assert curating.inspector.shown == ids[1]


def test_tab_goes_through_the_pictures_and_on_through_the_window(curating: Curating) -> None:
    compare, _ids = compared(curating, 0, 1, 2)
    first, second, third = compare._panes
    assert QApplication.focusWidget() is first
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) not in seen:
        assert widget is not None
        seen.append(widget)
        QTest.keyClick(widget, _Key.Key_Tab)
    assert QApplication.focusWidget() is first
    assert seen[:3] == [first, second, third]
    names = [widget.accessibleName() for widget in seen]
    assert "Back to the grid" in names
    assert "Search the library" in names
    assert seen[-1] is compare._pick


def test_one_alone_is_nothing_to_compare(curating: Curating) -> None:
    compare, ids = compared(curating, 0, 1)
    curating.press(_Key.Key_Delete)
    assert not compare.isVisible()
    assert selected(curating) == [ids[1]]
    curating.toast.findChildren(QPushButton)[0].click()
    curating.settle()
    assert curating.pictures(ids)[0].trashed is None


def test_another_filter_ends_it_for_good(curating: Curating) -> None:
    compare, ids = compared(curating, 0, 1, 2, 3)
    curating.program.find(FilterBar)._buttons["today"].click()
    curating.settle()
    assert not compare.isVisible()
    assert compare.shown_ids == []
    curating.curation.move_to_trash(ids[:1])
    curating.settle()
    assert not compare.isVisible()  # it does not come back by itself


def test_a_search_shows_what_it_finds_and_leaves_the_keys_to_the_field(curating: Curating) -> None:
    compare, _ids = compared(curating, 0, 1)
    line = curating.program.find(SearchLine)
    line.setFocus()
    QTest.keyClicks(line, "portrait")
    curating.settle()
    assert not compare.isVisible()
    assert line.hasFocus()


def test_pictures_in_the_trash_can_be_compared_and_marked(curating: Curating) -> None:
    trashed = curating.select(0, 1)
    curating.curation.move_to_trash(trashed)
    curating.settle()
    curating.program.find(FilterBar)._buttons["trash"].click()
    curating.settle()
    compare, ids = compared(curating, 0, 1)
    curating.press(_Key.Key_5)
    assert compare.shown_ids == ids
    assert curating.pictures(ids)[0].rating == 5


def test_the_viewer_has_nothing_to_compare(curating: Curating) -> None:
    curating.select(3)
    curating.press(_Key.Key_Return)
    curating.press(_Key.Key_C)
    assert not curating.program.find(CompareView).isVisible()


@pytest.mark.parametrize("larger", [1.0, 1.3])
def test_four_pictures_have_room_in_a_small_window(curating: Curating, larger: float) -> None:
    curating.program.window.resize(1100, 720)
    font = QApplication.font()
    usual = font.pointSizeF()
    font.setPointSizeF(usual * larger)
    QApplication.setFont(font)
    try:
        compare, ids = compared(curating, 0, 1, 2, 3)
        wordy = [
            replace(picture, request=picture.request.with_values(prompt=f"portrait {picture.id} " * 50))
            for picture in curating.pictures(ids)
        ]
        compare.show_pictures(wordy)  # more words than there is room for in any font
        curating.settle()
        heights = [pane.canvas.height() for pane in compare._panes]
        assert min(heights) >= compare.height() / 2 * 0.4, (heights, compare.height())
        assert max(heights) - min(heights) <= 1
        scrolled = compare._panes[0]._scroll.verticalScrollBar()
        assert scrolled.maximum() > 0
        curating.press(_Key.Key_PageDown)
        assert scrolled.value() > 0
    finally:
        font.setPointSizeF(usual)
        QApplication.setFont(font)
