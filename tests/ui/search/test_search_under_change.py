"""What is shown, and how many of how many, stays true whatever happens under a search."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portrait_app.core.ports.library import Library
from portrait_app.core.search.expression import EVERYTHING, parse_search
from portrait_app.core.search.query import FILTERS, ORDERS, LibraryQuery
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.shell.status_line import StatusLine
from portrait_app.ui.viewer.viewer import Viewer
from tests.library.making import some_pictures
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

PICTURES = 300
SEARCHES = (
    "portrait",
    "portr -golden",
    "rating:>=4",
    "is:favourite woman",
    "tag:client",
    "steps:>60",
    "-zebra",
)


class LargeViews:
    """A running program with a search, held against its library."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.program = RunningProgram(home, qtbot)
        self.program.window.resize(1100, 720)
        self.program.window.activateWindow()
        self.gallery = self.program.find(GalleryController)
        self.settle()

    @property
    def library(self) -> Library:
        backend = self.program.backend
        return backend.library

    @property
    def shown(self) -> list[int]:
        return list(self.program.model.ids_between(0, self.program.model.rowCount() - 1))

    @property
    def expected(self) -> list[int]:
        return list(self.library.picture_ids(self.gallery.query))

    @property
    def status(self) -> str:
        return self.program.find(StatusLine)._count.text()

    def settle(self) -> None:
        for _ in range(3):
            self.program.qtbot.waitUntil(lambda: self.program.is_idle)
            QApplication.processEvents()

    def search(self, text: str) -> None:
        self.program.find(SearchLine).setText(text)
        self.settle()

    def sort(self, key: str) -> None:
        self.program.find(LibraryBar).sort.chosen.emit(key)
        self.settle()

    def do(self, action: str) -> None:
        self.program.action(action).trigger()
        self.settle()

    def is_true(self) -> bool:
        """Say whether the grid has what the library has, in its order, and the numbers agree."""
        found, everything = self.expected, self.library.picture_count(self.everything())
        number = (
            f"{len(found)} of {everything}" if not self.gallery.query.search.is_empty else f"{everything}"
        )
        return self.shown == found and self.status.startswith(f"{number} picture")

    def everything(self) -> LibraryQuery:
        return replace(self.gallery.query, search=EVERYTHING)


@pytest.fixture
def looking(tmp_path: Path, qtbot: QtBot) -> Iterator[LargeViews]:
    build_library(tmp_path / "data" / "library", PICTURES, image_side=32)
    looking = LargeViews(tmp_path, qtbot)
    yield looking
    looking.program.close()


@pytest.mark.parametrize("order", [row.key for row in ORDERS])
def test_every_search_and_filter_in_every_order_is_counted(looking: LargeViews, order: str) -> None:
    looking.sort(order)
    for shown in FILTERS:
        looking.gallery.show(shown, looking.gallery.query.search, looking.gallery.query.order)
        looking.settle()
        assert looking.is_true()
    for text in SEARCHES:
        looking.search(text)
        assert looking.is_true(), text


@pytest.mark.parametrize("order", [row.key for row in ORDERS])
def test_all_that_is_found_goes_to_the_trash_and_comes_back(looking: LargeViews, order: str) -> None:
    looking.sort(order)
    looking.search("portrait")
    before = looking.shown
    assert before
    looking.program.view.setFocus()
    looking.do("select_all")
    looking.do("trash")
    assert looking.shown == []
    assert looking.is_true()
    looking.do("undo")
    assert looking.shown == before
    assert looking.is_true()
    looking.do("redo")
    assert looking.shown == []
    assert looking.is_true()


@pytest.mark.parametrize("order", [row.key for row in ORDERS])
def test_marks_change_what_a_search_for_them_shows(looking: LargeViews, order: str) -> None:
    looking.sort(order)
    looking.search("rating:..0")
    looking.program.view.setFocus()
    looking.program.view.go_to(looking.shown[2])
    looking.settle()
    rated = looking.program.view.current_id()
    looking.do("rate_5")
    assert rated not in looking.shown
    assert looking.is_true()
    looking.do("undo")
    assert rated in looking.shown
    assert looking.is_true()


@pytest.mark.parametrize("order", [row.key for row in ORDERS])
def test_what_arrives_under_a_search_is_shown_where_it_belongs_or_not_at_all(
    looking: LargeViews, order: str
) -> None:
    library = looking.library
    assert isinstance(library, PictureLibrary)
    looking.sort(order)
    looking.search("portrait")
    looking.gallery.pictures_arrived(some_pictures(library, 2))
    looking.search("zebra")  # while they are placed
    looking.gallery.pictures_arrived(some_pictures(library, 1))
    looking.settle()
    assert looking.is_true()
    looking.search("portrait")
    assert looking.is_true()


@pytest.mark.parametrize("order", [row.key for row in ORDERS])
def test_the_viewer_walks_in_the_order_of_the_grid(looking: LargeViews, order: str) -> None:
    looking.sort(order)
    looking.search("portrait")
    looking.program.view.setFocus()
    looking.program.view.go_to(looking.shown[0])
    QTest.keyClick(looking.program.view, Qt.Key.Key_Return)
    looking.settle()
    viewer = looking.program.find(Viewer)
    walked = []
    for _ in range(12):
        walked.append(looking.program.view.current_id())
        QTest.keyClick(viewer, Qt.Key.Key_Right)
        looking.settle()
    assert walked == looking.shown[:12]


def test_keys_that_come_faster_than_answers_end_in_the_last_ones_answer(looking: LargeViews) -> None:
    field = looking.program.find(SearchLine)
    field.setFocus()
    for text in ("portrait woman golden", "study -queen", "is:favourite", "rating:>=4 portr", "sail"):
        field.clear()
        for key in text:
            QTest.keyClicks(field, key)
            QApplication.processEvents()
    looking.settle()
    assert looking.is_true()
    assert looking.gallery.query.search == parse_search("sail")
