"""What brings pictures in from files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.picture import Picture


class FileReader(Protocol):
    """Reads files from anywhere, which may hold anything. For workers; nothing is ever changed."""

    def find(self, paths: Sequence[Path], cancel: Cancel) -> Iterator[Path]:
        """Yield the files among `paths` and below the folders among them, each folder's by name.

        Of a folder only what looks like a picture by its name; what is hidden, and links that lead
        back, are passed over. Raises AppError of kind CANCELLED.
        """
        ...

    def read(self, path: Path) -> tuple[ImportedFile, GeneratedImage]:
        """Read one file whole, decode it to its last pixel, and say what it tells.

        Raises:
            AppError: FILE_MISSING, FILE_FAILED, IMAGE_TOO_LARGE, IMAGE_DAMAGED, or REPLY_UNREADABLE for
                what never was a picture; with the fact ``path``.
        """
        ...


class PictureImport(Protocol):
    """Takes pictures from files into the library. For workers."""

    def known(self, file: ImportedFile) -> Picture | None:
        """Return the picture that is here already: of the same bytes, or else what it was exported from."""
        ...

    def add(self, file: ImportedFile, image: GeneratedImage) -> Picture:
        """Copy an image into the library with all that is known of it, and return the picture.

        What is `known` is not copied: the picture that is here is returned.

        Raises:
            AppError: of a LIBRARY_, DISK_ or FILE_ kind; nothing was taken in.
        """
        ...
