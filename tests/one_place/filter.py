"""A filter of the grid: a row in core/search/query.py, which has a search."""

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

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import ORDERS, LibraryQuery, Order, filter_by_key
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from tests.library.search.test_agrees import IN_NO_COLLECTION, agree, fill
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


@given(
    pictures=IN_NO_COLLECTION,
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
    expected = agree(library, stored, query, limit)
    assert all(picture.note for picture in stored if picture.id in expected)
