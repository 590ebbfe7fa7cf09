"""The ids of what the grid shows: one array, however many pictures there are."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator


class PictureSequence:
    """Picture ids, newest first; an id grows with time, so a place is found by bisection.

    Kept oldest first inside: a new picture, at row 0, is an append instead of a move of everything.
    """

    def __init__(self, newest_first: "array[int] | None" = None) -> None:
        self._rising: array[int] = array("q") if newest_first is None else newest_first[::-1]

    def __len__(self) -> int:
        return len(self._rising)

    def __getitem__(self, row: int) -> int:
        return self._rising[-1 - row]

    def between(self, first: int, last: int) -> "array[int]":
        """Return the ids of the rows `first` to `last`, both included; rows beyond the ends are left out."""
        count = len(self._rising)
        first, last = max(first, 0), min(last, count - 1)
        return self._rising[count - 1 - last : count - first][::-1] if first <= last else array("q")

    def row_of(self, picture_id: int) -> int | None:
        place = bisect_left(self._rising, picture_id)
        if place < len(self._rising) and self._rising[place] == picture_id:
            return len(self._rising) - 1 - place
        return None

    def same_as(self, newest_first: "array[int]") -> bool:
        return self._rising == newest_first[::-1]

    def runs(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Return the rows of `ids` as ranges (first, last), the last rows first: remove in this order."""
        rows = sorted({row for row in map(self.row_of, ids) if row is not None}, reverse=True)
        runs: list[tuple[int, int]] = []
        for row in rows:
            if runs and runs[-1][0] == row + 1:
                runs[-1] = (row, runs[-1][1])
            else:
                runs.append((row, row))
        return runs

    def remove(self, first: int, last: int) -> None:
        """Take out the rows `first` to `last`, both included."""
        count = len(self._rising)
        del self._rising[count - 1 - last : count - first]

    def places_for(self, ids: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        """Yield (row, ids to insert before it) for those of `ids` that are not here yet.

        Each group is to be inserted before the next is asked for.
        """
        groups: dict[int, array[int]] = {}
        for picture_id in sorted(set(ids)):
            if self.row_of(picture_id) is None:
                place = bisect_left(self._rising, picture_id)
                groups.setdefault(place, array("q")).append(picture_id)
        for place in sorted(groups, reverse=True):  # newest first: later places stay as they are
            yield len(self._rising) - place, groups[place][::-1]

    def insert(self, row: int, newest_first: "array[int]") -> None:
        """Put ids before `row`."""
        place = len(self._rising) - row
        self._rising[place:place] = newest_first[::-1]
