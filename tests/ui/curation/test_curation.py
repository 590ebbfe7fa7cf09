"""Curating in the window: many at once, taken back in order, culling by keys, notes that are never lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import (
    AddTags,
    Collect,
    CreateCollection,
    DeleteCollection,
    Marks,
    RenameCollection,
    SetNote,
    SetRating,
)
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.picture import Picture
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.curation import controller
from portrait_app.ui.curation.chip import Chip
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.marks_editor import MarksEditor
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.search.filter_bar import FilterBar
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.toast import Toast
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

COUNT = 30
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Curating:
    """A program on a library, and what a person sees of it."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.home = home
        self.qtbot = qtbot
        self.program = RunningProgram(home, qtbot)
        self.view = self.program.view
        self.curation = self.program.find(CurationController)
        self.inspector = self.program.find(InspectorPanel)
        self.marks = self.program.find(MarksEditor)
        self.settle()
        self.program.window.activateWindow()
        self.view.setFocus()

    def settle(self) -> None:
        """Wait until nothing is under way; what arrives may ask for more."""
        for _ in range(5):
            self.qtbot.waitUntil(lambda: self.program.is_idle)
            QApplication.processEvents()

    def select(self, *rows: int) -> list[int]:
        """Select pictures by row, and return their ids."""
        ids = [self.view.gallery.id_at(row) for row in rows]
        self.view.go_to(ids[0])
        for picture_id in ids[1:]:
            index = self.view.gallery.index_of(picture_id)
            self.view.selectionModel().select(index, self.view.selectionModel().SelectionFlag.Select)
        self.settle()
        return ids

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key, modifiers)
        self.settle()

    def pictures(self, ids: list[int]) -> list[Picture]:
        found: list[Picture] = []
        self.program.find(GalleryController).fetch(ids, found.extend)
        self.qtbot.waitUntil(lambda: len(found) == len(ids))
        return found

    def everything(self) -> list[Picture]:
        return self.pictures(list(range(1, COUNT + 1)))

    @property
    def toast(self) -> Toast:
        return self.program.find(Toast)

    @property
    def undo_text(self) -> str:
        return self.program.action("undo").text()

    def chips(self) -> list[str]:
        shown = [chip for chip in self.marks.findChildren(Chip) if not chip.isHidden()]
        return [chip.findChildren(QToolButton)[0].accessibleName() for chip in shown]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a library of its own, in which nothing is marked."""
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, COUNT)
    return tmp_path


@pytest.fixture
def curating(home: Path, qtbot: QtBot) -> Iterator[Curating]:
    opened = Curating(home, qtbot)
    yield opened
    opened.program.close()


def test_every_edit_of_many_goes_back_and_comes_again_on_one_stack(curating: Curating) -> None:
    first = curating.everything()
    states = [first]
    curating.curation.edit((), CreateCollection("May"))
    curating.settle()
    acts: tuple[Callable[[], object], ...] = (
        curating.program.action("rate_3").trigger,
        curating.program.action("favourite").trigger,
        lambda: curating.curation.edit(curating.view.selected_ids(), AddTags(("client-a", "new"))),
        lambda: curating.curation.edit(curating.view.selected_ids(), SetNote("for print")),
        lambda: curating.curation.edit(curating.view.selected_ids(), Collect("May")),
        curating.program.action("trash").trigger,
    )
    for number, act in enumerate(acts):
        curating.select(number, number + 1, number + 2)
        act()
        curating.settle()
        states.append(curating.everything())
        assert states[-1] != states[-2]
    for expected in reversed(states[:-1]):
        curating.press(Qt.Key.Key_Z, _CONTROL)
        assert curating.everything() == expected
    for expected in states[1:-1]:
        curating.press(Qt.Key.Key_Z, _CONTROL | _SHIFT)
        assert curating.everything() == expected


def test_the_menu_names_what_would_be_taken_back(curating: Curating) -> None:
    assert curating.undo_text == "&Undo"
    assert not curating.program.action("undo").isEnabled()
    curating.select(0, 1, 2)
    curating.curation.rate(curating.view.selected_ids(), 5)
    curating.settle()
    assert curating.undo_text == "&Undo: 5 stars for 3 pictures"
    assert curating.toast.isVisible()
    curating.toast.findChildren(QPushButton)[0].click()
    curating.settle()
    assert curating.undo_text == "&Undo"
    assert curating.program.action("redo").text() == "&Redo: 5 stars for 3 pictures"


def test_wishes_are_carried_out_in_order_however_fast_they_come(curating: Curating) -> None:
    (picture_id,) = curating.select(0)
    before = curating.pictures([picture_id])[0]
    for stars in (1, 2, 5, 4):
        curating.curation.rate([picture_id], stars)
    curating.program.action("undo").trigger()  # while none of them is done
    curating.curation.toggle_favourite([picture_id])
    curating.program.action("undo").trigger()
    curating.settle()
    now = curating.pictures([picture_id])[0]
    assert (now.rating, now.favourite) == (5, before.favourite)
    assert curating.undo_text == "&Undo: 5 stars for 1 picture"


def test_the_star_of_the_inspector_is_filled_for_a_favourite(curating: Curating) -> None:
    (chosen,) = curating.select(3)
    action = curating.program.action("favourite")
    if curating.pictures([chosen])[0].favourite:
        action.trigger()
        curating.settle()
    outline = action.icon().pixmap(24, 24).toImage()
    action.trigger()
    curating.settle()
    assert action.isChecked()
    assert action.icon().pixmap(24, 24).toImage() != outline
    action.trigger()
    curating.settle()
    assert action.icon().pixmap(24, 24).toImage() == outline


def test_very_many_go_in_slices_and_come_back_whole(
    curating: Curating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "SLICE", 7)
    first = curating.everything()
    curating.view.selectAll()
    curating.program.action("favourite").trigger()
    curating.settle()
    curating.curation.edit(curating.view.selected_ids(), AddTags(("all-of-them",)))
    curating.settle()
    selected = curating.view.selected_count()
    assert curating.undo_text == f"&Undo: “all-of-them” for {selected} pictures"
    assert selected > 14
    curating.press(Qt.Key.Key_Z, _CONTROL)
    curating.press(Qt.Key.Key_Z, _CONTROL)
    assert curating.everything() == first


@pytest.mark.logs_warnings
def test_what_fails_is_not_on_the_stack_and_what_was_done_of_it_is(
    curating: Curating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "SLICE", 2)
    ids = curating.select(0, 1, 2, 3)
    first = curating.pictures(ids)
    library, calls = curating.curation._curation, 0
    real = library.edit

    def edit(*given: object) -> object:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise AppError(ErrorKind.DISK_FULL, "full")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "edit", edit)
    curating.curation.edit(ids, AddTags(("x",)))
    curating.settle()
    assert curating.undo_text == "&Undo: “x” for 2 pictures"
    curating.curation.edit(ids, SetRating(1))
    curating.settle()
    assert curating.undo_text == "&Undo: “x” for 2 pictures"
    curating.curation.undo()
    curating.settle()
    assert curating.pictures(ids) == first


# --- culling ---


@pytest.mark.parametrize("viewer", [False, True])
def test_auto_advance_goes_on_with_each_key(curating: Curating, viewer: bool) -> None:
    ids = [curating.view.gallery.id_at(row) for row in range(5)]
    curating.program.action("auto_advance").trigger()
    curating.select(0)
    curating.view.setFocus()
    if viewer:
        curating.press(Qt.Key.Key_Return)
        assert curating.program.window.page is WindowPage.VIEWER
    favourite = curating.pictures([ids[1]])[0].favourite
    for key in (Qt.Key.Key_4, Qt.Key.Key_F, Qt.Key.Key_Delete, Qt.Key.Key_0):
        QTest.keyClick(QApplication.focusWidget() or curating.view, key)  # faster than the library answers
    curating.settle()
    assert curating.view.current_id() == ids[4]
    if viewer:
        assert curating.program.find(Viewer).current_id == ids[4]
    rated, marked, trashed, unrated = curating.pictures(ids[:4])
    assert (rated.rating, marked.favourite, unrated.rating) == (4, not favourite, 0)
    assert trashed.trashed is not None
    curating.press(Qt.Key.Key_Z, _CONTROL)
    assert curating.program.settings.value("auto_advance") is True


def test_without_auto_advance_the_picture_stays(curating: Curating) -> None:
    (picture_id,) = curating.select(3)
    curating.view.setFocus()
    curating.press(Qt.Key.Key_5)
    assert curating.view.current_id() == picture_id
    assert curating.pictures([picture_id])[0].rating == 5


# --- tags ---


def test_tags_are_typed_for_all_that_are_selected_and_told_apart(curating: Curating) -> None:
    ids = curating.select(0, 1, 2)
    curating.curation.edit(ids, AddTags(("old",)))
    curating.curation.edit(ids[:1], AddTags(("only one",)))
    curating.settle()
    line = curating.marks.tag_line
    line.setFocus()
    line.insert("Été, 🎨, old")
    curating.press(Qt.Key.Key_Return)
    assert line.text() == ""
    chips = curating.chips()
    assert {"old", "Été", "🎨"} < set(chips)
    assert "only one, 1 of 3" in chips
    for picture in curating.pictures(ids):
        assert {"old", "Été", "🎨"} <= set(picture.tags)
    curating.marks._tags.removed.emit("only one")
    curating.settle()
    assert "only one" not in curating.pictures(ids[:1])[0].tags


@pytest.mark.parametrize("typed", ["x" * 10_000, "!!!", ",".join(map(str, range(51)))])
def test_what_cannot_be_a_tag_is_explained_and_stays_in_the_line(curating: Curating, typed: str) -> None:
    ids = curating.select(0)
    before = curating.pictures(ids)
    line = curating.marks.tag_line
    line.setText(typed)
    line.setFocus()
    curating.press(Qt.Key.Key_Return)
    assert curating.marks._problem.isVisibleTo(curating.marks)
    assert line.text() == typed
    assert curating.pictures(ids) == before


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # of the list, offscreen
def test_tags_in_use_are_completed_after_the_last_comma(curating: Curating, qtbot: QtBot) -> None:
    curating.curation.edit(curating.select(5), AddTags(("heliotrope",)))
    curating.settle()
    curating.select(0)
    line = curating.marks.tag_line
    line.setFocus()
    curating.settle()
    QTest.keyClicks(line, "first, heli")
    completer = line.completer()
    assert completer.currentCompletion() == "first, heliotrope"


def test_a_chip_leads_to_all_with_its_tag(curating: Curating) -> None:
    ids = curating.select(2, 4)
    curating.curation.edit(ids, AddTags(('a "b" c',)))
    curating.settle()
    curating.marks.tag_chosen.emit('a "b" c')
    curating.settle()
    shown = [curating.view.gallery.id_at(row) for row in range(curating.program.model.picture_count)]
    assert shown == sorted(ids, reverse=True)


# --- notes ---


def test_a_note_is_written_when_the_selection_changes_and_to_whom_it_was_written(
    curating: Curating,
) -> None:
    one, other = curating.select(0)[0], curating.view.gallery.id_at(1)
    curating.marks.note.setFocus()
    QTest.keyClicks(curating.marks.note, "warm light")
    curating.view.go_to(other)
    curating.settle()
    first, second = curating.pictures([one, other])
    assert (first.note, second.note) == ("warm light", "")
    assert curating.marks.note.note == ""
    curating.curation.undo()
    curating.settle()
    assert curating.pictures([one])[0].note == ""


def test_a_note_is_written_after_a_pause_and_the_cursor_stays(curating: Curating, qtbot: QtBot) -> None:
    (picture_id,) = curating.select(0)
    note = curating.marks.note
    note._pause.setInterval(1)
    note.setFocus()
    QTest.keyClicks(note, "one ")
    qtbot.waitUntil(lambda: curating.pictures([picture_id])[0].note == "one")
    curating.settle()
    QTest.keyClicks(note, "two")
    qtbot.waitUntil(lambda: curating.pictures([picture_id])[0].note == "one two")
    curating.settle()
    assert note.toPlainText() == "one two"
    assert note.textCursor().position() == len("one two")
    curating.curation.undo()  # one step, however many pauses
    curating.settle()
    assert curating.pictures([picture_id])[0].note == ""


def test_a_note_for_many_takes_the_place_of_different_ones(curating: Curating) -> None:
    ids = curating.select(0, 1)
    curating.curation.edit(ids[:1], SetNote("mine"))
    curating.settle()
    note = curating.marks.note
    assert note.toPlainText() == ""
    assert "Different notes" in note.placeholderText()
    curating.select(3)
    assert curating.pictures(ids)[0].note == "mine"  # looking changes nothing
    curating.select(0, 1)
    note.setFocus()
    QTest.keyClicks(note, "both")
    curating.view.setFocus()
    curating.settle()
    assert [picture.note for picture in curating.pictures(ids)] == ["both", "both"]


def test_a_note_is_not_lost_when_the_window_is_closed(home: Path, qtbot: QtBot) -> None:
    curating = Curating(home, qtbot)
    (picture_id,) = curating.select(0)
    curating.marks.note.setFocus()
    QTest.keyClicks(curating.marks.note, "the last words")
    curating.curation.rate([picture_id], 5)
    curating.curation.rate([picture_id], 2)
    curating.program.close()
    again = Curating(home, qtbot)
    (picture,) = again.pictures([picture_id])
    assert (picture.note, picture.rating) == ("the last words", 2)
    again.program.close()


def test_a_note_written_where_something_could_be_done_again_is_a_step_of_its_own(curating: Curating) -> None:
    both = curating.select(0, 1)
    curating.curation.edit(both[:1], SetNote("first"))
    curating.curation.edit(both, SetNote("for both"))
    curating.curation.undo()
    curating.curation.edit(both[:1], SetNote("second"))
    curating.settle()
    assert not curating.program.action("redo").isEnabled()
    for note in ("first", ""):
        curating.curation.undo()
        curating.settle()
        assert [picture.note for picture in curating.pictures(both)] == [note, ""]


def test_a_collection_deleted_twice_at_once_comes_back_by_one_step(curating: Curating) -> None:
    ids = curating.select(0, 1)
    curating.curation.edit(ids, CreateCollection("May"), Collect("May"))
    for edit in (DeleteCollection("May"), DeleteCollection("May"), RenameCollection("May", "June")):
        curating.curation.edit((), edit)  # wished for before the list has changed
    curating.curation.edit((), CreateCollection("July"))
    curating.curation.edit((), CreateCollection("July"))
    curating.settle()
    curating.curation.undo()
    curating.curation.undo()
    curating.settle()
    assert [picture.collections for picture in curating.pictures(ids)] == [("May",), ("May",)]


def test_forgotten_pictures_are_taken_out_of_what_can_be_taken_back(curating: Curating, home: Path) -> None:
    first, second, third = curating.select(0, 1, 2)
    for ids, stars in (([first], 1), ([first, second], 2), ([third], 3)):
        curating.curation.rate(ids, stars)
    curating.settle()
    curating.curation.undo()
    curating.settle()
    for picture in curating.pictures([first, third]):
        (home / "data" / "library" / picture.file).unlink(missing_ok=True)  # others show the same file
    curating.program.find(HousekeepingController).forget([first, third])
    curating.settle()
    assert curating.undo_text == "&Undo: 2 stars for 1 picture"
    assert not curating.program.action("redo").isEnabled()
    curating.press(Qt.Key.Key_Z, _CONTROL)
    assert [picture.rating for picture in curating.pictures([second])] == [0]
    assert not curating.program.action("undo").isEnabled()


def test_marks_of_one_and_of_several_are_shown(curating: Curating) -> None:
    ids = curating.select(0, 1)
    curating.curation.rate(ids, 4)
    curating.settle()
    assert curating.program.action("rate_4").isChecked()
    assert not curating.inspector._prompt.isVisibleTo(curating.inspector)
    curating.select(0)
    assert curating.inspector._prompt.isVisibleTo(curating.inspector)
    assert Marks.of(curating.pictures(ids[:1])[0]).rating == 4
    assert curating.program.find(FilterBar).isVisible()
