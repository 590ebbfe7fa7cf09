"""Data about backups of the library's database and about the result of restoring one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class BackupReason(StrEnum):
    """Why a backup was made. The value is part of the file name: never rename it."""

    DAILY = "daily"
    MIGRATION = "migration"  # before a newer version of the program migrated the database
    REPLACED = "replaced"  # before a backup replaced the database


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of the database, with a summary of its content."""

    path: Path
    made: datetime  # UTC
    reason: BackupReason
    size: int  # bytes
    pictures: int | None  # without those in the Trash; None if the file cannot be read
    favourites: int = 0


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of restoring a library."""

    damaged: bool  # True: the database could not be read; False: the user asked for the backup
    backup: datetime | None  # when the restored backup was made; None if an empty library was created
    set_aside: str  # file of the former database, relative to the library's folder; empty if there was none
    pictures: int  # in the library now, including those in the Trash
    returned: int  # pictures found on disk that the backup did not have
    unknown: int  # returned pictures that have no record of how they were made
