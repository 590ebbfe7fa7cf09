"""Data about moving the library to another folder. `ui` makes the sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class MoveProblem(StrEnum):
    """Why a library cannot be moved to a folder."""

    INSIDE = "inside"  # the folder is the library, inside of it, or around it
    TAKEN = "taken"  # the folder has files of its own
    NO_ROOM = "no room"
    UNREADABLE = "unreadable"  # a part of the library cannot be read, so it would be left behind


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What moving the library to a folder would mean."""

    target: Path
    files: int
    size: int  # bytes to copy
    room: int  # bytes that are free at the target
    problem: MoveProblem | None = None


class MoveStage(StrEnum):
    """The current step of a move."""

    COPY = "copy"
    CHECK = "check"
    UNDO = "undo"  # the copy is removed, because the move was cancelled or failed


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """The progress of a move, in bytes."""

    stage: MoveStage
    done: int = 0
    total: int = 0


MoveReport = Callable[[MoveProgress], None]
