"""A set of pictures that stays small in memory even if it contains a million pictures."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, filterfalse

from portrait_app.ui.gallery.picture_sequence import NewestFirst, PictureSequence

FEW = 10_000  # pictures that Python goes through, one by one, in 10 ms
_NONE: frozenset[int] = frozenset()


class PictureSet(Collection[int]):
    """An immutable set of picture ids: all pictures of one sequence, with exceptions.

    The sequence is a snapshot that shares its array with the grid, so that selecting a million pictures
    takes neither time nor memory.
    """

    def __init__(
        self,
        whole: PictureSequence | None = None,
        without: frozenset[int] = _NONE,
        extra: frozenset[int] = _NONE,
    ) -> None:
        """`without` are pictures of `whole` that are left out, `extra` are pictures that `whole` lacks."""
        self._whole: PictureSequence = NewestFirst() if whole is None else whole
        self._without = without
        self._extra = extra

    @classmethod
    def of_rows(cls, sequence: PictureSequence, runs: Sequence[tuple[int, int]]) -> "PictureSet":
        """Return the pictures of some ranges of rows (first, last), in ascending order."""
        inside = sum(last - first + 1 for first, last in runs)
        if inside * 2 <= len(sequence):
            return cls(extra=frozenset(chain.from_iterable(sequence.between(*run) for run in runs)))
        starts = [0, *(last + 1 for _first, last in runs)]
        ends = [*(first - 1 for first, _last in runs), len(sequence) - 1]
        gaps = [sequence.between(first, last) for first, last in zip(starts, ends, strict=True)]
        return cls(sequence.snapshot(), frozenset(chain.from_iterable(gaps)))

    def __len__(self) -> int:
        return len(self._whole) - len(self._without) + len(self._extra)

    def __contains__(self, picture_id: object) -> bool:
        if picture_id in self._extra:
            return True
        return isinstance(picture_id, int) and picture_id in self._whole and picture_id not in self._without

    def __iter__(self) -> Iterator[int]:
        """Yield the ids in the order of the sequence, then the others, newest first."""
        return chain(filterfalse(self._without.__contains__, self._whole), sorted(self._extra, reverse=True))

    def __or__(self, ids: Iterable[int]) -> "PictureSet":
        ids = frozenset(ids)
        extra = frozenset(one for one in ids if one not in self._whole) if self._whole else ids
        return PictureSet(self._whole, self._without - ids, self._extra | extra)

    def __sub__(self, ids: Iterable[int]) -> "PictureSet":
        ids = frozenset(ids)
        if len(ids) > FEW:  # searching for each in the sequence would take longer
            return PictureSet(extra=frozenset(self) - ids)
        without = self._without.union(one for one in ids if one in self._whole)
        return PictureSet(self._whole, without, self._extra - ids)

    def __xor__(self, ids: Iterable[int]) -> "PictureSet":
        ids = frozenset(ids)
        inside = frozenset(one for one in ids if one in self)
        return (self - inside) | (ids - inside)
