"""Pictures side by side: one sight for all, keys for the one in focus, what differs in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from portrait_app.core.picture import Picture
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.viewer.compare_pane import ComparePane
from portrait_app.ui.viewer.compare_view import CompareView
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.widgets import button_of, texts_of, the_only

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pictures(tmp_path: Path) -> list[Picture]:
    library = FakeLibrary(tmp_path, FixedClock())
    small = library.add_pictures(1, width=200, height=100)[0]
    return [*library.add_pictures(3, width=400, height=200), small]


@pytest.fixture
def compare(
    qtbot: QtBot, runner: TaskRunner, pictures: Sequence[Picture], tmp_path: Path
) -> Iterator[CompareView]:
    compare = CompareView(runner)
    qtbot.addWidget(compare)
    compare.attach(
        lambda ids: {row.id: tmp_path / row.file for row in pictures if row.id in ids}, lambda _id: None
    )
    compare.resize(800, 600)
    with qtbot.waitExposed(compare):
        compare.show()
    compare.show_pictures(pictures)
    compare.setFocus()
    qtbot.waitUntil(lambda: all(compare._images.pixmap(picture.id) for picture in pictures))
    QApplication.processEvents()
    yield compare
    compare.show_pictures([])


def press(
    compare: CompareView, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or compare, key, modifiers)


def panes(compare: CompareView) -> list[ComparePane]:
    return [pane for pane in compare.findChildren(ComparePane) if not pane.isHidden()]


def words_below(pane: ComparePane) -> str:
    return the_only(QLabel, the_only(QScrollArea, pane)).text()


def test_all_are_seen_at_the_same_place_and_zoom_whatever_their_size(compare: CompareView) -> None:
    first, *others = [pane.canvas for pane in panes(compare)]
    first.set_zoom(first.zoom * 4, QPointF(20, 30))
    wanted = first.sight
    assert wanted.zoom == pytest.approx(4)
    for canvas in others:
        assert canvas.sight.zoom == pytest.approx(wanted.zoom)
        assert canvas.sight.centre.x() == pytest.approx(wanted.centre.x())
        assert canvas.sight.centre.y() == pytest.approx(wanted.centre.y())
    press(compare, _Key.Key_0, modifiers=_CTRL)
    assert all(pane.canvas.fitted for pane in panes(compare))


def test_one_moved_moves_the_others(compare: CompareView) -> None:
    first, second, *_rest = [pane.canvas for pane in panes(compare)]
    press(compare, _Key.Key_Plus, _Key.Key_Plus, _Key.Key_Plus, modifiers=_CTRL)
    before = first.sight.centre
    middle = QPointF(second.rect().center()).toPoint()
    QTest.mousePress(second, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(second, middle.__class__(middle.x() - 30, middle.y()))
    QTest.mouseRelease(second, Qt.MouseButton.LeftButton, pos=middle)
    assert first.sight.centre.x() > before.x()
    assert first.sight.centre.x() == pytest.approx(second.sight.centre.x())


def test_the_arrows_choose_and_keys_are_about_the_one_in_focus(
    compare: CompareView, pictures: Sequence[Picture]
) -> None:
    spies = {
        name: QSignalSpy(getattr(compare, name)) for name in ("winner_picked", "current_changed", "closed")
    }
    press(compare, _Key.Key_Right, _Key.Key_Right)
    press(compare, _Key.Key_Right, _Key.Key_Right, _Key.Key_Return, _Key.Key_Left, _Key.Key_Escape)
    _one, two, three, four = [picture.id for picture in pictures]
    said = {name: [spy.at(place) for place in range(spy.count())] for name, spy in spies.items()}
    assert said == {
        "current_changed": [[two], [three], [four], [three]],
        "winner_picked": [[four]],
        "closed": [[]],
    }


def test_a_click_on_a_picture_chooses_it(compare: CompareView, pictures: Sequence[Picture]) -> None:
    QTest.mouseClick(panes(compare)[2].canvas, Qt.MouseButton.LeftButton)
    assert compare.current_id == pictures[2].id
    picked = QSignalSpy(compare.winner_picked)
    button_of(compare, "Pick as winner").click()
    assert picked.at(0) == [pictures[2].id]


def test_marks_follow_what_was_done(compare: CompareView, pictures: Sequence[Picture]) -> None:
    compare.update_pictures([replace(pictures[1], favourite=True, rating=4)])
    assert panes(compare)[1].accessibleName() == "Picture 2, favourite, 4 stars"
    assert panes(compare)[0].accessibleName() == "Picture 1"


def test_what_differs_is_said_and_marked(compare: CompareView, pictures: Sequence[Picture]) -> None:
    one = pictures[0]
    other = replace(
        one, id=2, request=one.request.with_values(prompt="a <b>blue</b> face", guidance_scale=9.5)
    )
    one = replace(one, request=one.request.with_values(prompt="a red face"))
    compare.show_pictures([one, other])
    html = words_below(panes(compare)[1])
    assert "&lt;b&gt;blue&lt;/b&gt;</b>" in html
    assert ">9.5</b>" in html
    assert "Guidance scale: 9.5" in panes(compare)[1].accessibleDescription()
    assert "Differences are marked." in texts_of(compare)
    compare.show_pictures([one, replace(one, id=2)])
    assert "The prompt and all settings are the same." in texts_of(compare)
    assert the_only(QScrollArea, panes(compare)[0]).isHidden()


def test_a_missing_file_says_so_in_its_place(
    compare: CompareView, pictures: Sequence[Picture], qtbot: QtBot
) -> None:
    gone = replace(pictures[0], id=99)
    compare.show_pictures([pictures[1], gone])
    qtbot.waitUntil(lambda: panes(compare)[1].canvas.message != "")


def test_nothing_is_held_once_it_is_closed(compare: CompareView) -> None:
    compare.show_pictures([])
    assert compare._images._pixmaps == {}
    assert compare.current_id == 0
    press(compare, _Key.Key_Return, _Key.Key_Right)


def test_a_long_prompt_leaves_room_for_the_pictures(
    compare: CompareView, pictures: Sequence[Picture]
) -> None:
    long = [" ".join([f"word{place}" for place in range(1000)]) + f" end{number}" for number in (1, 2)]
    asked = [pictures[0].request.with_values(prompt=prompt) for prompt in long]
    compare.show_pictures([replace(pictures[0], id=place, request=row) for place, row in enumerate(asked)])
    QApplication.processEvents()
    assert "end2" in words_below(panes(compare)[1])
    assert panes(compare)[1].canvas.height() > compare.height() / 2
