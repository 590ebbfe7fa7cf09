"""The ports for marks, tags, notes and collections, and for emptying the Trash."""

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
    Tag,
    TrashContents,
)
from portrait_app.core.picture import Picture


class Curation(Protocol):
    """Applies and undoes edits. Every method may access the disk: call it on a worker.

    All methods raise AppError of a LIBRARY_ or DISK_ kind. An edit that fails changes nothing.
    """

    def edit(self, ids: Sequence[int], edit: Edit) -> Edited:
        """Apply an edit in one transaction. Pass at most a few thousand pictures per call.

        `ids` is ignored if the edit creates, renames or deletes a collection.
        """
        ...

    def put_back(self, former: PreviousMarks) -> list[Picture]:
        """Undo an edit. Return the changed pictures, or an empty list if there are more than MANY."""
        ...

    def remaining(self, former: PreviousMarks) -> PreviousMarks:
        """Return the part of `former` that can still be undone: without pictures that no longer exist."""
        ...

    def toggled(self, ids: Sequence[int]) -> SetFavourite:
        """Return the edit that unmarks the pictures if all are favourites, and otherwise marks them all."""
        ...

    def marks(self, ids: Sequence[int]) -> Marks:
        """Return a summary of the pictures' marks."""
        ...

    def collections(self) -> list[Collection]:
        """Return all collections in alphabetical order."""
        ...

    def tags(self) -> list[Tag]:
        """Return all tags in alphabetical order."""
        ...

    def tagged(self, tags: Sequence[str]) -> list[int]:
        """Return the ids of the pictures with one of these tags, also of those in the Trash."""
        ...

    def trash_contents(self) -> TrashContents:
        """Return a summary of the pictures in the Trash."""
        ...

    def empty_trash(self, *, with_favourites: bool, report: EmptyReport, cancel: Cancel) -> Emptied:
        """Move the files of pictures in the Trash to the system's trash, and delete those pictures' rows.

        A picture whose file cannot be moved stays in the Trash. After cancellation the method returns soon;
        pictures that were deleted by then stay deleted. `report` is called regularly, on the worker thread.
        """
        ...


class SystemTrash(Protocol):
    """The desktop's own trash, from which the user can restore files."""

    def __call__(self, path: Path) -> None:
        """Move a file to the trash. Raises AppError: FILE_MISSING or FILE_FAILED."""
        ...
