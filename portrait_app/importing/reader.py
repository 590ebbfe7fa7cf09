"""Reads files that a person brings: whole images, and what stands in them. Whatever they hold, it ends."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.importing.carriers import texts_in
from portrait_app.importing.image_structure import check_panes
from portrait_app.importing.others import read_others
from portrait_app.importing.own import read_own

_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp"}
    # Pictures too, which are said to be none that can be read, instead of being passed over
    | {".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl"}
)
_LARGEST = 200_000_000  # bytes

CheckImage = Callable[[bytes], GeneratedImage]  # raises AppError for what is no whole image


class PictureFileReader:
    """Implements `core.ports.FileReader`; any thread may use it."""

    def __init__(self, check_image: CheckImage) -> None:
        self._check_image = check_image

    def find(self, paths: Sequence[Path], cancel: Cancel) -> Iterator[Path]:
        for path in paths:
            if _is_folder(path):
                yield from _below(path, cancel)
            else:
                yield path

    def read(self, path: Path) -> tuple[ImportedFile, GeneratedImage]:
        data, modified = _bytes_of(path)
        try:
            check_panes(data)
            image = self._check_image(data)
        except AppError as error:
            raise AppError(error.kind, f"{path}: {error.detail}", path=str(path)) from error
        texts = texts_in(data)
        record = read_own(texts)
        file = ImportedFile(
            path,
            image.format,
            image.width,
            image.height,
            len(data),
            hashlib.sha256(data).hexdigest(),
            modified,
            record,
            None if record is not None else read_others(texts),
        )
        return file, image


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # what the system refuses to show: reading it says so
        return False


def _below(folder: Path, cancel: Cancel) -> Iterator[Path]:
    refused: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=refused.append):  # links to folders are not followed
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        yield from _names(refused)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in _SUFFIXES:
                yield Path(where, name)
    yield from _names(refused)


def _names(refused: list[OSError]) -> Iterator[Path]:
    """Yield the folders that could not be read, so that each is reported as a file would be."""
    while refused:
        yield Path(os.fsdecode(refused.pop().filename))


def _bytes_of(path: Path) -> tuple[bytes, datetime]:
    """Return what is in a file, and when it was changed last; a pipe or a device would never end."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise AppError(ErrorKind.FILE_FAILED, f"{path} is not a regular file", path=str(path))
        with path.open("rb") as file:
            data = b"" if about.st_size > _LARGEST else file.read(_LARGEST + 1)  # it may still grow
        if max(len(data), about.st_size) > _LARGEST:
            raise AppError(ErrorKind.IMAGE_TOO_LARGE, f"{path}: {about.st_size} bytes", path=str(path))
        return data, datetime.fromtimestamp(about.st_mtime, UTC)
    except FileNotFoundError as error:
        raise AppError(ErrorKind.FILE_MISSING, f"{path}: {error}", path=str(path)) from error
    except (OSError, ValueError, OverflowError) as error:
        raise AppError(ErrorKind.FILE_FAILED, f"{path}: {error}", path=str(path)) from error
