"""An order of the grid: a row in core/search/query.py, and its columns in library/search/plan.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.search.query",
    """
    Order(
        "largest",
        QT_TRANSLATE_NOOP("query", "Largest"),
        lambda picture: (-picture.width * picture.height, -picture.id),
    ),
    """,
    before='Order(\n        "seed",',
)
add_row(
    "portrait_app.library.search.plan",
    '"largest": "width * height DESC, id DESC",\n    ',
    before='"seed": "seed IS NULL',
)

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, Filter, LibraryQuery, order_by_key
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.search.sort_button import SortButton
from tests.library.search.test_agrees import IN_NO_COLLECTION, VALUES, agree, fill
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LARGEST = order_by_key("largest")


def test_the_menu_offers_it_now_and_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    build_library(tmp_path / "data" / "library", 100)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(99)
    menu = program.find(SortButton).menu()
    next(action for action in menu.actions() if action.text() == "Largest").trigger()
    qtbot.waitUntil(lambda: program.is_idle and sizes(program) == sorted(sizes(program), reverse=True))
    program.close()

    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(99)
    qtbot.waitUntil(lambda: program.is_idle and sizes(program) == sorted(sizes(program), reverse=True))
    assert program.find(SortButton).text() == "Largest"
    program.close()


def sizes(program: RunningProgram) -> list[int]:
    """Return the pixel counts of the pictures in memory, in the order of the grid."""
    pictures = [program.model.picture(one) for one in program.model.ids_between(0, 30)]
    return [picture.width * picture.height for picture in pictures if picture is not None]


@given(
    pictures=IN_NO_COLLECTION,
    typed=st.sampled_from(["", "smile", *VALUES]),
    shown=st.sampled_from(FILTERS),
    limit=st.integers(0, 2),
)
@settings(max_examples=150, deadline=None)
def test_the_database_sorts_as_the_rows_say(
    library: PictureLibrary, pictures: list[Picture], typed: str, shown: Filter, limit: int
) -> None:
    stored = fill(library, pictures)
    query = LibraryQuery(shown, NOW, parse_search(typed), LARGEST)
    agree(library, stored, query, limit)
