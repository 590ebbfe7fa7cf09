"""Selected pictures that the grid does not show: they are counted, asked about, and never changed unasked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import AddTags
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.ui.curation.trash_controller import TrashController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.status_line import StatusLine
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.library_builder import build_library
from tests.ui.curation.test_curation import Curating

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot) -> Iterator[Curating]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 60)
    opened = Curating(tmp_path, qtbot)
    yield opened
    opened.program.close()


def search(curating: Curating, text: str) -> None:
    curating.program.find(SearchLine).setText(text)
    curating.settle()


def do(curating: Curating, key: str) -> None:
    curating.program.action(key).trigger()
    curating.settle()


def status(curating: Curating) -> str:
    return curating.program.find(StatusLine).selection_text


def answering(button: str) -> list[str]:
    """Press a button of the question that is about to be asked; return its text, once it was."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(box.text())
            next(one for one in box.findChildren(QPushButton) if button in one.text()).click()

    QTimer.singleShot(100, press)
    return said


def trashed(curating: Curating, ids: list[int]) -> list[int]:
    return [picture.id for picture in curating.pictures(ids) if picture.trashed is not None]


def test_a_search_hides_a_part_of_the_selection_and_brings_it_back(curating: Curating) -> None:
    search(curating, "portrait")
    curating.view.setFocus()
    curating.press(_Key.Key_A, _CTRL)
    found = curating.view.selected_ids()
    assert status(curating) == f"{len(found)} selected"
    curating.press(_Key.Key_Escape)  # clears the search
    assert curating.program.find(SearchLine).text() == ""
    assert curating.view.selected_ids() == found
    search(curating, "portrait woman")
    shown = curating.view.selection.shown_ids()
    hidden = len(found) - len(shown)
    assert 0 < len(shown) < len(found)
    assert status(curating) == f"{len(found)} selected, {hidden} not shown"
    inspector = curating.inspector
    assert inspector._hidden.isVisible()
    assert inspector._hidden.text() == f"{hidden} not shown"
    search(curating, "")
    assert curating.view.selected_ids() == found
    curating.press(_Key.Key_Escape)
    assert curating.view.selected_ids() == []
    assert status(curating) == ""


def test_escape_in_the_search_field_clears_the_search_then_the_selection(curating: Curating) -> None:
    curating.select(3, 4)
    line = curating.program.find(SearchLine)
    line.setFocus()
    QTest.keyClicks(line, "portrait")
    curating.settle()
    for left in ("portrait", ""):
        assert line.text() == left
        assert curating.view.selected_count() == 2
        QTest.keyClick(line, _Key.Key_Escape)
        if line.text() == left:  # the first key only closed the list of suggestions
            QTest.keyClick(line, _Key.Key_Escape)
        curating.settle()
    assert curating.view.selected_count() == 0
    assert curating.view.hasFocus()


@pytest.mark.parametrize("change", ["search", "filter", "order"])
def test_the_one_selected_picture_comes_back_into_view(curating: Curating, change: str) -> None:
    (chosen,) = curating.select(45)
    there: Callable[[], None]
    back: Callable[[], None]
    controller = curating.program.find(SearchController)
    if change == "search":
        there, back = (lambda: search(curating, "zebra")), (lambda: search(curating, ""))
    elif change == "filter":
        there, back = (lambda: controller.show_filter("trash")), (lambda: controller.show_filter("all"))
    else:
        there, back = (lambda: controller._on_order("seed")), (lambda: controller._on_order("newest"))
    for step in (there, back):
        step()
        curating.settle()
        assert curating.view.selected_ids() == [chosen]
    assert curating.view.current_id() == chosen
    assert curating.view.currentIndex().row() in curating.view.visible_rows()
    assert curating.inspector.shown == chosen


def test_an_act_asks_once_and_names_both_numbers(curating: Curating) -> None:
    ids = curating.select(0, 1, 2, 3)
    search(curating, f'"{curating.pictures(ids)[0].request.prompt}"')
    shown = curating.view.selection.shown_ids()
    assert 0 < len(shown) < 4
    said = answering("Cancel")
    do(curating, "trash")
    assert said == [f"4 selected, {4 - len(shown)} not shown"]
    assert trashed(curating, ids) == []
    said = answering("Only")
    do(curating, "rate_5")
    assert len(said) == 1
    assert [one.id for one in curating.pictures(ids) if one.rating == 5] == sorted(shown, key=ids.index)
    said = answering("All 4")
    do(curating, "trash")
    assert sorted(trashed(curating, ids)) == sorted(ids)
    assert not set(curating.view.selected_ids()) & set(ids)


def test_what_is_typed_in_the_inspector_asks_too(curating: Curating) -> None:
    ids = curating.select(0, 1)
    search(curating, "zebra")
    said = answering("All 2")
    curating.marks.edit_wanted.emit(ids, AddTags(("proof",)))
    curating.settle()
    assert said == ["2 selected, 2 not shown"]
    assert [picture.tags[-1:] for picture in curating.pictures(ids)] == [("proof",)] * 2


def test_pictures_that_left_the_library_are_not_selected(curating: Curating) -> None:
    (chosen,) = curating.select(0)
    curating.view.selection.select_ids([chosen, 99_999])
    curating.program.find(TrashController).emptied.emit()
    curating.settle()
    assert curating.view.selected_ids() == [chosen]


# --- Delete at the speed of a key that repeats ---


@pytest.mark.parametrize("order", ["newest", "rating"])
@pytest.mark.parametrize("page", ["grid", "viewer"])
def test_ten_presses_of_delete_are_ten_pictures(curating: Curating, order: str, page: str) -> None:
    curating.program.find(SearchController)._on_order(order)
    curating.settle()
    curating.select(5)
    model = curating.view.gallery
    expected, before = list(model.ids_between(5, 14)), trashed(curating, list(range(1, 61)))
    last = model.id_at(15)
    if page == "viewer":
        curating.press(_Key.Key_Space)
    where = curating.program.find(Viewer) if page == "viewer" else curating.view
    for _ in range(10):  # nothing is waited for
        QTest.keyClick(where, _Key.Key_Delete)
    assert curating.view.current_id() == last
    curating.settle()
    assert sorted(trashed(curating, list(range(1, 61)))) == sorted({*expected, *before})
    assert curating.view.selected_ids() == [last]
    for _ in range(10):
        curating.press(_Key.Key_Z, _CTRL)
    assert trashed(curating, expected) == []
    assert set(expected) <= set(model.ids_between(0, model.rowCount()))


def test_at_the_end_the_one_before_is_next(curating: Curating) -> None:
    model = curating.view.gallery
    count = model.rowCount()
    expected = list(model.ids_between(count - 4, count - 1))
    curating.select(count - 1)
    for _ in range(4):
        QTest.keyClick(curating.view, _Key.Key_Delete)
    curating.settle()
    assert sorted(trashed(curating, expected)) == sorted(expected)
    assert curating.view.current_id() == model.id_at(count - 5)


def test_what_could_not_be_deleted_comes_back(curating: Curating, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AppError(ErrorKind.DISK_FULL)

    ids = curating.select(2)
    before = list(curating.view.gallery.ids_between(0, 10))
    monkeypatch.setattr(curating.program.backend.curation, "edit", fail)
    curating.press(_Key.Key_Delete)
    assert list(curating.view.gallery.ids_between(0, 10)) == before
    assert trashed(curating, ids) == []


def test_a_closed_viewer_leaves_the_selection_alone(curating: Curating) -> None:
    curating.select(3)
    curating.press(_Key.Key_Space)
    curating.press(_Key.Key_Escape)
    ids = curating.select(6, 7, 8)
    curating.program.find(SearchController)._on_order("seed")
    curating.settle()
    assert sorted(curating.view.selected_ids()) == sorted(ids)
    assert curating.program.find(InspectorPanel).shown is None
