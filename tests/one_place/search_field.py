"""A search field: a row in core/search/fields.py, and its condition in core/search/conditions.py.

A field with a column of the same name needs nothing else. Any other field has SQL in library/search/sql.py.
"""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.search.fields",
    """
    SearchField("sample", FieldKind.WHOLE, QT_TRANSLATE_NOOP("search", "Which of its request"), (), "0"),
    """,
    before='SearchField("seed",',
)
add_row("portrait_app.core.search.conditions", '"sample": lambda picture: picture.sample,', before='"seed": ')

add_row("portrait_app.core.search.fields", '"wide", ', before='"noted", *')
add_row(
    "portrait_app.core.search.conditions",
    '"wide": lambda picture: picture.width > picture.height,',
    before='"noted": ',
)
add_row("portrait_app.library.search.sql", '"wide": "width > height",', before='"noted": ')

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import SearchError, parse_search
from portrait_app.core.search.query import FILTERS, ORDERS, LibraryQuery, Order
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.search.completion import suggestions
from portrait_app.ui.search.messages import search_problem_text
from tests.library.search.test_agrees import IN_NO_COLLECTION, agree, fill

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@given(
    pictures=IN_NO_COLLECTION,
    typed=st.sampled_from(["sample:1", "-sample:>2", "sample:1..3 smile", "is:wide", "-is:wide steps:30"]),
    order=st.sampled_from(ORDERS),
    limit=st.integers(0, 2),
)
@settings(max_examples=150, deadline=None)
def test_the_database_finds_what_the_rows_say(
    library: PictureLibrary, pictures: list[Picture], typed: str, order: Order, limit: int
) -> None:
    stored = fill(library, pictures)
    query = LibraryQuery(FILTERS[0], NOW, parse_search(typed), order)
    agree(library, stored, query, limit)


def test_it_is_completed_and_its_mistakes_are_explained() -> None:
    (row,) = suggestions("samp", 4, lambda _field: ())
    assert (row.text, row.hint) == ("sample:", "Which of its request, sample:0")
    assert [row.text for row in suggestions("is:w", 4, lambda field: field.values)] == ["wide"]
    with pytest.raises(SearchError) as caught:
        parse_search("is:high")
    assert "wide" in search_problem_text(caught.value)
