"""Reads the files that the user imports: the image, and the settings written in the file."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile, WrittenText
from portrait_app.core.moments import moment_of
from portrait_app.imaging.carriers import texts_in
from portrait_app.importing.formats import SUFFIXES, unread_format
from portrait_app.importing.frames import frame_count
from portrait_app.importing.image_structure import check_structure
from portrait_app.importing.others import read_others
from portrait_app.importing.own import read_own
from portrait_app.importing.photo import photo_facts
from portrait_app.importing.stealth import stealth_texts

_LARGEST = 200_000_000  # bytes

CheckImage = Callable[[bytes], GeneratedImage]  # raises AppError if the image is not intact


class PictureFileReader:
    """Implements `FileReader`. Thread-safe."""

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
            check_structure(data)
            image = self._check_image(data)
        except AppError as error:
            name = unread_format(data, path.suffix) if error.kind is ErrorKind.REPLY_UNREADABLE else ""
            raise AppError(error.kind, f"{path}: {error.detail}", path=str(path), format=name) from error
        texts = texts_in(data)
        record = read_own(texts)
        # An export of a picture that was imported has our record, and still what the other program wrote.
        is_ours = record is not None and bool(record.request.endpoint)
        settings = None if is_ours else read_others(texts)
        if record is None and settings is None:
            settings = read_others(stealth_texts(data))
        file = ImportedFile(
            path,
            image.format,
            image.width,
            image.height,
            len(data),
            hashlib.sha256(data).hexdigest(),
            modified,
            record,
            settings,
            photo_facts(texts),
            frame_count(data),
        )
        return file, image

    def written(self, path: Path) -> list[WrittenText]:
        data, _modified = _bytes_of(path)
        check_structure(data)
        texts = texts_in(data)
        found = [WrittenText(place, text) for place, text in texts.items()]
        return found or [WrittenText(place, text) for place, text in stealth_texts(data).items()]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # `read` will report the error
        return False


def _below(folder: Path, cancel: Cancel) -> Iterator[Path]:
    refused: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=refused.append):  # links to folders are not followed
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        yield from _names(refused)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(where, name)
    yield from _names(refused)


def _names(refused: list[OSError]) -> Iterator[Path]:
    """Yield the folders that could not be read, so that `read` reports each of them."""
    while refused:
        yield Path(os.fsdecode(refused.pop().filename))


def _bytes_of(path: Path) -> tuple[bytes, datetime]:
    """Return a file's bytes and modification time. Pipes and devices, which may never end, are refused."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise AppError(ErrorKind.FILE_FAILED, f"{path} is not a file", path=str(path))
        with path.open("rb") as file:
            data = b"" if about.st_size > _LARGEST else file.read(about.st_size + 1)  # it may still grow
        if max(len(data), about.st_size) > _LARGEST:
            raise AppError(ErrorKind.IMAGE_TOO_LARGE, f"{path}: {about.st_size} bytes", path=str(path))
        return data, moment_of(about.st_mtime)
    except FileNotFoundError as error:
        raise AppError(ErrorKind.FILE_MISSING, f"{path}: {error}", path=str(path)) from error
    except (OSError, ValueError, OverflowError) as error:
        raise AppError(ErrorKind.FILE_FAILED, f"{path}: {error}", path=str(path)) from error
