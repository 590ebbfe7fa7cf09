"""The viewer: one picture, its neighbours, every zoom, and a clear word where there is none."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QPixmap, QShortcut, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.viewer.canvas import PictureCanvas
from portrait_app.ui.viewer.viewer import Viewer
from portrait_app.ui.viewer.viewer_bar import ViewerBar
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.gallery import a_job, a_picture, fill
from tests.support.widgets import texts_of, the_only

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return FakeLibrary(tmp_path, FixedClock())


@pytest.fixture
def model(qtbot: QtBot, library: FakeLibrary) -> GalleryModel:
    """Five pictures, the newest with id 5, behind two jobs."""
    model = GalleryModel()
    fill(model, range(1, 6))
    model.update(library.add_pictures(5, width=400, height=200))
    model.set_jobs([a_job(1), a_job(2)])
    return model


@pytest.fixture
def viewer(qtbot: QtBot, model: GalleryModel, runner: TaskRunner, library: FakeLibrary) -> Viewer:
    viewer = Viewer(model, runner)
    qtbot.addWidget(viewer)
    viewer.attach(library.paths_of, lambda _picture_id: None)
    viewer.resize(600, 500)
    with qtbot.waitExposed(viewer):
        viewer.show()
    viewer.setFocus()
    return viewer


def canvas_of(viewer: Viewer) -> PictureCanvas:
    canvas = viewer.findChild(PictureCanvas)
    assert isinstance(canvas, PictureCanvas)
    return canvas


def button(viewer: Viewer, name: str) -> QToolButton:
    return next(found for found in viewer.findChildren(QToolButton) if found.accessibleName() == name)


def position(viewer: Viewer) -> str:
    return next(text for text in texts_of(the_only(ViewerBar, viewer)) if " of " in text)


def opened(viewer: Viewer, qtbot: QtBot, picture_id: int = 3) -> PictureCanvas:
    row = viewer._model.row_of(picture_id)
    assert row is not None
    assert viewer.show_row(row)
    qtbot.waitUntil(lambda: viewer._images.pixmap(picture_id) is not None)
    return canvas_of(viewer)


def press(viewer: Viewer, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    QTest.keyClick(canvas_of(viewer), key, modifiers)


def test_a_job_has_no_picture_to_show(viewer: Viewer) -> None:
    assert not viewer.show_row(0)
    assert not viewer.show_row(99)
    assert viewer.current_id == 0


def test_keys_go_to_the_neighbours_and_stop_at_the_ends(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    shown = QSignalSpy(viewer.current_changed)
    for key in (_Key.Key_Right, _Key.Key_PageDown, _Key.Key_Right, _Key.Key_Left, _Key.Key_Home):
        press(viewer, key)
    for key in (_Key.Key_PageUp, _Key.Key_End):
        press(viewer, key)
    assert [shown.at(place)[0] for place in range(shown.count())] == [2, 1, 2, 5, 1]


def test_the_bar_says_where_the_picture_stands(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    assert position(viewer) == "3 of 5"
    assert not button(viewer, "Fit to the window").isHidden()
    press(viewer, _Key.Key_Home)
    assert position(viewer) == "1 of 5"
    assert not button(viewer, "Previous picture").isEnabled()
    button(viewer, "Next picture").click()
    assert viewer.current_id == 4
    viewer._model.insert([a_picture(6)])
    assert position(viewer) == "3 of 6"


def test_escape_space_and_the_button_close(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    closed = QSignalSpy(viewer.closed)
    press(viewer, _Key.Key_Escape)
    press(viewer, _Key.Key_Space)
    button(viewer, "Back to the grid").click()
    assert closed.count() == 3


def test_only_this_picture_and_one_on_each_side_are_in_memory(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    qtbot.waitUntil(lambda: set(viewer._images._pixmaps) == {2, 3, 4})
    press(viewer, _Key.Key_End)
    qtbot.waitUntil(lambda: set(viewer._images._pixmaps) == {1, 2})


def test_a_stand_in_is_shown_at_once_in_the_place_of_the_picture(
    viewer: Viewer, library: FakeLibrary, qtbot: QtBot
) -> None:
    small = QPixmap(40, 20)
    small.fill(Qt.GlobalColor.red)
    viewer.attach(library.paths_of, lambda _picture_id: small)
    viewer.show_row(2)
    canvas = canvas_of(viewer)
    before = canvas.picture_rect()
    assert canvas.grab().toImage().pixelColor(300, 200) == Qt.GlobalColor.red
    qtbot.waitUntil(lambda: viewer._images.pixmap(5) is not None)
    assert canvas.picture_rect() == before
    assert canvas.grab().toImage().pixelColor(300, 200) != Qt.GlobalColor.red


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_file_that_cannot_be_shown_says_so_in_place(
    viewer: Viewer, library: FakeLibrary, qtbot: QtBot, damage: str
) -> None:
    path = library.path(library.stored(3))
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(b"no image at all")
    assert viewer.show_row(4)
    canvas = canvas_of(viewer)
    qtbot.waitUntil(lambda: canvas.message != "")
    assert not any("%" in text for text in texts_of(the_only(ViewerBar, viewer)))
    canvas.grab()
    press(viewer, _Key.Key_Right)
    qtbot.waitUntil(lambda: canvas.message == "")


def test_fit_fills_the_view_and_full_size_is_pixel_for_pixel(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = opened(viewer, qtbot)
    assert canvas.fitted
    assert canvas.zoom == pytest.approx(600 / 400)
    press(viewer, _Key.Key_1, _CTRL)
    assert canvas.picture_rect().size().toSize() == QSize(400, 200)
    assert button(viewer, "Show at 100%").isChecked()
    press(viewer, _Key.Key_Right)  # the zoom is kept for comparing
    assert canvas.zoom == 1.0
    press(viewer, _Key.Key_0, _CTRL)
    assert canvas.fitted
    press(viewer, _Key.Key_Plus, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert canvas.zoom == pytest.approx(1.5 * 1.25)
    press(viewer, _Key.Key_Minus, _CTRL)
    press(viewer, _Key.Key_Minus, _CTRL)
    press(viewer, _Key.Key_Minus, _CTRL)
    assert canvas.zoom == 1.0  # a small picture shrinks to its own size, not farther
    viewer.show_row(3)
    assert canvas.fitted


def wheel(canvas: QWidget, where: QPointF, notches: int) -> None:
    event = QWheelEvent(
        where,
        where,
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        _NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_around_the_pointer(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = opened(viewer, qtbot)
    where = QPointF(150, canvas.height() / 2 + 20)
    wheel(canvas, where, 5)
    point = canvas._picture_point(where)
    wheel(canvas, where, 2)
    moved = canvas._picture_point(where) - point
    assert moved.manhattanLength() < 0.01
    wheel(canvas, where, 99)
    assert canvas.zoom == 16.0
    canvas.grab()


def test_dragging_moves_a_large_picture_as_far_as_its_edges(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = opened(viewer, qtbot)
    canvas.set_zoom(4.0)
    before = canvas.picture_rect().topLeft()
    move = QPoint(-30, -20)
    start = QPoint(300, 200)
    QTest.mousePress(canvas, _LEFT, _NONE, start)
    for where in (start + move, start + move * 100):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(where), QPointF(where), Qt.MouseButton.NoButton, _LEFT, _NONE
        )
        QApplication.sendEvent(canvas, event)
        if where == start + move:
            assert (canvas.picture_rect().topLeft() - before).toPoint() == move
    QTest.mouseRelease(canvas, _LEFT, _NONE, start)
    assert canvas.picture_rect().right() == pytest.approx(canvas.width())
    assert canvas.picture_rect().bottom() == pytest.approx(canvas.height())


def test_a_double_click_goes_to_full_size_and_back(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = opened(viewer, qtbot)
    for expected in (1.0, 1.5):
        QTest.mouseDClick(canvas, _LEFT, _NONE, QPoint(300, 200))
        assert canvas.zoom == pytest.approx(expected)


def test_the_star_follows_the_picture_and_asks_to_be_changed(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    star = button(viewer, "Favourite")
    asked = QSignalSpy(viewer.favourite_clicked)
    star.click()
    assert asked.at(0) == [3]
    assert not star.isChecked()  # not before it is done
    viewer._model.update([a_picture(3, favourite=True)])
    assert star.isChecked()


def test_when_the_picture_goes_the_next_one_is_shown(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    closed = QSignalSpy(viewer.closed)
    viewer._model.remove([3])
    assert viewer.current_id == 2
    viewer._model.remove([1, 2])
    assert viewer.current_id == 4
    assert closed.count() == 0
    viewer._model.remove([4, 5])
    assert viewer.current_id == 0
    assert closed.count() == 1


def test_another_query_keeps_the_picture_or_goes_back(viewer: Viewer, qtbot: QtBot) -> None:
    opened(viewer, qtbot)
    closed = QSignalSpy(viewer.closed)
    fill(viewer._model, [3, 1])
    assert viewer.current_id == 3
    assert position(viewer) == "1 of 2"
    fill(viewer._model, [1])
    assert viewer.current_id == 0
    assert closed.count() == 1


def test_its_keys_are_not_the_windows(viewer: Viewer, qtbot: QtBot) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+1"), viewer)
    used = QSignalSpy(shortcut.activated)
    canvas = opened(viewer, qtbot)
    press(viewer, _Key.Key_1, _CTRL)
    assert used.count() == 0
    assert canvas.zoom == 1.0


def test_everything_is_named_for_screen_readers(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = opened(viewer, qtbot)
    assert canvas.accessibleName().startswith("portrait number 2, ")
    assert all(found.accessibleName() for found in viewer.findChildren(QToolButton))
    assert canvas.hasFocus()
