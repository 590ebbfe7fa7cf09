"""A set of pictures that shares the array of the grid, held against a set of Python's."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.ui.gallery import picture_set
from portrait_app.ui.gallery.picture_sequence import AnyOrder, NewestFirst, PictureSequence
from portrait_app.ui.gallery.picture_set import PictureSet

some_ids = st.sets(st.integers(1, 40), max_size=30)
runs_of_rows = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=4)


def rows_of(places: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Return ranges of rows in ascending order that do not touch."""
    found: list[tuple[int, int]] = []
    for first, more in sorted(places):
        last = min(first + more, count - 1)
        if first <= last and (not found or first > found[-1][1] + 1):
            found.append((first, last))
    return found


@given(some_ids, runs_of_rows, some_ids, st.permutations(["or", "sub", "xor"]), st.booleans(), st.data())
def test_it_is_a_set(
    shown: set[int],
    places: list[tuple[int, int]],
    others: set[int],
    acts: list[str],
    newest_first: bool,
    data: st.DataObject,
) -> None:
    falling = array("q", sorted(shown, reverse=True))
    ids = falling if newest_first else array("q", data.draw(st.permutations(list(falling))))
    sequence: PictureSequence = NewestFirst(ids) if newest_first else AnyOrder(array("q", ids))
    runs = rows_of(places, len(ids))
    chosen = PictureSet.of_rows(sequence, runs)
    expected = {picture_id for first, last in runs for picture_id in ids[first : last + 1]}
    sequence.remove(sequence.runs(others))  # the grid goes on: the set is of what was selected
    sequence = NewestFirst()
    for act in acts:
        assert len(chosen) == len(expected)
        assert sorted(chosen) == sorted(expected)
        assert {picture_id for picture_id in range(50) if picture_id in chosen} == expected
        if act == "or":
            chosen, expected = chosen | others, expected | others
        elif act == "sub":
            chosen, expected = chosen - others, expected - others
        else:
            chosen, expected = chosen ^ others, expected ^ others
    assert sorted(chosen) == sorted(expected)


def test_very_many_are_taken_out_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_set, "FEW", 3)
    chosen = PictureSet.of_rows(NewestFirst(array("q", range(10, 0, -1))), [(0, 9)])
    assert list(chosen - [9, 8, 7, 6, 77]) == [10, 5, 4, 3, 2, 1]
    assert list(chosen - [9]) == [10, 8, 7, 6, 5, 4, 3, 2, 1]
