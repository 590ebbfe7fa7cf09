"""What a person says about pictures: marks, tags, notes, collections, and emptying the Trash."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import (
    Collection,
    Edit,
    Edited,
    Emptied,
    EmptyReport,
    Marks,
    PreviousMarks,
    SetFavourite,
    TrashContents,
)
from portrait_app.core.picture import Picture


class Curation(Protocol):
    """Carries out edits and takes them back. Every method may touch the disk, none belongs on the GUI thread.

    All raise AppError of a LIBRARY_ or DISK_ kind; an edit that fails has changed nothing.
    """

    def edit(self, ids: Sequence[int], edit: Edit) -> Edited:
        """Carry an edit out, in one transaction. Give it a few thousand pictures at a time.

        An edit of a collection is about no pictures: `ids` do not matter.
        """
        ...

    def put_back(self, former: PreviousMarks) -> list[Picture]:
        """Take an edit back; return the pictures like `edit`."""
        ...

    def remaining(self, former: PreviousMarks) -> PreviousMarks:
        """Return what could be taken back still: without pictures that have left the library."""
        ...

    def toggled(self, ids: Sequence[int]) -> SetFavourite:
        """Return the edit that unmarks the pictures if all are favourites, or marks them all."""
        ...

    def marks(self, ids: Sequence[int]) -> Marks:
        """Return what the pictures have in common."""
        ...

    def collections(self) -> list[Collection]:
        """Return all collections, sorted for a person."""
        ...

    def trash_contents(self) -> TrashContents:
        """Return what lies in the Trash."""
        ...

    def empty_trash(self, *, with_favourites: bool, report: EmptyReport, cancel: Cancel) -> Emptied:
        """Send the files of pictures in the Trash to the system's, and forget those that are there.

        A picture whose file cannot be sent stays in the Trash. Cancelling stops soon; what is gone is
        gone. `report` is called now and then, on the worker's thread.
        """
        ...


class SystemTrash(Protocol):
    """The desktop's own trash, from which a person can take files back."""

    def __call__(self, path: Path) -> None:
        """Send a file there. Raises AppError, FILE_MISSING where it is not there, FILE_FAILED otherwise."""
        ...
