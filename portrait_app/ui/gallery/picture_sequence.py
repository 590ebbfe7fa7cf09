"""The ids of the pictures in the grid, in one array of any length."""

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import Self
from weakref import WeakSet

_PAGE_BITS = 14
_PAGE = 1 << _PAGE_BITS  # ids in one page of the index
_NOWHERE = -1


class PictureSequence(ABC):
    """Picture ids in display order. Creating a long sequence is slow: do it on a worker."""

    def __init__(self) -> None:
        self._origin: PictureSequence | None = None  # the sequence whose arrays a snapshot still uses
        self._snapshots: WeakSet[PictureSequence] = WeakSet()  # those that still use the arrays

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, row: int) -> int: ...

    @abstractmethod
    def between(self, first: int, last: int) -> "array[int]":
        """Return the ids of rows `first` to `last`, both included; rows out of range are left out."""

    @abstractmethod
    def row_of(self, picture_id: int) -> int | None: ...

    def snapshot(self) -> Self:
        """Return the sequence as it is now. Both use the same arrays until one of them changes."""
        twin = copy(self)
        twin._origin = self  # noqa: SLF001 - the same class
        twin._snapshots = WeakSet()  # noqa: SLF001
        self._snapshots.add(twin)
        return twin

    @property
    def _is_shared(self) -> bool:
        return self._origin is not None or len(self._snapshots) > 0

    def _now_owns_its_arrays(self) -> None:
        self._origin = None
        self._snapshots = WeakSet()

    @abstractmethod
    def remove(self, runs: Sequence[tuple[int, int]]) -> None:
        """Remove ranges of rows (first, last), both included, given as `runs` returns them."""

    @abstractmethod
    def places_for(self, ids: Iterable[int]) -> "list[tuple[int, array[int]]]":
        """Return (row, ids to insert before that row) for those of `ids` that can be placed and are missing.

        The last row comes first, so that inserting one group moves none of the others.
        """

    @abstractmethod
    def insert(self, places: "Sequence[tuple[int, array[int]]]") -> None:
        """Insert ids, given as `places_for` returns them."""

    def __iter__(self) -> Iterator[int]:
        return iter(self.between(0, len(self) - 1))

    def __contains__(self, picture_id: object) -> bool:
        return isinstance(picture_id, int) and self.row_of(picture_id) is not None

    def begins_with(self, other: "PictureSequence") -> bool:
        """Return whether `other` is the beginning of this sequence, or all of it."""
        count = len(other)
        return len(self) >= count and self.between(0, count - 1) == other.between(0, count - 1)

    def runs(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Return the rows of `ids` as ranges (first, last), last range first, the order for removing them."""
        rows = sorted({row for row in map(self.row_of, ids) if row is not None}, reverse=True)
        runs: list[tuple[int, int]] = []
        for row in rows:
            if runs and runs[-1][0] == row + 1:
                runs[-1] = (row, runs[-1][1])
            else:
                runs.append((row, row))
        return runs


class NewestFirst(PictureSequence):
    """Ids in descending order. Ids grow with time, so that bisection finds a position.

    The array is stored oldest first: adding a picture at row 0 is then an append and moves no other id.
    """

    def __init__(self, newest_first: "array[int] | None" = None) -> None:
        super().__init__()
        self._rising: array[int] = array("q") if newest_first is None else newest_first[::-1]

    def __len__(self) -> int:
        return len(self._rising)

    def __getitem__(self, row: int) -> int:
        return self._rising[-1 - row]

    def between(self, first: int, last: int) -> "array[int]":
        count = len(self._rising)
        first, last = max(first, 0), min(last, count - 1)
        return self._rising[count - 1 - last : count - first][::-1] if first <= last else array("q")

    def begins_with(self, other: PictureSequence) -> bool:
        if not isinstance(other, NewestFirst):
            return super().begins_with(other)
        extra = len(self) - len(other)
        rising = other._rising  # noqa: SLF001 - the same class
        return extra >= 0 and (self._rising[extra:] if extra else self._rising) == rising

    def row_of(self, picture_id: int) -> int | None:
        place = bisect_left(self._rising, picture_id)
        if place < len(self._rising) and self._rising[place] == picture_id:
            return len(self._rising) - 1 - place
        return None

    def remove(self, runs: Sequence[tuple[int, int]]) -> None:
        newest = len(self._rising) - 1
        places = [(newest - last, newest - first) for first, last in runs]
        if len(places) == 1 and not self._is_shared:
            del self._rising[places[0][0] : places[0][1] + 1]
            return
        self._rising = _without(self._rising, places)
        self._now_owns_its_arrays()

    def places_for(self, ids: Iterable[int]) -> "list[tuple[int, array[int]]]":
        groups: dict[int, array[int]] = {}
        for picture_id in sorted(set(ids)):
            if self.row_of(picture_id) is None:
                place = bisect_left(self._rising, picture_id)
                groups.setdefault(place, array("q")).append(picture_id)
        return [(len(self._rising) - place, groups[place][::-1]) for place in sorted(groups)]

    def insert(self, places: "Sequence[tuple[int, array[int]]]") -> None:
        if len(places) == 1 and not self._is_shared:  # a picture that arrives at the top is an append
            (row, ids) = places[0]
            place = len(self._rising) - row
            self._rising[place:place] = ids[::-1]
            return
        merged: array[int] = array("q")
        start = 0
        for row, ids in places:
            place = len(self._rising) - row
            merged += self._rising[start:place]
            merged += ids[::-1]
            start = place
        merged += self._rising[start:]
        self._rising = merged
        self._now_owns_its_arrays()


class AnyOrder(PictureSequence):
    """Ids in any given order, with an index from id to row.

    The index keeps each id's original row. The current row is the original row minus the number of removed
    rows before it. Nothing can be inserted, because only the library knows the position: query it again.
    """

    def __init__(self, ids: "array[int]", go_on: Callable[[], bool] = lambda: True) -> None:
        """Take ownership of `ids`; if `go_on` returns False, stop and leave an unusable sequence."""
        super().__init__()
        self._ids = ids
        self._gone: list[int] = []  # removed original rows, ascending
        self._pages: dict[int, array[int]] = {}
        # Index in pages: a dict of a million ids takes 100 MB, and each step must be short for the GUI.
        for start in range(0, len(ids), _PAGE):
            if not go_on():
                break
            for row, picture_id in enumerate(ids[start : start + _PAGE], start):
                page = self._pages.get(picture_id >> _PAGE_BITS)
                if page is None:
                    page = self._pages[picture_id >> _PAGE_BITS] = array("i", [_NOWHERE]) * _PAGE
                page[picture_id & (_PAGE - 1)] = row

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, row: int) -> int:
        return self._ids[row]

    def between(self, first: int, last: int) -> "array[int]":
        return self._ids[max(first, 0) : max(last + 1, 0)]

    def row_of(self, picture_id: int) -> int | None:
        page = self._pages.get(picture_id >> _PAGE_BITS)
        row = _NOWHERE if page is None else page[picture_id & (_PAGE - 1)]
        return None if row == _NOWHERE else row - bisect_left(self._gone, row)

    def remove(self, runs: Sequence[tuple[int, int]]) -> None:
        if self._is_shared:
            self._pages = {number: page[:] for number, page in self._pages.items()}
            self._now_owns_its_arrays()
        gone: list[int] = []
        for first, last in runs:
            for picture_id in self._ids[first : last + 1]:
                page, place = self._pages[picture_id >> _PAGE_BITS], picture_id & (_PAGE - 1)
                gone.append(page[place])
                page[place] = _NOWHERE
        self._gone = sorted(self._gone + gone)
        self._ids = _without(self._ids, runs[::-1])

    def places_for(self, ids: Iterable[int]) -> "list[tuple[int, array[int]]]":
        del ids
        return []

    def insert(self, places: "Sequence[tuple[int, array[int]]]") -> None:
        raise NotImplementedError("only the library knows where a picture belongs")


def _without(ids: "array[int]", runs: Sequence[tuple[int, int]]) -> "array[int]":
    """Return a copy without `runs`, first run first: one pass, however many runs there are."""
    kept: array[int] = array("q")
    start = 0
    for first, last in runs:
        kept += ids[start:first]
        start = last + 1
    kept += ids[start:]
    return kept
