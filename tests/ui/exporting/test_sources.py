"""What an export offers first is never an empty place."""

import pytest

from portrait_app.core.search.query import LibraryQuery, filter_by_key
from portrait_app.ui.exporting.sources import sources
from tests.support.library_builder import NOW


@pytest.mark.parametrize("shown", ["all", "favourites"])
def test_with_nothing_selected_it_is_what_is_shown(shown: str) -> None:
    offered = sources([], LibraryQuery(filter_by_key(shown), NOW))
    assert offered[0].key == shown
    assert {source.key for source in offered} == {"all", "favourites"}


def test_what_is_selected_comes_first() -> None:
    assert sources([3], LibraryQuery(filter_by_key("all"), NOW))[0].key == "selection"
