"""What a person says about pictures of a real library, where a test is about something else."""

from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.curation import OfPictures
from portrait_app.core.picture import Picture
from portrait_app.library.library import PictureLibrary


def mark(library: PictureLibrary, ids: Sequence[int], edit: OfPictures) -> list[Picture]:
    """Carry an edit out as the program does; return the pictures that it changed, oldest first."""
    return library.curation(_no_system_trash).edit(ids, edit).pictures


def _no_system_trash(path: Path) -> None:
    raise AssertionError(f"{path} was sent to the system's trash")
