"""A new picture, and where the user looks when it comes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import CreateCollection
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.toast import Toast
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

PICTURES = 40


class Waiting:
    """A program whose user waits for a picture."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self.program = RunningProgram(home, qtbot)
        self.view = self.program.view
        self.program.window.activateWindow()
        self.seed = 0
        self.settle()

    def settle(self) -> None:
        for _ in range(5):
            self.program.qtbot.waitUntil(lambda: self.program.is_idle)
            QApplication.processEvents()

    def generate(self) -> None:
        """Ask for a picture, and return once the request is in the queue."""
        self.seed += 1
        self.program.find(ParameterModel).set_values({"prompt": "a laughing old man", "seed": self.seed})
        self.program.action("generate").trigger()
        queue = self.program.find(GenerationQueue)
        self.program.qtbot.waitUntil(lambda: len(queue.statuses) > 0)

    def until_made(self) -> int:
        """Return the id of the new picture, once everything has been done about it."""
        queue = self.program.find(GenerationQueue)
        self.program.qtbot.waitUntil(lambda: not queue.statuses, timeout=20_000)
        self.settle()
        return PICTURES + self.seed

    def click(self, picture_id: int) -> None:
        row = self.view.gallery.row_of(picture_id)
        assert row is not None
        self.view.scrollTo(self.view.gallery.index(row))
        where = self.view.cell_rect(row).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    @property
    def selected(self) -> list[int]:
        return self.view.selected_ids()

    @property
    def toast(self) -> Toast:
        return self.program.find(Toast)


@pytest.fixture
def waiting(tmp_path: Path, qtbot: QtBot) -> Iterator[Waiting]:
    folder = tmp_path / "data" / "library"
    folder.mkdir(parents=True)
    build_library(folder, PICTURES)
    opened = Waiting(tmp_path, qtbot)
    yield opened
    opened.program.close()


def test_a_new_picture_is_selected_and_shown(waiting: Waiting) -> None:
    waiting.click(5)  # the user chose this one before, and asks for another now
    for _ in range(2):
        waiting.generate()
        made = waiting.until_made()
        assert waiting.selected == [made]
        assert waiting.view.currentIndex().row() in waiting.view.visible_rows()
        assert waiting.program.find(InspectorPanel).shown == made


def test_in_another_order_too(waiting: Waiting) -> None:
    waiting.program.find(SearchController)._on_order("rating")
    waiting.settle()
    waiting.generate()
    made = waiting.until_made()
    assert waiting.selected == [made]
    assert waiting.view.currentIndex().row() in waiting.view.visible_rows()


def test_who_looks_at_something_else_is_left_alone(waiting: Waiting) -> None:
    waiting.generate()
    waiting.click(7)
    waiting.until_made()
    assert waiting.selected == [7]
    waiting.generate()
    waiting.program.action("open").trigger()
    waiting.until_made()
    assert waiting.selected == [7]
    waiting.program.window.show_gallery()
    waiting.generate()
    waiting.program.find(InspectorPanel).findChildren(QPushButton)[0].setFocus()
    waiting.until_made()
    assert waiting.selected == [7]


def test_a_setting_leaves_the_selection_alone(waiting: Waiting) -> None:
    waiting.program.settings.set("select_new", False)
    waiting.click(7)
    waiting.generate()
    waiting.until_made()
    assert waiting.selected == [7]


def test_in_a_collection_it_goes_into_the_collection(waiting: Waiting) -> None:
    waiting.program.find(CurationController).edit((), CreateCollection("May"))
    waiting.settle()
    search = waiting.program.find(SearchController)
    search.show_collection("May")
    waiting.settle()
    waiting.generate()
    made = waiting.until_made()
    assert waiting.selected == [made]
    (picture,) = waiting.program.backend.library.pictures([made])
    assert picture.collections == ("May",)
    assert "May" in waiting.program.action("undo").text()  # of making the collection, not of this
    assert "created" in waiting.program.action("undo").text()
    waiting.generate()
    search.show_filter("all")  # what counts is where the user was when asking for it
    second = waiting.until_made()
    assert waiting.program.backend.library.pictures([second])[0].collections == ("May",)
    waiting.program.settings.set("collect_new", False)
    search.show_collection("May")
    waiting.settle()
    waiting.generate()
    third = waiting.until_made()
    assert waiting.program.backend.library.pictures([third])[0].collections == ()


def test_the_collection_is_remembered_over_an_end_of_the_program(tmp_path: Path, qtbot: QtBot) -> None:
    """Asked for in a collection and made in the next session, and the other way round."""
    build_library(tmp_path / "data" / "library", PICTURES)
    first = Waiting(tmp_path, qtbot)
    first.program.find(CurationController).edit((), CreateCollection("May"))
    first.settle()
    search = first.program.find(SearchController)
    first.program.action("pause_queue").trigger()
    first.generate()
    search.show_collection("May")
    first.settle()
    first.generate()
    qtbot.waitUntil(lambda: len(first.program.find(GenerationQueue).statuses) == 2)
    first.program.close()
    second = Waiting(tmp_path, qtbot)
    second.seed = 2
    assert second.program.find(SearchController).collection == "May"
    qtbot.waitUntil(lambda: len(second.program.find(GenerationQueue).statuses) == 2)
    second.program.action("pause_queue").trigger()
    last = second.until_made()
    pictures = second.program.backend.library.pictures([last - 1, last])
    assert {one.request.seed: one.collections for one in pictures} == {1: (), 2: ("May",)}
    assert second.program.settings.value("collections_of_jobs") == "{}"
    second.program.close()


def test_a_search_that_hides_it_offers_to_show_it(waiting: Waiting) -> None:
    waiting.program.find(SearchLine).setText("portrait")
    waiting.settle()
    waiting.generate()
    made = waiting.until_made()
    assert waiting.toast.isVisible()
    assert waiting.toast.accessibleName() == "1 picture made, but not shown here"
    waiting.toast.findChildren(QPushButton)[0].click()
    waiting.settle()
    assert waiting.selected == [made]
    assert waiting.program.find(SearchLine).text() == ""
    assert waiting.view.currentIndex().row() in waiting.view.visible_rows()
