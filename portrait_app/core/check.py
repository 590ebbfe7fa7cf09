"""Data about a check of the library: faults, repairs and progress. `ui` makes the sentences."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

LISTED = 10_000  # the most findings of one kind that a report lists; further ones are only counted


class Fault(StrEnum):
    """What is wrong with the file of a picture."""

    MISSING = "missing"
    OTHER_SIZE = "other size"
    OTHER_BYTES = "other bytes"  # the size is right, the content is not: only a thorough check finds this
    UNREADABLE = "unreadable"  # the system refuses access, so the file may be intact


class Loose(StrEnum):
    """The kind of a file that belongs to no picture."""

    IMAGE = "image"
    LEFTOVER = "leftover"  # a temporary file of a write that was interrupted
    REPLY = "reply"  # an engine's reply for a job that is not in the library


@dataclass(frozen=True, slots=True)
class FaultyPicture:
    """A picture whose file does not match its row in the database."""

    id: int
    file: str  # relative to the library's folder, with forward slashes
    fault: Fault


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A file that no row of the database names."""

    file: str  # relative to the library's folder, with forward slashes
    kind: Loose
    size: int  # bytes
    adoptable: bool = False  # the file's job is known and done, so the file can become a picture again


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """The findings of one kind: their number, and the first LISTED of them."""

    count: int = 0
    items: tuple[T, ...] = ()

    def without(self, mended: Callable[[T], bool]) -> "Findings[T]":
        """Return the findings without those that `mended` accepts."""
        left = tuple(item for item in self.items if not mended(item))
        return Findings(self.count - len(self.items) + len(left), left)


class Store(StrEnum):
    """A part of the library's folder whose size a report shows."""

    PICTURES = "pictures"
    DATABASE = "database"
    THUMBNAILS = "thumbnails"
    BACKUPS = "backups"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The state of a library. Sizes are bytes."""

    pictures: int  # number of rows that were compared with their files
    thorough: bool  # whether the content of every file was read
    faults: Mapping[Fault, Findings[FaultyPicture]]
    loose: Mapping[Loose, Findings[LooseFile]]
    unreadable_folders: tuple[str, ...]
    storage: Mapping[Store, int]

    @property
    def is_sound(self) -> bool:
        """Whether the check found no fault, no loose file and no unreadable folder."""
        faulty = sum(found.count for found in self.faults.values())
        loose = sum(found.count for found in self.loose.values())
        return faulty == loose == len(self.unreadable_folders) == 0

    def without(self, ids: Set[int] = frozenset(), files: Set[str] = frozenset()) -> "CheckReport":
        """Return the report without these pictures and these loose files, which have been repaired."""
        faults = {fault: found.without(lambda row: row.id in ids) for fault, found in self.faults.items()}
        loose = {kind: found.without(lambda row: row.file in files) for kind, found in self.loose.items()}
        return replace(
            self,
            faults={fault: found for fault, found in faults.items() if found.count},
            loose={kind: found for kind, found in loose.items() if found.count},
        )


@dataclass(frozen=True, slots=True)
class Located:
    """The result of a search for missing files."""

    restored: tuple[int, ...]  # ids of the pictures whose files were found and copied back
    missing: tuple[int, ...]  # ids of the pictures whose files were not found


@dataclass(frozen=True, slots=True)
class Tidied:
    """The result of tidying up."""

    freed: int = 0  # bytes freed on the disk
    thumbnails: int = 0  # deleted thumbnails of pictures that no longer exist
    room_needed: int = 0  # bytes that compacting needs; 0 unless it was skipped for lack of room
    room_there: int = 0  # bytes that were free on the disk then


class CheckStage(StrEnum):
    """The current step of housekeeping."""

    FOLDERS = "folders"  # progress counts files
    PICTURES = "pictures"
    SEARCH = "search"  # progress counts examined files
    THUMBNAILS = "thumbnails"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of housekeeping; `total` is 0 if it is not known."""

    stage: CheckStage
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]
