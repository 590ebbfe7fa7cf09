"""Reads files and imports them into the library one by one, on a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from pathlib import Path

from PySide6.QtGui import QImage

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.picture import Picture
from portrait_app.core.ports.importing import FileReader, PictureImport
from portrait_app.jobs.image_reader import read_image

MOST_FILES = 5_000  # per import: each file keeps a thumbnail in memory
THUMBNAIL_SIDE = 72  # pixels


class FileState(Enum):
    """The state of a file in an import."""

    NEW = "new"
    HERE = "here"  # the library has this file already
    VERSION = "version"  # an export of a picture in the library, with other bytes and perhaps retouched
    ADDED = "added"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """One file of an import, with its content and the library's picture of it."""

    path: Path
    file: ImportedFile | None = None
    picture: Picture | None = None
    added: bool = False  # this import has added the picture
    error: AppError | None = None
    thumbnail: QImage = field(default_factory=QImage)

    @property
    def state(self) -> FileState:
        if self.error is not None:
            return FileState.FAILED
        if self.picture is None:
            return FileState.NEW
        if self.added:
            return FileState.ADDED
        return FileState.VERSION if self.is_version else FileState.HERE

    @property
    def is_version(self) -> bool:
        """Whether the library has the same picture with other bytes."""
        return self.file is not None and self.picture is not None and self.file.sha256 != self.picture.sha256

    @property
    def can_be_added(self) -> bool:
        """Whether the file can be added: it is not in the library, or the user wants it as a new picture.

        Also True if an earlier attempt to add it failed.
        """
        if self.file is None:
            return False
        return self.picture is None or (self.is_version and self.file.own)

    def as_own(self, own: bool) -> "BroughtFile":
        """Return a copy with `own` set: whether to import the file as a new picture."""
        return self if self.file is None else replace(self, file=replace(self.file, own=own))


Report = Callable[[BroughtFile], None]


class FileImport:
    """The work of one import. Each file is reported as soon as it is finished."""

    def __init__(self, reader: FileReader, library: PictureImport) -> None:
        self._reader = reader
        self._library = library

    def find(self, paths: Sequence[Path], cancel: Cancel) -> list[Path]:
        """Return the files in and below `paths`, at most MOST_FILES + 1. Raises AppError.

        One more than allowed shows the caller that there are too many.
        """
        return list(islice(self._reader.find(paths, cancel), MOST_FILES + 1))

    def read(self, paths: Sequence[Path], report: Report, cancel: Cancel) -> None:
        """Read each file and look for it in the library, until cancelled."""
        for path in paths:
            if cancel.cancelled:
                return
            report(self._read(path))

    def add(self, brought: Sequence[BroughtFile], report: Report, cancel: Cancel) -> None:
        """Read each file again and add it to the library, until cancelled. Known pictures stay unchanged."""
        for known in brought:
            if cancel.cancelled:
                return
            report(self._add(known))

    def _read(self, path: Path) -> BroughtFile:
        try:
            file, _image = self._reader.read(path)
            return BroughtFile(path, file, self._library.known(file), thumbnail=_thumbnail(path))
        except AppError as error:
            return BroughtFile(path, error=error)

    def _add(self, known: BroughtFile) -> BroughtFile:
        try:
            file, image = self._reader.read(known.path)
            file = replace(file, own=known.file is not None and known.file.own)
            here = self._library.known(file)
            picture = self._library.add(file, image) if here is None else here
        except AppError as error:
            return replace(known, error=error)
        return replace(known, file=file, picture=picture, added=here is None, error=None)


def _thumbnail(path: Path) -> QImage:
    try:
        return read_image(path, THUMBNAIL_SIDE)
    except AppError:  # Qt cannot decode some files that the reader can; such a file has no thumbnail
        return QImage()
