"""Search, order, stars and saved searches in the whole window, with a real library of 300 pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.picture import Picture
from portrait_app.core.ports.backend import Backend
from portrait_app.program import Program
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.empty_state import EmptyState
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.place_hints import PlaceHints
from portrait_app.ui.gallery.star_row import StarRow
from portrait_app.ui.kit.suggestion_list import SuggestionList
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.shell.status_line import StatusLine
from portrait_app.ui.viewer.viewer import Viewer
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.widgets import texts_of

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier


class Searching:
    """A running program, and what a person does in it."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.home = home
        self.qtbot = qtbot
        self.program = self._start()

    def _start(self) -> RunningProgram:
        program = RunningProgram(self.home, self.qtbot)
        program.window.activateWindow()
        self.qtbot.waitUntil(lambda: program.model.picture_count > 0 or program.is_idle)
        return program

    def restart(self) -> None:
        self.program.close()
        self.program = self._start()
        self.settle()

    @property
    def field(self) -> SearchLine:
        return self.program.find(LibraryBar).search

    @property
    def suggestions(self) -> SuggestionList:
        return self.field._list

    @property
    def status(self) -> str:
        return self.program.find(StatusLine)._count.text()

    @property
    def pictures(self) -> list[Picture]:
        """Everything that is shown, read from the library in its order."""
        ids = list(self.program.model.ids_between(0, 10**6))
        backend = self.program.backend
        return backend.library.pictures(ids)

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.program.is_idle)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        self.field.setFocus()
        self.field.clear()
        QTest.keyClicks(self.field, text)
        self.settle()

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key, modifiers)
        self.settle()

    def empty_text(self) -> str:
        state = self.program.view.findChild(EmptyState)
        assert isinstance(state, EmptyState)
        return texts_of(state)[0] if state.isVisible() else ""

    def empty_buttons(self) -> dict[str, QPushButton]:
        state = self.program.view.findChild(EmptyState)
        assert isinstance(state, EmptyState)
        return {button.text(): button for button in state.findChildren(QPushButton) if button.isVisible()}


@pytest.fixture
def searching(tmp_path: Path, qtbot: QtBot) -> Iterator[Searching]:
    build_library(tmp_path / "data" / "library", 300, image_side=32)
    searching = Searching(tmp_path, qtbot)
    searching.settle()
    yield searching
    searching.program.close()


def answer_name(name: str | None) -> None:
    """Give a name, or none, to the next question for one."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            QTimer.singleShot(20, answer)
        elif name is None:
            dialog.reject()
        else:
            dialog.setTextValue(name)
            dialog.accept()

    QTimer.singleShot(20, answer)


def steps_of(picture: Picture) -> int:
    return int(picture.request.values["num_inference_steps"])


def chosen_in(button: QToolButton, text: str, submenu: str = "") -> QAction:
    """Return an action of a button's menu."""
    actions = button.menu().actions()
    if submenu:
        (menu,) = [action.menu() for action in actions if action.text() == submenu]
        assert isinstance(menu, QMenu)
        actions = menu.actions()
    (action,) = [action for action in actions if action.text() == text]
    return action


# --- the field ---


def test_typing_filters_and_says_how_many_of_how_many(searching: Searching) -> None:
    everything = len(searching.pictures)
    assert searching.status == f"{everything} pictures"
    searching.type("sailor")
    found = searching.pictures
    assert found
    assert all("sailor" in picture.request.prompt for picture in found)
    assert searching.status == f"{len(found)} of {everything} pictures"
    searching.type("sailor -golden steps:>30")
    assert {picture.id for picture in searching.pictures} == {
        picture.id for picture in found if "golden" not in picture.request.prompt and steps_of(picture) > 30
    }
    searching.press(_Key.Key_Escape)
    assert searching.field.text() == ""
    assert searching.field.hasFocus()
    assert searching.status == f"{everything} pictures"
    searching.press(_Key.Key_Escape)
    assert searching.program.view.hasFocus()


def test_keys_go_to_the_field_and_from_there_to_the_grid(searching: Searching) -> None:
    searching.program.view.setFocus()
    searching.press(_Key.Key_Return)
    assert searching.program.find(Viewer).isVisible()
    searching.press(_Key.Key_F, modifiers=_CTRL)
    assert searching.field.hasFocus()
    assert searching.program.view.isVisible()
    for key in (_Key.Key_Down, _Key.Key_Return):
        searching.type("portrait")
        searching.press(key)
        assert searching.program.view.hasFocus()


def test_a_mistake_is_explained_below_and_the_last_result_stays(searching: Searching) -> None:
    searching.type("sailor")
    found = searching.pictures
    searching.field.setText("sailor steps:many")
    searching.qtbot.waitUntil(lambda: "“many”" in searching.field.problem)
    assert searching.field.property("invalid") is True
    assert searching.pictures == found
    assert QApplication.activeModalWidget() is None
    searching.field.setText("sailor steps:>0")
    assert searching.field.problem == ""
    assert searching.field.property("invalid") is False
    searching.settle()
    assert len(searching.pictures) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "word " * 2000,
        '" OR 1=1 -- "',
        "NEAR(a b) AND * ^ {} prompt:",
        "'; DROP TABLE pictures; --",
        "👩🏽‍🎨 🎭 é́́",
        "صورة لامرأة שלום",
        "a\0b",
        "half \ud83d",
        "\u202eevil \u2028 lines",
        "steps:" + "9" * 400,
        "date:99999-99-99",
        "-" * 3000,
        '"' * 3001,
        "a:" * 3000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_hostile_text_is_just_text(searching: Searching, text: str) -> None:
    searching.field.setFocus()
    QApplication.clipboard().setText(text)
    searching.field.paste()
    searching.settle()
    searching.field.setText(text)
    searching.settle()
    assert [dialog for dialog in searching.program.window.findChildren(QDialog) if dialog.isVisible()] == []
    searching.field.clear()
    searching.settle()
    assert len(searching.pictures) == 297
    searching.program.settings.save()  # what is kept of it can be written


def test_fields_and_known_values_are_completed_by_keys(searching: Searching) -> None:
    searching.type("sche")
    assert searching.suggestions.isVisible()
    searching.press(_Key.Key_Down, _Key.Key_Return)
    assert searching.field.text() == "scheduler:"
    searching.qtbot.waitUntil(lambda: searching.suggestions.model().rowCount() == 5)
    searching.press(_Key.Key_Down, _Key.Key_Down, _Key.Key_Down, _Key.Key_Tab)
    assert searching.field.text() == 'scheduler:"Euler a" '
    assert searching.field.hasFocus()
    assert not searching.suggestions.isVisible()
    assert {picture.request.values["scheduler"] for picture in searching.pictures} == {"Euler a"}


def test_the_list_of_fields_is_a_key_away_and_closes_with_escape(searching: Searching) -> None:
    searching.field.setFocus()
    searching.press(_Key.Key_Space, modifiers=_CTRL)
    assert searching.suggestions.isVisible()
    assert searching.suggestions.model().rowCount() > 10
    searching.press(_Key.Key_Up)  # the last one
    assert searching.suggestions.has_choice
    searching.press(_Key.Key_Escape)
    assert not searching.suggestions.isVisible()
    assert searching.field.hasFocus()
    searching.field.list_fields()
    listed = searching.suggestions.model()
    rating = next(
        index for row in range(20) if str((index := listed.index(row, 0)).data()).startswith("rating:")
    )
    QTest.mouseClick(
        searching.suggestions.viewport(),
        Qt.MouseButton.LeftButton,
        pos=searching.suggestions.visualRect(rating).center(),
    )
    assert searching.field.text() == "rating:"


def test_what_is_typed_while_the_library_is_opened_is_searched_for(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_library(tmp_path / "data" / "library", 30, image_side=32)
    opened = Program._attach

    def typed_before(program: Program, backend: Backend) -> None:
        program.window.findChildren(LibraryBar)[0].search.setText("steps:>60")
        opened(program, backend)

    monkeypatch.setattr(Program, "_attach", typed_before)
    searching = Searching(tmp_path, qtbot)
    searching.settle()
    assert searching.field.text() == "steps:>60"
    assert all(steps_of(picture) > 60 for picture in searching.pictures)
    assert 0 < len(searching.pictures) < 30
    searching.program.close()


# --- nothing found ---


def test_an_empty_result_says_why_and_offers_a_way_out(searching: Searching) -> None:
    searching.program.find(LibraryBar).filters.chosen.emit("favourites")
    searching.type("zebra")
    assert searching.empty_text() == "No picture in Favourites matches “zebra”."
    buttons = searching.empty_buttons()
    assert list(buttons) == ["Clear the search", "Search all pictures"]
    buttons["Search all pictures"].click()
    searching.settle()
    assert searching.empty_text() == "No picture matches “zebra”."
    button = searching.empty_buttons()["Clear the search"]
    button.setFocus()
    QTest.keyClick(button, _Key.Key_Space)
    searching.settle()
    assert searching.field.text() == ""
    assert searching.empty_text() == ""
    assert searching.program.view.hasFocus()
    assert len(searching.pictures) == 297


def test_an_empty_filter_offers_everything(searching: Searching) -> None:
    searching.program.view.selectAll()
    searching.program.find(LibraryBar).filters.chosen.emit("today")
    searching.settle()
    if not searching.pictures:  # the builder's newest picture may be of today
        searching.empty_buttons()["Show all pictures"].click()
        searching.settle()
        assert len(searching.pictures) == 297


# --- order, and what is remembered ---


def test_every_order_sorts_and_is_remembered_with_the_search(searching: Searching) -> None:
    bar = searching.program.find(LibraryBar)
    searching.type("portrait")
    for label, key in (
        ("Oldest first", lambda picture: picture.id),
        ("Seed", lambda picture: picture.seed),
        ("Most expensive", lambda picture: -(picture.cost or 0)),
    ):
        chosen_in(bar.sort, label).trigger()
        searching.settle()
        pictures = searching.pictures
        assert pictures == sorted(pictures, key=key)
        assert label in bar.sort.accessibleName()
    searching.restart()
    bar = searching.program.find(LibraryBar)
    assert searching.field.text() == "portrait"
    assert bar.sort.text() == "Most expensive"
    assert all("portrait" in picture.request.prompt for picture in searching.pictures)


def test_searches_are_saved_renamed_deleted_and_brought_back(searching: Searching) -> None:
    bar = searching.program.find(LibraryBar)
    assert not chosen_in(bar.saved, "Save this search…").isEnabled()
    searching.type("sailor")
    answer_name("Sea & men")
    chosen_in(bar.saved, "Save this search…").trigger()
    searching.type("queen")
    answer_name(None)
    bar.search.save_wanted.emit()
    answer_name("Royals")
    bar.search.save_wanted.emit()
    searching.restart()
    bar = searching.program.find(LibraryBar)
    chosen_in(bar.saved, "Sea && men").trigger()
    searching.settle()
    assert searching.field.text() == "sailor"
    answer_name("Sea")
    chosen_in(bar.saved, "Sea && men", "Rename").trigger()
    chosen_in(bar.saved, "Royals", "Delete").trigger()
    assert [action.text() for action in bar.saved.menu().actions() if action.text()] == [
        "Save this search…",
        "Sea",
        "Rename",
        "Delete",
    ]
    undo = [b for b in searching.program.window.findChildren(QPushButton) if b.text() == "Undo"]
    undo[0].click()
    chosen_in(bar.saved, "Royals").trigger()
    assert searching.field.text() == "queen"


# --- stars ---


def rating_of(searching: Searching, picture_id: int) -> int:
    picture = searching.program.model.picture(picture_id)
    return -1 if picture is None else picture.rating


def test_digits_rate_in_the_grid_and_the_viewer_and_nowhere_else(searching: Searching) -> None:
    view = searching.program.view
    view.setFocus()
    searching.press(_Key.Key_Home, _Key.Key_Right)
    picture_id = view.current_id()
    searching.press(_Key.Key_4)
    assert rating_of(searching, picture_id) == 4
    assert "4 stars" in str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    searching.press(_Key.Key_Return)
    assert searching.program.find(Viewer).isVisible()
    searching.press(_Key.Key_2)
    assert rating_of(searching, picture_id) == 2
    searching.press(_Key.Key_Escape)
    panel = searching.program.find(ParameterPanel)
    elsewhere = [
        searching.field,
        *panel.findChildren(QLineEdit),
        *(box for box in panel.findChildren(QComboBox) if box.isEnabled()),
        searching.program.find(LibraryBar).sort,
    ]
    for widget in elsewhere:
        widget.setFocus()
        QTest.keyClick(widget, _Key.Key_5)
        searching.settle()
        assert rating_of(searching, picture_id) == 2, widget
    view.setFocus()
    searching.field.clear()
    searching.settle()
    view.go_to(picture_id)
    searching.settle()
    searching.press(_Key.Key_0)
    assert rating_of(searching, picture_id) == 0


def test_the_inspector_shows_stars_and_gives_them(searching: Searching) -> None:
    view = searching.program.view
    view.setFocus()
    searching.press(_Key.Key_Home, _Key.Key_Right)
    row = searching.program.find(InspectorPanel).findChild(StarRow)
    assert isinstance(row, StarRow)
    third = row._buttons[2]
    third.click()
    searching.settle()
    assert rating_of(searching, view.current_id()) == 3
    assert row.accessibleName() == "Rating: 3 stars"
    third.setFocus()
    QTest.keyClick(third, _Key.Key_Right)
    assert row._buttons[3].hasFocus()
    third.click()  # the last one given: takes them away
    searching.settle()
    assert rating_of(searching, view.current_id()) == 0


def test_rated_pictures_come_first_where_that_is_the_order_and_stay_while_they_are_rated(
    searching: Searching,
) -> None:
    searching.program.find(LibraryBar).sort.chosen.emit("rating")
    searching.settle()
    view = searching.program.view
    before = list(searching.program.model.ids_between(0, 400))
    last = before[-1]  # without a star
    view.go_to(last)
    searching.settle()
    searching.program.action("rate_5").trigger()
    searching.settle()
    assert list(searching.program.model.ids_between(0, 400)) == before
    searching.program.find(GalleryController).refresh()
    searching.settle()
    row = searching.program.model.row_of(last)
    assert row is not None
    assert {picture.rating for picture in searching.pictures[: row + 1]} == {5}
    searching.type("rating:>=5")
    assert last in [picture.id for picture in searching.pictures]
    assert {picture.rating for picture in searching.pictures} == {5}


# --- where it is ---


def test_a_date_stands_beside_the_scroll_bar_while_it_is_dragged(searching: Searching) -> None:
    view = searching.program.view
    hints = view.findChild(PlaceHints)
    assert isinstance(hints, PlaceHints)
    bar = view.verticalScrollBar()
    assert not hints._section.isVisible()
    bar.setSliderDown(True)
    bar.setSliderPosition(bar.maximum() // 2)
    searching.settle()
    assert hints._hint.isVisible()
    row = view.grid.rows_between(
        view.verticalOffset() + view.grid.side // 2, view.verticalOffset() + view.height()
    ).start
    picture = searching.program.model.picture(searching.program.model.id_at(row))
    assert picture is not None
    made = picture.created.astimezone()
    assert hints._hint.text == f"{made.day} {made:%B %Y}"
    assert hints._section.text == f"{made:%B %Y}"
    assert view.viewport().rect().contains(hints._hint.geometry())
    assert abs(hints._hint.geometry().center().y() - view.height() // 2) < 60  # where the handle is
    bar.setSliderDown(False)
    assert not hints._hint.isVisible()
    searching.program.find(LibraryBar).sort.chosen.emit("seed")
    searching.settle()
    bar.setValue(bar.maximum())
    searching.settle()
    assert hints._section.text.startswith("Seed ")


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_the_tool_bar_is_never_cut(searching: Searching, scale: float) -> None:
    window = searching.program.window
    bar = searching.program.find(LibraryBar)
    font = bar.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    bar.setFont(font)
    titled = []
    for width in (880, 1100, 1920):
        window.resize(width, 700)
        searching.settle()
        assert window.width() == width
        for widget in (bar.search, bar.filters, bar.saved, bar.sort):
            assert widget.isVisible()
            assert bar.rect().contains(widget.geometry())
            assert widget.width() >= widget.minimumSizeHint().width()
        titled.append(bar._title.isVisible())
    assert titled[-1]
    bar.resize(bar.minimumSizeHint())
    assert not bar._title.isVisible()  # where there is little room, the title goes first


def test_missing_pictures_are_shown_and_leave_when_they_are_found(searching: Searching) -> None:
    library = searching.program.backend.library
    first = searching.pictures[0]
    path = library.path(first)
    shared = {row.id for row in searching.pictures if row.file == first.file}
    data = path.read_bytes()
    path.unlink()
    searching.type("is:missing OR nothingofthiskind")
    searching.qtbot.waitUntil(lambda: {row.id for row in searching.pictures} == shared)
    path.write_bytes(data)
    searching.type("is:missing")
    searching.qtbot.waitUntil(lambda: searching.program.model.picture_count == 0)


def test_the_list_of_fields_has_or_and_parentheses(searching: Searching) -> None:
    field = searching.field
    searching.type("smile ")
    field.list_fields()
    searching.press(_Key.Key_Down, _Key.Key_Return)
    QTest.keyClicks(field, "laughing")
    searching.settle()
    assert field.text() == "smile OR laughing"
    prompts = [row.request.prompt for row in searching.pictures]
    assert {"smile" in prompt for prompt in prompts} == {True, False}
    assert all("smile" in prompt or "laughing" in prompt for prompt in prompts)
