"""What a person says about pictures, as edits: data that can be carried out, told and taken back.

A collection is known by its name, which no two have: an edit then means the same before and after
another one was taken back.
"""

import json
import zlib
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from portrait_app.core.picture import MOST_STARS, Picture


@dataclass(frozen=True, slots=True)
class SetFavourite:
    """Mark or unmark."""

    favourite: bool


@dataclass(frozen=True, slots=True)
class SetRating:
    """Give 1 to MOST_STARS stars, or with 0 take them away. Raises ValueError for other numbers."""

    stars: int

    def __post_init__(self) -> None:
        if not 0 <= self.stars <= MOST_STARS:
            raise ValueError(f"{self.stars} stars")


@dataclass(frozen=True, slots=True)
class SetTrashed:
    """Move to the Trash or back. No file is touched; what lies there already keeps its moment."""

    trashed: bool


@dataclass(frozen=True, slots=True)
class AddTags:
    """Give tags, as `core.tags.read_tags` returns them. One in use is spelled as it is in use."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveTags:
    """Take tags away."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write a note in place of the one there is; empty for none."""

    note: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Put into a collection, or take out of it."""

    name: str
    inside: bool = True


@dataclass(frozen=True, slots=True)
class CreateCollection:
    """Make an empty collection. The name is one of `core.tags.read_name`, and new."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameCollection:
    """Call a collection something else, which is no other's name."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class DeleteCollection:
    """Remove a collection; its pictures stay."""

    name: str


OfPictures = SetFavourite | SetRating | SetTrashed | AddTags | RemoveTags | SetNote | Collect
OfCollection = CreateCollection | RenameCollection | DeleteCollection
Edit = OfPictures | OfCollection

Stored = int | str | None  # a value as the library keeps it


@dataclass(frozen=True, slots=True)
class PreviousMarks:
    """How it was before an edit: the pictures that were changed, by the value they had.

    Kept small, for a hundred of these may be in memory with 100,000 pictures each: neighbours take
    next to nothing, scattered ones about a byte.
    """

    edit: Edit
    count: int  # pictures that were changed
    packed: bytes

    @classmethod
    def of(cls, edit: Edit, groups: Mapping[Stored, Iterable[int]]) -> "PreviousMarks":
        """Pack ids by the values they had."""
        sorted_groups = [(value, sorted(ids)) for value, ids in groups.items()]
        steps = [[value, *ids[:1], *(b - a for a, b in pairwise(ids))] for value, ids in sorted_groups]
        packed = zlib.compress(json.dumps(steps, separators=(",", ":")).encode(), 1)
        return cls(edit, sum(len(ids) for _value, ids in sorted_groups), packed)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to put back. Of a collection, there is a group even without pictures."""
        return self.count == 0 and not (isinstance(self.edit, OfCollection) and self.groups())

    def only(self, ids: Container[int]) -> "PreviousMarks":
        """Return it without all other pictures; itself where it has none."""
        if all(number in ids for number in self.ids()):
            return self
        kept = {value: [number for number in those if number in ids] for value, those in self.groups()}
        return PreviousMarks.of(self.edit, kept)

    def groups(self) -> list[tuple[Stored, list[int]]]:
        """Return each value with the ids that had it, which rise."""
        return [
            (value, list(accumulate(steps))) for value, *steps in json.loads(zlib.decompress(self.packed))
        ]

    def ids(self) -> list[int]:
        """Return the pictures that were changed; the ids rise."""
        return sorted(chain.from_iterable(ids for _value, ids in self.groups()))


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit."""

    former: PreviousMarks
    pictures: list[Picture]  # as they are now; none of them if they are MANY

    @property
    def is_nothing(self) -> bool:
        """Whether everything was so already, or what it was about is gone."""
        return self.former.is_nothing


@dataclass(frozen=True, slots=True)
class Marks:
    """What some pictures have in common, and what only some of them have."""

    count: int  # pictures
    favourites: int = 0
    rating: int | None = 0  # None where it differs
    tags: Mapping[str, int] | None = None  # and how many have each
    collections: Mapping[str, int] | None = None
    note: str | None = ""  # None where it differs

    @classmethod
    def of(cls, picture: Picture) -> "Marks":
        """Return those of a single picture."""
        return cls(
            1,
            int(picture.favourite),
            picture.rating,
            dict.fromkeys(picture.tags, 1),
            dict.fromkeys(picture.collections, 1),
            picture.note,
        )


@dataclass(frozen=True, slots=True)
class Collection:
    """Pictures a person put together."""

    name: str
    count: int  # pictures that are not in the Trash


@dataclass(frozen=True, slots=True)
class TrashContents:
    """What lies in the Trash."""

    pictures: int = 0
    favourites: int = 0
    rated: int = 0  # with a star or more, favourites left out
    size: int = 0  # bytes
    favourite_size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Emptied:
    """What emptying the Trash came to."""

    gone: int = 0  # pictures that have left the library
    missing: int = 0  # of these, how many had no file any more
    failed: tuple[tuple[str, str], ...] = ()  # files that stay in the Trash, and the system's reason
    stopped: bool = False


EmptyReport = Callable[[int, int], None]  # pictures done, and how many there are
