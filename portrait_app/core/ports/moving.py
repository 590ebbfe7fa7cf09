"""The port for moving the library to another folder."""

from pathlib import Path
from typing import Protocol

from portrait_app.core.moving import MovePlan


class LibraryMoving(Protocol):
    """Plans a move of the open library. The move itself happens while the library is closed.

    Every method may access the disk: call it on a worker. All methods raise AppError.
    """

    def plan(self, chosen: Path) -> MovePlan:
        """Return what a move to the folder `chosen`, or into it, would mean. Nothing is changed."""
        ...

    def interrupted(self) -> Path | None:
        """Return the folder of a move that was interrupted by a crash; None if there is none."""
        ...

    def discard(self, target: Path) -> None:
        """Remove the half copy of an interrupted move. Files that are not of the move stay."""
        ...

    def let_go(self, old: Path) -> None:
        """Send the folder where the library was before to the system's trash."""
        ...

    def is_moved_copy(self, old: Path) -> bool:
        """Return whether the library in `old` was moved to this library's folder, and is still there.

        A library that was opened in `old` after the move is no copy any more.
        """
        ...

    def moved_to(self) -> Path | None:
        """Return where this library was moved to, if it was opened in its old folder; None if it was not.

        From then on `is_moved_copy` is false: the user may have made something in the old folder.
        """
        ...

    def stay(self) -> None:
        """Forget that this library was moved elsewhere."""
        ...
