"""The grid as a person meets it: seen, selected, zoomed, scrolled, read out, at any size."""

from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from portrait_app.ui.gallery.grid_geometry import GAP
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import NewestFirst
from portrait_app.ui.gallery.picture_set import PictureSet
from portrait_app.ui.gallery.tiles.tile_actions import TileAction
from portrait_app.ui.gallery.view import GalleryView
from tests.support.gallery import a_job, a_picture, falling, fill

_Key = Qt.Key
_LEFT = Qt.MouseButton.LeftButton
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


_NO_PARENT = QModelIndex()


class CountingModel(GalleryModel):
    """Counts what is asked of it, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def rowCount(self, parent: Any = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        self.asked["rows"] += 1
        return super().rowCount(parent)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        self.asked["data"] += 1
        return super().data(index, role)

    def flags(self, index: Any) -> Qt.ItemFlag:
        self.asked["flags"] += 1
        return super().flags(index)


@pytest.fixture
def model(qtbot: QtBot) -> GalleryModel:
    return CountingModel()


@pytest.fixture
def view(qtbot: QtBot, model: GalleryModel) -> Iterator[GalleryView]:
    """A grid of five columns: 5 * (100 + 8) + 8, and the scroll bar."""
    view = GalleryView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.set_cell_size(100)
    view.resize(5 * 108 + GAP + view.verticalScrollBar().sizeHint().width(), 400)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    yield view
    view.close()


def press(view: GalleryView, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    for key in keys:
        QTest.keyClick(view, key, modifiers)


def click(view: GalleryView, row: int, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    view.scrollTo(view.model().index(row, 0))
    QTest.mouseClick(view.viewport(), _LEFT, modifiers, view.cell_rect(row).center())


def scroll(view: GalleryView, value: int) -> None:
    view.verticalScrollBar().setValue(value)
    QApplication.processEvents()


def top_of(view: GalleryView, picture_id: int) -> int:
    row = view.gallery.row_of(picture_id)
    assert row is not None
    return view.cell_rect(row).top()


# --- arithmetic ---


@pytest.mark.parametrize("size", [(320, 200), (559, 400), (1100, 700), (90, 300)])
@pytest.mark.parametrize("cell", [64, 151, 512])
def test_every_visible_cell_is_found_where_it_is_painted(
    view: GalleryView, model: GalleryModel, size: tuple[int, int], cell: int
) -> None:
    fill(model, range(1, 301))
    view.resize(*size)
    view.set_cell_size(cell)
    for value in (0, 137, 10**9):
        scroll(view, value)
        rows = view.visible_rows()
        assert rows
        for row in rows:
            index = model.index(row)
            assert view.indexAt(view.visualRect(index).center()) == index
    assert rows.stop == 300


def test_the_scroll_bar_is_there_only_when_needed(view: GalleryView, model: GalleryModel) -> None:
    bar = view.verticalScrollBar()
    fill(model, range(1, 16))  # three lines of 108 pixels
    QApplication.processEvents()
    assert bar.maximum() == 0
    assert not bar.isVisible()
    fill(model, range(1, 22))
    QApplication.processEvents()
    assert bar.isVisible()
    assert bar.maximum() == 5 * 108 + GAP - 400
    assert view.grid.columns == 5


# --- a million ---


def test_a_million_pictures_cost_what_a_screenful_costs(
    view: GalleryView, model: CountingModel, qtbot: QtBot
) -> None:
    def cost(act: Any) -> int:
        QApplication.processEvents()
        model.asked.clear()
        act()
        view.viewport().repaint()
        QApplication.processEvents()
        assert model.asked["rows"] < 2000
        return model.asked["data"] + model.asked["flags"]

    screenful = 300  # questions about 20 cells
    assert cost(lambda: model.show(NewestFirst(falling(1_000_000)))) < screenful
    assert cost(view.selectAll) < screenful
    assert view.selected_count() == 1_000_000
    assert cost(lambda: view.set_cell_size(110)) < screenful
    assert cost(lambda: scroll(view, 9_000_000)) < screenful
    assert cost(lambda: model.insert([a_picture(1_000_001)])) < screenful
    assert cost(lambda: press(view, _Key.Key_End)) < screenful
    assert cost(lambda: press(view, _Key.Key_Home, modifiers=_SHIFT)) < screenful
    assert view.selected_count() == 1_000_001
    assert cost(lambda: model.remove([999_999])) < screenful
    assert cost(lambda: press(view, _Key.Key_F)) < screenful  # no search by typing
    model.set_jobs([a_job(1)])
    view.clearSelection()
    QAccessible.setActive(True)
    assert cost(view.selectAll) < screenful
    QAccessible.setActive(False)
    assert view.selected_count() == 1_000_000


def test_edits_of_a_scattered_selection_look_at_it_once(
    view: GalleryView, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """800 pictures in two of four columns once took half a second for each key."""
    fill(model, range(1, 1601))
    chosen = [number for number in range(1, 1601) if number % 4 < 2]
    view.select_ids(chosen, chosen[0])
    walks: list[PictureSet] = []
    walk = PictureSet.__iter__

    def noted(pictures: PictureSet) -> Iterator[int]:
        walks.append(pictures)
        return walk(pictures)

    monkeypatch.setattr(PictureSet, "__iter__", noted)
    changes, resets = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    model.update([a_picture(number, favourite=True) for number in chosen])
    assert view.selected_count() == 800
    assert (changes.count(), walks) == (1, [])
    model.remove(chosen)
    assert view.selected_count() == 1  # the neighbour
    assert resets.count() == 1
    assert len(walks) < 10
    model.insert([a_picture(number) for number in chosen])
    assert resets.count() == 2
    assert model.picture_count == 1600


# --- the keyboard ---


def test_keys_move_through_lines_and_pages(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 38))  # seven lines and two more

    def row_after(*keys: Qt.Key) -> int:
        press(view, *keys)
        return view.currentIndex().row()

    assert row_after(_Key.Key_Right) == 0  # nothing was current
    assert row_after(_Key.Key_Right, _Key.Key_Right) == 2
    assert row_after(_Key.Key_Down) == 7
    assert row_after(_Key.Key_Left) == 6
    assert row_after(_Key.Key_Up, _Key.Key_Up) == 1
    assert row_after(_Key.Key_PageDown) == 16  # three lines fit
    assert row_after(_Key.Key_End) == 36
    assert row_after(_Key.Key_Down) == 36
    assert row_after(_Key.Key_PageUp) == 21
    assert row_after(_Key.Key_Home) == 0
    assert row_after(_Key.Key_PageUp, _Key.Key_Left) == 0
    view.setCurrentIndex(model.index(33))
    assert row_after(_Key.Key_Down) == 36  # the last line is shorter
    view.setCurrentIndex(model.index(32))
    assert row_after(_Key.Key_PageDown) == 32
    assert view.currentIndex().row() in view.visible_rows()


def test_shift_and_control_select_as_everywhere(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 101))
    click(view, 7)
    assert view.selected_ids() == [93]
    press(view, _Key.Key_Down, modifiers=_SHIFT)
    assert view.selected_ids() == [93, 92, 91, 90, 89, 88]
    press(view, _Key.Key_Left, modifiers=_CTRL)
    assert view.currentIndex().row() == 11
    assert view.selected_count() == 6
    press(view, _Key.Key_Home, modifiers=_SHIFT)
    assert view.selected_ids() == list(range(100, 88, -1))
    press(view, _Key.Key_A, modifiers=_CTRL)
    assert view.selected_count() == 100
    click(view, 3)
    click(view, 9, _SHIFT)
    click(view, 5, _CTRL)
    click(view, 50, _CTRL)
    assert view.selected_ids() == [97, 96, 94, 93, 92, 91, 50]


def test_enter_opens_and_space_looks(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 10))
    opened, looked = QSignalSpy(view.activated), QSignalSpy(view.quick_look)
    press(view, _Key.Key_Space)
    assert looked.count() == 0  # nothing to look at yet
    press(view, _Key.Key_Right, _Key.Key_Right, _Key.Key_Return, _Key.Key_Space)
    assert [opened.at(0)[0].row(), looked.at(0)[0].row()] == [1, 1]
    click(view, 4)
    QTest.mouseDClick(view.viewport(), _LEFT, _NONE, view.cell_rect(4).center())
    assert opened.at(1)[0].row() == 4


# --- the pointer ---


def drag(view: GalleryView, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    QTest.mousePress(view.viewport(), _LEFT, modifiers, start)
    for where in (start + QPoint(1, 1), (start + end) / 2, end):
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(where),
            QPointF(view.viewport().mapToGlobal(where)),
            Qt.MouseButton.NoButton,
            _LEFT,
            modifiers,
        )
        QApplication.sendEvent(view.viewport(), event)


def test_a_rubber_band_selects_what_it_touches(view: GalleryView, model: GalleryModel, qtbot: QtBot) -> None:
    fill(model, range(1, 101))
    start = view.cell_rect(6).topLeft() - QPoint(4, 4)
    end = view.cell_rect(13).center()
    drag(view, start, end)
    assert not view.band.isEmpty()
    assert view.selected_ids() == [94, 93, 92, 89, 88, 87]
    QTest.mouseRelease(view.viewport(), _LEFT, _NONE, end)
    assert view.band.isEmpty()
    assert view.selected_count() == 6
    drag(view, start, view.cell_rect(6).center(), _CTRL)
    QTest.mouseRelease(view.viewport(), _LEFT, _CTRL, view.cell_rect(6).center())
    assert view.selected_ids() == [93, 92, 89, 88, 87]


def test_a_click_beside_the_pictures_selects_nothing(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 4))
    click(view, 1)
    QTest.mouseClick(view.viewport(), _LEFT, _NONE, QPoint(300, 350))
    assert view.selected_ids() == []


@pytest.mark.parametrize("action", list(TileAction))
def test_a_click_on_a_mark_does_what_it_shows(
    view: GalleryView, model: GalleryModel, action: TileAction
) -> None:
    marked = action in (TileAction.UNFAVOURITE, TileAction.RESTORE)
    model.show(NewestFirst(array("q", [2, 1])))
    model.update([a_picture(2), a_picture(1, favourite=marked, trashed=marked)])
    picture = model.picture(1)
    assert picture is not None
    spies = {
        TileAction.FAVOURITE: QSignalSpy(view.favourite_clicked),
        TileAction.UNFAVOURITE: QSignalSpy(view.favourite_clicked),
        TileAction.TRASH: QSignalSpy(view.trash_clicked),
        TileAction.RESTORE: QSignalSpy(view.restore_clicked),
    }
    where = view._tiles.offered(picture, view.cell_rect(1), active=True)[action].center()
    QTest.mouseClick(view.viewport(), _LEFT, _NONE, where)
    assert spies[action].at(0) == [1]
    assert view.selected_ids() == []  # the selection is another matter
    QTest.mousePress(view.viewport(), _LEFT, _NONE, where)
    QTest.mouseRelease(view.viewport(), _LEFT, _NONE, view.cell_rect(1).center())
    assert spies[action].count() == 1  # let go elsewhere


def test_only_a_favourite_shows_its_star_by_itself(view: GalleryView) -> None:
    cell = view.grid.rect(0)
    offered = view._tiles.offered
    assert offered(a_picture(1), cell, active=False) == {}
    assert set(offered(a_picture(1, favourite=True), cell, active=False)) == {TileAction.UNFAVOURITE}
    assert set(offered(a_picture(1), cell, active=True)) == {TileAction.FAVOURITE, TileAction.TRASH}


def test_selected_pictures_are_dragged_as_their_files(
    view: GalleryView, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(model, range(1, 31))
    asked: list[list[int]] = []
    view._find_files = lambda ids, found: asked.append(list(ids))
    click(view, 3)
    click(view, 5, _SHIFT)
    drag(view, view.cell_rect(4).center(), view.cell_rect(4).center() + QPoint(60, 60))
    assert asked == [[27, 26, 25]]
    QTest.mouseRelease(view.viewport(), _LEFT, _NONE, view.cell_rect(9).center())


# --- zoom ---


def wheel(view: GalleryView, where: QPoint, notches: int, modifiers: Qt.KeyboardModifier = _CTRL) -> None:
    event = QWheelEvent(
        QPointF(where),
        QPointF(view.viewport().mapToGlobal(where)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_around_the_picture_under_the_pointer(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 2001))
    scroll(view, 8000)
    where = QPoint(380, 170)
    row = view.indexAt(where).row()
    part = (where.y() - view.cell_rect(row).top()) / view.grid.side
    sizes = QSignalSpy(view.cell_size_changed)
    for notches in (1, 1, 1, -2, 4, -1):
        wheel(view, where, notches)
        rect = view.cell_rect(row)
        assert abs(rect.top() + part * rect.height() - where.y()) <= 4
    assert sizes.count() == 6
    assert sizes.at(5)[0] == view.cell_size > 100
    value = view.verticalScrollBar().value()
    wheel(view, where, -1, _NONE)
    assert view.verticalScrollBar().value() > value


def test_small_turns_of_a_touch_pad_zoom_too(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 100))
    event_size = view.cell_size
    for _ in range(3):
        QApplication.sendEvent(
            view.viewport(),
            QWheelEvent(
                QPointF(50, 50),
                QPointF(50, 50),
                QPoint(),
                QPoint(0, 4),
                Qt.MouseButton.NoButton,
                _CTRL,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
    assert view.cell_size == event_size + 3


def test_the_slider_zooms_around_the_current_picture_or_the_first(
    view: GalleryView, model: GalleryModel
) -> None:
    fill(model, range(1, 2001))
    view.setCurrentIndex(model.index(1003))
    centre = view.cell_rect(1003).center().y()
    for side in (140, 64, 300):
        view.set_cell_size(side)
        assert abs(view.cell_rect(1003).center().y() - centre) <= 2
    view._zoom.let_go()
    scroll(view, view.grid.top(50))
    first = view.visible_rows().start
    view.set_cell_size(90)
    assert first in view.visible_rows()
    assert 1003 not in view.visible_rows()


def test_the_zoom_has_ends(view: GalleryView) -> None:
    sizes = QSignalSpy(view.cell_size_changed)
    view.set_cell_size(9999)
    view.set_cell_size(513)
    assert view.cell_size == 512
    view.set_cell_size(1)
    assert view.cell_size == 64
    assert sizes.count() == 2


# --- pictures that come and go ---


def test_pictures_that_arrive_leave_what_is_seen_where_it_is(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 201))
    click(view, 2)
    click(view, 8, _SHIFT)
    selected = view.selected_ids()
    scroll(view, 1000)
    first = model.id_at(view.visible_rows().start)
    top = top_of(view, first)
    for number in range(201, 213):  # one by one: each moves every picture by a cell
        model.insert([a_picture(number)])
        assert top_of(view, first) == top
    model.set_jobs([a_job(number) for number in range(7)])
    assert top_of(view, first) == top
    model.remove(range(205, 213))
    assert top_of(view, first) == top
    assert view.selected_ids() == selected
    assert model.id_at(view.currentIndex().row()) == 192


def test_at_the_top_a_new_picture_is_simply_seen(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 201))
    model.insert([a_picture(201)])
    assert view.verticalScrollBar().value() == 0
    assert view.indexAt(view.cell_rect(0).center()).data(GalleryModel.ID) == 201


def test_a_narrower_window_keeps_the_first_visible_picture(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 501))
    scroll(view, 4000)
    first = model.id_at(view.visible_rows().start)
    top = top_of(view, first)
    view.resize(300, 420)
    QApplication.processEvents()
    assert view.grid.columns == 2
    assert abs(top_of(view, first) - top) <= 2


def test_when_the_selected_picture_goes_its_neighbour_is_selected(
    view: GalleryView, model: GalleryModel
) -> None:
    fill(model, range(1, 11))
    click(view, 4)
    model.remove([6])
    assert view.selected_ids() == [5]
    assert view.currentIndex().row() == 4
    click(view, 8)
    model.remove([1])
    assert view.selected_ids() == [2]
    model.remove(range(1, 11))
    assert view.selected_ids() == []


def test_a_job_that_goes_selects_nothing(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 11))
    model.set_jobs([a_job(1), a_job(2)])
    view.selectionModel().setCurrentIndex(model.index(5), QItemSelectionModel.SelectionFlag.NoUpdate)
    model.set_jobs([a_job(2)])
    assert view.selected_ids() == []
    assert view.currentIndex().row() == 4


def test_another_query_keeps_the_selection_and_brings_it_back(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 301))
    click(view, 100)
    click(view, 104, _CTRL)
    model.show(NewestFirst(array("q", range(300, 0, -2))))
    assert view.selected_ids() == [200, 196]
    assert model.id_at(view.currentIndex().row()) == 196
    assert view.currentIndex().row() in view.visible_rows()
    model.show(NewestFirst(array("q", [7])))
    assert view.selected_ids() == [200, 196]
    assert view.selection.hidden_count == 2
    assert not view.currentIndex().isValid()
    scroll(view, 0)
    fill(model, range(1, 301))
    assert view.selected_ids() == [200, 196]
    assert view.selection.hidden_count == 0
    assert view.current_id() == 196
    assert view.currentIndex().row() in view.visible_rows()


def test_going_to_a_picture_selects_it_alone_though_ctrl_is_held_down(
    view: GalleryView, model: GalleryModel
) -> None:
    fill(model, range(1, 31))
    view.go_to(5)
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # Qt takes Ctrl for held down now
    view.go_to(9)
    assert view.selected_ids() == [9]
    QTest.keyClick(view, Qt.Key.Key_Shift)


def test_going_to_a_picture(view: GalleryView, model: GalleryModel) -> None:
    fill(model, range(1, 301))
    view.go_to(17)
    assert view.selected_ids() == [17]
    assert view.current_id() == 17
    assert model.row_of(17) in view.visible_rows()
    view.go_to(9999)
    assert view.current_id() == 17


# --- screen readers ---


def test_a_screen_reader_finds_a_list_of_named_pictures(view: GalleryView, model: GalleryModel) -> None:
    model.show(NewestFirst(falling(5000)))
    model.update([a_picture(5000, prompt="red hair", favourite=True)])
    model.set_jobs([a_job(1)])
    QApplication.processEvents()
    shown = QAccessible.queryAccessibleInterface(view)
    assert shown.role() == QAccessible.Role.List
    assert shown.text(QAccessible.Text.Name) == "Pictures"
    assert shown.childCount() == 5001
    job, picture = shown.child(0), shown.child(1)
    assert picture.role() == QAccessible.Role.ListItem
    assert job.text(QAccessible.Text.Name) == "Waiting, job 1"
    assert picture.text(QAccessible.Text.Name).startswith("red hair, ")
    assert picture.text(QAccessible.Text.Name).endswith(", favourite")
    where = view.viewport().mapFromGlobal(picture.rect().center())
    assert view.indexAt(where).row() == 1


def test_a_screen_reader_is_told_where_the_keyboard_is(
    view: GalleryView, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.child()))
    fill(model, range(1, 30))
    QAccessible.setActive(True)
    press(view, _Key.Key_Right, _Key.Key_Right)
    QAccessible.setActive(False)
    assert told == [0, 1]


# --- paint ---


def test_every_kind_of_tile_can_be_painted(view: GalleryView, model: GalleryModel) -> None:
    silent = view.grab().toImage()
    view.set_empty_text("Nothing here yet.")
    empty = view.grab().toImage()
    assert empty != silent
    assert view.accessibleDescription() == "Nothing here yet."
    fill(model, range(1, 8))
    model.update([a_picture(7, favourite=True), a_picture(6, trashed=True)])
    model.set_jobs([a_job(1, elapsed=2), a_job(2, elapsed=9, fraction=0.4), a_job(3)])
    view._images._on_failed(5)
    view.selectionModel().select(model.index(4), QItemSelectionModel.SelectionFlag.Select)
    view.setCurrentIndex(QModelIndex())
    for side in (64, 200, 512):
        view.set_cell_size(side)
        assert view.grab().toImage() != empty


def test_bars_move_only_while_a_job_knows_no_fraction(
    view: GalleryView, model: GalleryModel, qtbot: QtBot
) -> None:
    fill(model, range(1, 3))
    model.set_jobs([a_job(1, elapsed=1)])
    qtbot.waitUntil(lambda: view._bars.moving)
    before = view._bars._frame
    qtbot.waitUntil(lambda: view._bars._frame > before)
    model.set_jobs([a_job(1, elapsed=2, fraction=0.1)])
    qtbot.waitUntil(lambda: not view._bars.moving)


def test_bars_stand_still_where_motion_is_unwelcome(view: GalleryView, model: GalleryModel) -> None:
    class Calm(QProxyStyle):
        def styleHint(  # noqa: N802 - Qt's name
            self, hint: Any, option: Any = None, widget: Any = None, data: Any = None
        ) -> int:
            if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
                return 0
            return super().styleHint(hint, option, widget, data)

    style = Calm()
    style.setParent(view)  # under a style sheet the view's own style goes on using it to the end
    view.setStyle(style)
    model.set_jobs([a_job(1, elapsed=1)])
    view.grab()
    assert not view._bars.moving
