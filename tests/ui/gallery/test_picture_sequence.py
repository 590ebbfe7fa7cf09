"""Ids in the order they are shown: by bisection where they fall, by an index anywhere else."""

from array import array
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.ui.gallery.picture_sequence import AnyOrder, NewestFirst, PictureSequence

ids_in_any_order = st.lists(st.integers(1, 2**40), unique=True, max_size=60)


def ids_of(sequence: PictureSequence) -> list[int]:
    return [sequence[row] for row in range(len(sequence))]


@given(ids_in_any_order, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 5)), max_size=8))
def test_rows_stay_true_whatever_is_taken_out(ids: list[int], removals: list[tuple[int, int]]) -> None:
    sequence = AnyOrder(array("q", ids))
    expected = list(ids)
    for first, more in removals:
        last = min(first + more, len(expected) - 1)
        if first <= last:
            gone = expected[first : last + 1]
            sequence.remove([(first, last)])
            del expected[first : last + 1]
            assert all(sequence.row_of(number) is None for number in gone)
    assert ids_of(sequence) == expected
    assert [sequence.row_of(number) for number in expected] == list(range(len(expected)))
    assert list(sequence.between(-3, 10**6)) == expected
    assert sequence.row_of(2**41) is None


@given(ids_in_any_order, st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)), st.booleans())
def test_a_snapshot_and_its_origin_change_apart(
    ids: list[int], some: set[int], others: set[int], newest_first: bool
) -> None:
    falling = sorted(ids, reverse=True)
    origin: PictureSequence = (
        NewestFirst(array("q", falling)) if newest_first else AnyOrder(array("q", falling))
    )
    first, second = origin.snapshot(), origin.snapshot()
    gone = [falling[place] for place in some if place < len(falling)]
    also = [falling[place] for place in others if place < len(falling)]
    origin.remove(origin.runs(gone))
    of_second = second.snapshot()
    second.remove(second.runs(also))
    if newest_first:
        origin.insert(origin.places_for([2**41, 2**42]))
        assert ids_of(origin) == [2**42, 2**41, *(one for one in falling if one not in gone)]
    else:
        assert ids_of(origin) == [one for one in falling if one not in gone]
    assert ids_of(first) == ids_of(of_second) == falling
    assert ids_of(second) == [one for one in falling if one not in also]
    for sequence in (origin, first, second):
        shown = ids_of(sequence)
        assert [sequence.row_of(one) for one in shown] == list(range(len(shown)))


@given(ids_in_any_order, st.integers(0, 60))
def test_a_beginning_is_known_in_every_order(ids: list[int], length: int) -> None:
    whole = AnyOrder(array("q", ids))
    assert whole.begins_with(AnyOrder(array("q", ids[:length])))
    falling = sorted(ids, reverse=True)
    newest = NewestFirst(array("q", falling))
    assert newest.begins_with(NewestFirst(array("q", falling[:length])))
    assert newest.begins_with(AnyOrder(array("q", falling[:length])))
    if ids:
        assert not newest.begins_with(NewestFirst(array("q", [max(ids) + 1])))
        assert not newest.begins_with(NewestFirst(array("q", [*falling, 0])))


def test_runs_are_the_last_rows_first() -> None:
    sequence = AnyOrder(array("q", [5, 9, 1, 7, 3]))
    assert sequence.runs([9, 1, 3, 8]) == [(4, 4), (1, 2)]


def test_what_belongs_somewhere_else_is_left_to_the_library() -> None:
    sequence = AnyOrder(array("q", [5, 9, 1]))
    assert sequence.places_for([2, 5]) == []


@pytest.mark.parametrize("answers", [1, 3])
def test_making_a_long_one_stops_half_way(answers: int) -> None:
    asked = count()
    go_on: Callable[[], bool] = lambda: next(asked) < answers  # noqa: E731 - one line says it
    sequence = AnyOrder(array("q", range(1, 100_001)), go_on)
    assert next(asked) == answers + 1
    assert sequence.row_of(100_000) is None
