from array import array
from pathlib import Path

import pytest

from portrait_app.core.curation import SetFavourite, SetRating, SetTrashed
from portrait_app.core.picture import MOST_RETURNED
from portrait_app.core.search.query import LibraryQuery, filter_by_key
from portrait_app.library import pictures as picture_rows
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.library_builder import build_library
from tests.support.marks import mark


def test_order_is_kept_and_unknown_ids_are_left_out(
    library: PictureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {picture.id: picture for picture in some_pictures(library, 7)}
    asked = [3, 99, 1, 7, -4, 2, 3, 2**62, 5]
    expected = [made[number] for number in (3, 1, 7, 2, 3, 5)]
    assert library.pictures(asked) == expected
    monkeypatch.setattr(picture_rows, "_WINDOW", 2)
    assert library.pictures(array("q", asked)) == expected
    assert library.pictures([]) == []


def test_favourites_are_marked_and_remembered(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 3)
    changed = mark(library, [3, 1], SetFavourite(True))
    assert [(picture.id, picture.favourite) for picture in changed] == [(1, True), (3, True)]
    library.close()
    reopened = open_library(library.folder, clock)
    favourites = LibraryQuery(filter_by_key("favourites"), clock.now())
    assert list(reopened.picture_ids(favourites)) == [3, 1]
    assert mark(reopened, [3], SetFavourite(False))[0].favourite is False
    assert list(reopened.picture_ids(favourites)) == [1]
    reopened.close()


def test_trash_keeps_the_moment_and_touches_no_file(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 3)
    clock.advance(minutes=1)
    (thrown,) = mark(library, [2], SetTrashed(True))
    assert thrown.trashed == clock.now()
    clock.advance(minutes=1)
    (other,) = mark(library, [2, 3], SetTrashed(True))
    assert (other.id, other.trashed) == (3, clock.now())
    assert library.pictures([2]) == [thrown]
    assert library.path(thrown).is_file()
    everything, trash = (LibraryQuery(filter_by_key(key), clock.now()) for key in ("all", "trash"))
    assert (list(library.picture_ids(everything)), list(library.picture_ids(trash))) == ([1], [3, 2])
    restored = mark(library, [3, 2, 1], SetTrashed(False))
    assert [(picture.id, picture.trashed) for picture in restored] == [(2, None), (3, None)]
    assert list(library.picture_ids(everything)) == [3, 2, 1]


def test_changing_many_at_once(library: PictureLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    made = some_pictures(library, 5)
    monkeypatch.setattr(picture_rows, "_WINDOW", 2)
    changed = mark(library, [picture.id for picture in made] + [77], SetFavourite(True))
    assert [picture.favourite for picture in changed] == [True] * 5


def test_stars(library: PictureLibrary) -> None:
    some_pictures(library, 2)
    assert [picture.rating for picture in mark(library, [2, 1], SetRating(5))] == [5, 5]
    assert mark(library, [2], SetRating(0)) == library.pictures([2])
    assert [picture.rating for picture in library.pictures([1, 2])] == [5, 0]


def test_many_are_changed_and_not_brought_back(tmp_path: Path) -> None:
    build_library(tmp_path, MOST_RETURNED + 1, image_side=8)
    library = open_library(tmp_path, FixedClock())
    everything = range(1, MOST_RETURNED + 2)
    for edit in (SetRating(3), SetFavourite(True), SetTrashed(True)):
        mark(library, everything, edit)
    assert {(row.rating, row.favourite, row.trashed is None) for row in library.pictures(everything)} == {
        (3, True, False)
    }
    assert mark(library, everything, SetRating(4)) == []
    assert len(mark(library, everything[1:], SetRating(2))) == MOST_RETURNED
    library.close()


def test_ids_are_never_used_twice(library: PictureLibrary) -> None:
    some_pictures(library, 2)
    with database_of(library).write(durable=True) as connection:
        connection.execute("DELETE FROM pictures WHERE id = 2")
    assert some_pictures(library, 1)[0].id == 3
