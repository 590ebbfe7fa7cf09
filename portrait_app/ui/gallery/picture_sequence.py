"""The ids of what the grid shows: one array, however many pictures there are."""

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator

_PAGE_BITS = 14
_PAGE = 1 << _PAGE_BITS  # ids whose rows stand in one piece
_NOWHERE = -1


class PictureSequence(ABC):
    """Picture ids in the order they are shown. Making a long one takes a while: make it on a worker."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, row: int) -> int: ...

    @abstractmethod
    def between(self, first: int, last: int) -> "array[int]":
        """Return the ids of the rows `first` to `last`, both included; rows beyond the ends are left out."""

    @abstractmethod
    def row_of(self, picture_id: int) -> int | None: ...

    @abstractmethod
    def remove(self, first: int, last: int) -> None:
        """Take out the rows `first` to `last`, both included."""

    @abstractmethod
    def places_for(self, ids: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        """Yield (row, ids to insert before it) for those of `ids` that belong here and are not yet.

        Each group is to be inserted before the next is asked for.
        """

    @abstractmethod
    def insert(self, row: int, ids: "array[int]") -> None:
        """Put ids before `row`."""

    def begins_with(self, other: "PictureSequence") -> bool:
        """Say whether `other` is the beginning of this, or all of it."""
        count = len(other)
        return len(self) >= count and self.between(0, count - 1) == other.between(0, count - 1)

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


class NewestFirst(PictureSequence):
    """Ids that fall: an id grows with time, so a place is found by bisection.

    Kept oldest first inside: a new picture, at row 0, is an append instead of a move of everything.
    """

    def __init__(self, newest_first: "array[int] | None" = None) -> None:
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
        rising = other._rising  # noqa: SLF001 - of the same class
        return extra >= 0 and (self._rising[extra:] if extra else self._rising) == rising

    def row_of(self, picture_id: int) -> int | None:
        place = bisect_left(self._rising, picture_id)
        if place < len(self._rising) and self._rising[place] == picture_id:
            return len(self._rising) - 1 - place
        return None

    def remove(self, first: int, last: int) -> None:
        count = len(self._rising)
        del self._rising[count - 1 - last : count - first]

    def places_for(self, ids: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        groups: dict[int, array[int]] = {}
        for picture_id in sorted(set(ids)):
            if self.row_of(picture_id) is None:
                place = bisect_left(self._rising, picture_id)
                groups.setdefault(place, array("q")).append(picture_id)
        for place in sorted(groups, reverse=True):  # newest first: later places stay as they are
            yield len(self._rising) - place, groups[place][::-1]

    def insert(self, row: int, ids: "array[int]") -> None:
        place = len(self._rising) - row
        self._rising[place:place] = ids[::-1]


class AnyOrder(PictureSequence):
    """Ids in whatever order they were given, with an index from id to row.

    What is taken out moves the rows behind it up: the index keeps the rows of the beginning, and
    what has gone before one is counted. Nothing can be put in, for only the library knows where:
    ask it again.
    """

    def __init__(self, ids: "array[int]", go_on: Callable[[], bool] = lambda: True) -> None:
        """Take over `ids`, and stop half-way, good for nothing, when `go_on` says no."""
        self._ids = ids
        self._gone: list[int] = []  # rows of the beginning, rising
        self._pages: dict[int, array[int]] = {}
        # In pieces, for a dict of a million is 100 MB; and with no step so long that the GUI would wait.
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

    def remove(self, first: int, last: int) -> None:
        for picture_id in self._ids[first : last + 1]:
            page, place = self._pages[picture_id >> _PAGE_BITS], picture_id & (_PAGE - 1)
            insort(self._gone, page[place])
            page[place] = _NOWHERE
        del self._ids[first : last + 1]

    def places_for(self, ids: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        del ids
        return iter(())

    def insert(self, row: int, ids: "array[int]") -> None:
        raise NotImplementedError("only the library knows where a picture belongs")
