"""What an export offers first is never an empty place."""

from pathlib import Path

import pytest

from portrait_app.core.search.query import LibraryQuery, filter_by_key
from portrait_app.ui.exporting.sources import selection_sources, sources
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.library_builder import NOW


@pytest.mark.parametrize("shown", ["all", "favourites"])
def test_with_nothing_selected_it_is_what_is_shown(shown: str) -> None:
    offered = sources([], LibraryQuery(filter_by_key(shown), NOW))
    assert offered[0].key == shown
    assert {source.key for source in offered} == {"all", "favourites"}


def test_what_is_selected_comes_first() -> None:
    selection = selection_sources([3], 0, frozenset({3}))
    assert sources(selection, LibraryQuery(filter_by_key("all"), NOW))[0].key == "selection"


def test_what_is_selected_and_seen_comes_before_what_is_hidden(tmp_path: Path) -> None:
    seen, whole = selection_sources([1, 2, 3], 2, frozenset({2, 9}))
    assert (seen.label, whole.label) == (
        "Selected pictures that are shown",
        "All selected pictures, 2 not shown",
    )
    library = FakeLibrary(tmp_path, FixedClock())
    assert list(seen.all_ids(library)) == [2]
    assert seen.count(library) == 1
    assert list(whole.all_ids(library)) == [1, 2, 3]
    (hidden,) = selection_sources([1, 2], 2, frozenset({9}))
    assert hidden.label == "All selected pictures, 2 not shown"
