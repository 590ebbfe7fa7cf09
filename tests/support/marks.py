"""Marks on pictures of a real library, for tests of something else."""

from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.curation import OfPictures
from portrait_app.core.picture import Picture
from portrait_app.library.library import PictureLibrary


def mark(library: PictureLibrary, ids: Sequence[int], edit: OfPictures) -> list[Picture]:
    """Carry out an edit as the program does. Return the changed pictures, oldest first."""
    return library.curation(_no_system_trash).edit(ids, edit).pictures


def _no_system_trash(path: Path) -> None:
    raise AssertionError(f"{path} was sent to the system's trash")
