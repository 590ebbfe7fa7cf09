"""Copies of the library's database, and what became of a library that was put back: data only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class BackupReason(StrEnum):
    """Why a copy was made. A part of its file's name: never rename a value."""

    DAILY = "daily"
    MIGRATION = "migration"  # before a newer version of the program changed it
    REPLACED = "replaced"  # before another copy took its place


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the database, and what is in it."""

    path: Path
    made: datetime  # UTC
    reason: BackupReason
    size: int  # bytes
    pictures: int | None  # those in the Trash left out; None where the file cannot be read
    favourites: int = 0


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What putting a library back came to."""

    damaged: bool  # its database could not be read; otherwise a person wished for the backup
    backup: datetime | None  # when the copy that was put in its place was made; None for an empty library
    set_aside: str  # the former database's file, below the library's folder; empty where there was none
    pictures: int  # in the library now, those in the Trash too
    returned: int  # of these, found on disk and missing from the backup
    unknown: int  # of the returned, those of which nobody remembers how they were made
