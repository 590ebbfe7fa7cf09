"""What brings pictures in from files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.metadata.imported import ImportedFile, WrittenText
from portrait_app.core.picture import Picture


class FileReader(Protocol):
    """Reads files from anywhere, which may hold anything. For workers; nothing is ever changed."""

    def find(self, paths: Sequence[Path], cancel: Cancel) -> Iterator[Path]:
        """Yield the files among `paths` and below the folders among them, each folder's sorted by name.

        Of a folder only files with a suffix of a picture, also of formats that cannot be read. Hidden
        files, and links to folders, are passed over. Raises AppError of kind CANCELLED.
        """
        ...

    def read(self, path: Path) -> tuple[ImportedFile, GeneratedImage]:
        """Read one file whole, decode it to its last pixel, and say what it tells.

        Raises:
            AppError: FILE_MISSING, FILE_FAILED, IMAGE_TOO_LARGE, IMAGE_DAMAGED, or REPLY_UNREADABLE for
                what is no picture of a format that can be read; with the fact ``path``, and ``format`` for
                the name of such a format, if it is known.
        """
        ...

    def written(self, path: Path) -> list[WrittenText]:
        """Return the texts in a file as they are written. Raises AppError like `read`."""
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
