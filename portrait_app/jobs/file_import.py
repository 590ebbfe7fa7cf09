"""Files read and taken into the library one after the other, on a worker."""

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

MOST_FILES = 5_000  # at a time: each keeps a small image
THUMBNAIL_SIDE = 72  # pixels


class FileState(Enum):
    """What may become of a file, or has."""

    NEW = "new"
    HERE = "here"  # in the library already
    VERSION = "version"  # in the library, from other bytes: an export of it, perhaps retouched
    ADDED = "added"
    FAILED = "failed"  # it could not be read
    REFUSED = "refused"  # it was read, and the library could not take it


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """One file: what was read from it, and where it is in the library."""

    path: Path
    file: ImportedFile | None = None
    picture: Picture | None = None
    added: bool = False  # by this import
    error: AppError | None = None
    thumbnail: QImage = field(default_factory=QImage)

    @property
    def state(self) -> FileState:
        if self.error is not None:
            return FileState.FAILED if self.file is None else FileState.REFUSED
        if self.picture is None:
            return FileState.NEW
        if self.added:
            return FileState.ADDED
        return FileState.VERSION if self.is_version else FileState.HERE

    @property
    def is_version(self) -> bool:
        """Whether the library has the picture, but not these bytes of it."""
        return self.file is not None and self.picture is not None and self.file.sha256 != self.picture.sha256

    @property
    def can_be_added(self) -> bool:
        """Whether it is not in the library or wanted all the same, also where adding it failed before."""
        if self.file is None:
            return False
        return self.picture is None or (self.is_version and self.file.own)

    def as_own(self, own: bool) -> "BroughtFile":
        """Return it wanted as a picture of its own, or not."""
        return self if self.file is None else replace(self, file=replace(self.file, own=own))


Report = Callable[[BroughtFile], None]


class FileImport:
    """What a worker does for one import; each file is reported as soon as it is done."""

    def __init__(self, reader: FileReader, library: PictureImport) -> None:
        self._reader = reader
        self._library = library

    def find(self, paths: Sequence[Path], cancel: Cancel) -> list[Path]:
        """Return the files among and below `paths`, at most one more than MOST_FILES. Raises AppError."""
        return list(islice(self._reader.find(paths, cancel), MOST_FILES + 1))

    def read(self, paths: Sequence[Path], report: Report, cancel: Cancel) -> None:
        """Read each file and look for it in the library, until cancelled."""
        for path in paths:
            if cancel.cancelled:
                return
            report(self._read(path))

    def add(self, brought: Sequence[BroughtFile], report: Report, cancel: Cancel) -> None:
        """Take each file in as it is now, until cancelled. What is in the library already stays as it is."""
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
    except AppError:  # one decoder takes what the other does not: the file counts
        return QImage()
