"""Edits as data: what it takes to take one back is small, and whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.curation import PreviousMarks, SetNote, SetRating, SetTrashed

GROUPS = st.dictionaries(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    st.sets(st.integers(1, 2**62), min_size=1),
    max_size=5,
)


@given(GROUPS)
def test_what_is_packed_is_unpacked(groups: dict[int | str | None, set[int]]) -> None:
    former = PreviousMarks.of(SetNote("x"), groups)
    assert {value: set(ids) for value, ids in former.groups()} == groups
    assert former.count == len(former.ids()) == sum(map(len, groups.values()))


def test_a_hundred_thousand_pictures_are_small() -> None:
    everything = PreviousMarks.of(SetTrashed(True), {None: range(1, 100_001)})
    assert len(everything.packed) < 1_000
    scattered = PreviousMarks.of(SetRating(3), {0: range(1, 700_001, 7), 5: range(2, 700_001, 11)})
    assert len(scattered.packed) < 10_000


@pytest.mark.parametrize("stars", [-1, 6])
def test_there_are_five_stars(stars: int) -> None:
    with pytest.raises(ValueError, match="stars"):
        SetRating(stars)
