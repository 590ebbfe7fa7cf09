"""Edits of the user's marks, tags, notes and collections, as data that can be applied, described and undone.

A collection is identified by its unique name, not by an id. Undoing the deletion of a collection gives it a
new id, and other edits of that collection must still be valid then.
"""

import json
import zlib
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from portrait_app.core.picture import MOST_STARS, Picture


@dataclass(frozen=True, slots=True)
class SetFavourite:
    """Mark or unmark pictures as favourites."""

    favourite: bool


@dataclass(frozen=True, slots=True)
class SetRating:
    """Give 1 to MOST_STARS stars; 0 removes the rating. Raises ValueError for other numbers."""

    stars: int

    def __post_init__(self) -> None:
        if not 0 <= self.stars <= MOST_STARS:
            raise ValueError(f"{self.stars} stars")


@dataclass(frozen=True, slots=True)
class SetTrashed:
    """Move pictures to the Trash or back. No file is touched.

    A picture that is in the Trash already keeps the time of its move.
    """

    trashed: bool


@dataclass(frozen=True, slots=True)
class AddTags:
    """Add tags, as `core.tags.read_tags` returns them. A tag that exists keeps its existing spelling."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveTags:
    """Remove tags from pictures."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameTags:
    """Give pictures the tag `to` instead of `tags`. Several tags, or one that exists already, are merged.

    A picture with none of `tags` stays as it is.
    """

    tags: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class SetNote:
    """Replace the note. An empty text removes it."""

    note: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Put pictures into a collection (`inside`), or remove them from it."""

    name: str
    inside: bool = True


@dataclass(frozen=True, slots=True)
class CreateCollection:
    """Create an empty collection. The name comes from `core.tags.read_name` and must be new."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameCollection:
    """Rename a collection. No other collection may have the new name."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class DeleteCollection:
    """Delete a collection. Its pictures stay in the library."""

    name: str


TagEdit = AddTags | RemoveTags | RenameTags
PictureEdit = SetFavourite | SetRating | SetTrashed | TagEdit | SetNote | Collect
CollectionEdit = CreateCollection | RenameCollection | DeleteCollection
Edit = PictureEdit | CollectionEdit

Stored = int | str | None  # a value as the database stores it


@dataclass(frozen=True, slots=True)
class PreviousMarks:
    """The state before an edit: the ids of the changed pictures, grouped by their former value.

    The ids are compressed, because the undo stack may hold a hundred of these objects with 100,000 pictures
    each. Consecutive ids take almost no memory, scattered ids about one byte each.
    """

    edit: Edit
    count: int  # number of changed pictures
    packed: bytes  # zlib-compressed JSON: per group the value, the first id and the steps to the next ids

    @classmethod
    def of(cls, edit: Edit, groups: Mapping[Stored, Iterable[int]]) -> "PreviousMarks":
        """Pack the ids, which are grouped by former value."""
        sorted_groups = [(value, sorted(ids)) for value, ids in groups.items()]
        steps = [[value, *ids[:1], *(b - a for a, b in pairwise(ids))] for value, ids in sorted_groups]
        packed = zlib.compress(json.dumps(steps, separators=(",", ":")).encode(), 1)
        return cls(edit, sum(len(ids) for _value, ids in sorted_groups), packed)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to undo.

        An edit of a collection can be undone even without pictures: it has one empty group then.
        """
        return self.count == 0 and not (isinstance(self.edit, CollectionEdit) and self.groups())

    def only(self, ids: Container[int]) -> "PreviousMarks":
        """Return the part that concerns the pictures in `ids`."""
        if all(number in ids for number in self.ids()):
            return self
        kept = {value: [number for number in those if number in ids] for value, those in self.groups()}
        return PreviousMarks.of(self.edit, kept)

    def groups(self) -> list[tuple[Stored, list[int]]]:
        """Return each former value with the ids of its pictures, in ascending order."""
        return [
            (value, list(accumulate(steps))) for value, *steps in json.loads(zlib.decompress(self.packed))
        ]

    def ids(self) -> list[int]:
        """Return the ids of all changed pictures, in ascending order."""
        return sorted(chain.from_iterable(ids for _value, ids in self.groups()))


@dataclass(frozen=True, slots=True)
class Edited:
    """The result of an edit."""

    former: PreviousMarks
    pictures: list[Picture]  # the changed pictures as they are now; empty if there are more than MANY

    @property
    def is_nothing(self) -> bool:
        """Whether the edit changed nothing."""
        return self.former.is_nothing


@dataclass(frozen=True, slots=True)
class Marks:
    """A summary of the marks of several pictures."""

    count: int  # number of pictures
    favourites: int = 0  # number of favourites among them
    rating: int | None = 0  # None if the ratings differ
    tags: Mapping[str, int] | None = None  # number of pictures by tag
    collections: Mapping[str, int] | None = None  # number of pictures by collection
    note: str | None = ""  # None if the notes differ

    @classmethod
    def of(cls, picture: Picture) -> "Marks":
        """Return the marks of a single picture."""
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
    """A named set of pictures that the user has put together."""

    name: str
    count: int  # number of its pictures, without those in the Trash


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that pictures have."""

    name: str
    count: int  # number of its pictures, without those in the Trash


@dataclass(frozen=True, slots=True)
class TrashContents:
    """A summary of the pictures in the Trash."""

    pictures: int = 0
    favourites: int = 0
    rated: int = 0  # pictures with one star or more, not counting favourites
    size: int = 0  # bytes
    favourite_size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Emptied:
    """The result of emptying the Trash."""

    gone: int = 0  # pictures that were removed from the library
    missing: int = 0  # removed pictures whose file did not exist any more
    failed: tuple[tuple[str, str], ...] = ()  # files that stay in the Trash, each with the system's reason
    stopped: bool = False


EmptyReport = Callable[[int, int], None]  # progress callback: pictures done, pictures in total
