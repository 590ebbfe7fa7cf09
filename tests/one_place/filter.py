"""A filter of the grid: a row in core/search/query.py, in the words of a search."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.search.query",
    """
    Filter(
        "noted",
        QT_TRANSLATE_NOOP("query", "With a note"),
        QT_TRANSLATE_NOOP("query", "No notes yet. Press N to write one."),
        search=parse_search("is:noted"),
    ),
    """,
    before='Filter(\n        "trash",',
)
add_row(
    "portrait_app.core.search.query",
    "from portrait_app.core.search.expression import parse_search\n",
    before="from portrait_app.core.text import QT_TRANSLATE_NOOP",
)

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import ORDERS, LibraryQuery, Order, filter_by_key
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from tests.library.making import a_request
from tests.library.search.test_agrees import a_row, fill
from tests.support.clock import FixedClock
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTED = filter_by_key("noted")


def button(program: RunningProgram, text: str) -> QToolButton:
    buttons = program.find(FilterBar).findChildren(QToolButton)
    return next(one for one in buttons if one.text() == text)


def test_its_button_shows_what_it_is_about_now_and_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    build_library(tmp_path / "data" / "library", 300)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(297)
    button(program, "With a note").click()
    qtbot.waitUntil(lambda: 0 < program.model.picture_count < 20)
    count = program.model.picture_count
    pictures = [program.model.picture(picture) for picture in program.model.ids_between(0, count - 1)]
    assert all(picture is None or picture.note for picture in pictures)
    program.close()

    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(count)
    assert button(program, "With a note").isChecked()
    program.find(SearchLine).setText("-is:noted")
    program.wait_for_pictures(0)
    program.close()


def test_an_empty_library_says_what_to_do(tmp_path: Path, qtbot: QtBot) -> None:
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(0)
    button(program, "With a note").click()
    words = "No notes yet. Press N to write one."
    qtbot.waitUntil(lambda: words in {label.text() for label in program.window.findChildren(QLabel)})
    program.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PictureLibrary]:
    opened = open_library(tmp_path_factory.mktemp("library"), FixedClock())
    opened.add_job(a_request())
    yield opened
    opened.close()


@given(
    pictures=st.lists(a_row().map(lambda row: replace(row, collections=())), max_size=6),
    typed=st.sampled_from(["", "smile", "-hat steps:>30", "is:noted", "-is:noted"]),
    order=st.sampled_from(ORDERS),
    limit=st.integers(0, 2),
)
@settings(max_examples=100, deadline=None)
def test_the_database_finds_what_the_rows_say(
    library: PictureLibrary, pictures: list[Picture], typed: str, order: Order, limit: int
) -> None:
    stored = fill(library, pictures)
    query = LibraryQuery(NOTED, NOW, parse_search(typed), order)
    expected = [picture.id for picture in sorted(filter(query.matches, stored), key=order.sort_key)]
    assert all(picture.note for picture in stored if picture.id in expected)
    assert list(library.picture_ids(query, limit)) == (expected[:limit] if limit else expected)
    assert library.picture_count(query) == len(expected)
