"""The ports for importing pictures from files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.picture import Picture


class FileReader(Protocol):
    """Reads untrusted files without changing them. Call it on a worker."""

    def find(self, paths: Sequence[Path], cancel: Cancel) -> Iterator[Path]:
        """Yield the files in `paths`, and the image files below the folders in `paths`, sorted by name.

        Below a folder, hidden files, files without an image suffix and links to folders are skipped. A folder
        that cannot be read is yielded itself, so that `read` reports it. Raises AppError of kind CANCELLED.
        """
        ...

    def read(self, path: Path) -> tuple[ImportedFile, GeneratedImage]:
        """Read one file, decode its whole image, and parse its metadata.

        Raises:
            AppError: FILE_MISSING, FILE_FAILED, IMAGE_TOO_LARGE, IMAGE_DAMAGED, or REPLY_UNREADABLE if the
                file is not an image; with the fact ``path``.
        """
        ...


class PictureImport(Protocol):
    """Adds pictures from files to the library. Call it on a worker."""

    def known(self, file: ImportedFile) -> Picture | None:
        """Return the library's picture with the same bytes, or else the one the file was exported from."""
        ...

    def add(self, file: ImportedFile, image: GeneratedImage) -> Picture:
        """Copy an image into the library with its metadata, and return the new picture.

        If the picture is `known`, nothing is copied and the existing picture is returned.

        Raises:
            AppError: of a LIBRARY_, DISK_ or FILE_ kind; nothing was added.
        """
        ...
