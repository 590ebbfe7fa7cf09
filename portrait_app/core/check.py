"""What a check of the library finds, and what is done about it: data only, the words are made in `ui`."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

LISTED = 10_000  # findings of one kind that a report names; it counts them all


class Fault(StrEnum):
    """What is wrong with the file of a picture."""

    MISSING = "missing"
    OTHER_SIZE = "other size"
    OTHER_BYTES = "other bytes"  # as large as it should be: only a thorough check sees it
    UNREADABLE = "unreadable"  # the system refuses to say, so it may well be there


class Loose(StrEnum):
    """What a file is that belongs to no picture."""

    IMAGE = "image"
    LEFTOVER = "leftover"  # a temporary name, from a write that was cut off
    REPLY = "reply"  # of an engine, for a job that is not in the library


@dataclass(frozen=True, slots=True)
class FaultyPicture:
    """A picture whose file is not what its row says."""

    id: int
    file: str  # below the library's folder, with forward slashes
    fault: Fault


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A file that no row names."""

    file: str  # below the library's folder, with forward slashes
    kind: Loose
    size: int  # bytes
    adoptable: bool = False  # its job is known and done: it can be a picture again


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """All of one kind, counted; the first of them by name."""

    count: int = 0
    items: tuple[T, ...] = ()

    def without(self, mended: Callable[[T], bool]) -> "Findings[T]":
        """Return what is left once some are mended."""
        left = tuple(item for item in self.items if not mended(item))
        return Findings(self.count - len(self.items) + len(left), left)


class Store(StrEnum):
    """A part of the library's folder that takes room."""

    PICTURES = "pictures"
    DATABASE = "database"
    THUMBNAILS = "thumbnails"
    BACKUPS = "backups"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The state of a library. Sizes are bytes."""

    pictures: int  # rows that were held against their files
    thorough: bool  # whether every file was read
    faults: Mapping[Fault, Findings[FaultyPicture]]
    loose: Mapping[Loose, Findings[LooseFile]]
    unreadable_folders: tuple[str, ...]
    storage: Mapping[Store, int]

    @property
    def is_sound(self) -> bool:
        """Whether every picture is whole and nothing lies about."""
        faulty = sum(found.count for found in self.faults.values())
        loose = sum(found.count for found in self.loose.values())
        return faulty == loose == len(self.unreadable_folders) == 0

    def without(self, ids: Set[int] = frozenset(), files: Set[str] = frozenset()) -> "CheckReport":
        """Return what is left once these pictures, or these files of no picture, are seen to."""
        faults = {fault: found.without(lambda row: row.id in ids) for fault, found in self.faults.items()}
        loose = {kind: found.without(lambda row: row.file in files) for kind, found in self.loose.items()}
        return replace(
            self,
            faults={fault: found for fault, found in faults.items() if found.count},
            loose={kind: found for kind, found in loose.items() if found.count},
        )


@dataclass(frozen=True, slots=True)
class Located:
    """What a search for missing files came to."""

    restored: tuple[int, ...]  # pictures whose files are back in their places
    missing: tuple[int, ...]  # pictures whose files were not found


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying up came to."""

    freed: int = 0  # bytes on the disk
    thumbnails: int = 0  # of pictures that are gone
    room_needed: int = 0  # bytes that compacting would have taken, where it was left out
    room_there: int = 0


class CheckStage(StrEnum):
    """What housekeeping is at."""

    FOLDERS = "folders"  # counted in files
    PICTURES = "pictures"
    SEARCH = "search"  # counted in files looked at
    THUMBNAILS = "thumbnails"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far housekeeping is; `total` is 0 where nobody knows."""

    stage: CheckStage
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]
