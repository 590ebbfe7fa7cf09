"""Restore missing files: find them by their content, and copy them to their places without overwriting."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckStage, Fault, Located, Progress, Report
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.picture import Picture
from portrait_app.library import pictures
from portrait_app.library.check import LEFTOVER, file_fault, file_sha256, raise_if_cancelled
from portrait_app.library.database import Database
from portrait_app.library.folder_scan import FolderScan
from portrait_app.library.places import place_of
from portrait_app.library.safe_files import create_new, discard, make_folder, sync_folder


def missing_pictures(folder: Path, database: Database, ids: Sequence[int]) -> list[Picture]:
    """Return the pictures whose file is missing. A file in an unreadable folder does not count as missing."""
    with database.read() as connection:
        known = pictures.by_ids(connection, ids)
    places = ((picture, place_of(folder, picture.file)) for picture in known)
    return [picture for picture, path in places if file_fault(path, picture.size) is Fault.MISSING]


def locate(folder: Path, wanted: Sequence[Picture], where: Path, report: Report, cancel: Cancel) -> Located:
    """Copy the missing files of `wanted` from `where`, a file or a folder with its subfolders.

    Raises:
        AppError: a copy failed, or CANCELLED. Earlier copies stay.
    """
    places: dict[str, list[Picture]] = {}
    for picture in wanted:
        places.setdefault(picture.sha256, []).append(picture)
    sizes = {picture.size for picture in wanted}
    restored: list[int] = []
    for path in _candidates(where, sizes, report, cancel):
        raise_if_cancelled(cancel)
        for picture in places.pop(_sha256(path), ()):
            if file_fault(place_of(folder, picture.file), picture.size) is Fault.MISSING:
                copy_new(path, folder, picture)
            restored.append(picture.id)
        if not places:
            break
    found = set(restored)
    return Located(tuple(restored), tuple(picture.id for picture in wanted if picture.id not in found))


def _candidates(where: Path, sizes: set[int], report: Report, cancel: Cancel) -> Iterator[Path]:
    """Yield the files whose size is one of `sizes`."""
    if not where.is_dir():
        yield where
        return

    def go_on(files: int) -> None:
        raise_if_cancelled(cancel)
        report(Progress(CheckStage.SEARCH, files))

    for scanned in FolderScan(where, go_on).below("."):
        if scanned.size in sizes:
            yield where / scanned.file


def _sha256(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError:  # an unreadable file matches no picture
        return ""


def copy_new(source: Path, folder: Path, picture: Picture) -> None:
    """Copy a file to a picture's place completely or not at all, never over another file.

    Raises:
        AppError: FILE_FAILED if a file is there already, the copy has other bytes than the picture, or the
            disk failed.
    """
    path = place_of(folder, picture.file)
    if path != folder / picture.file:
        raise AppError(ErrorKind.FILE_FAILED, f"{picture.file} is not in the library", path=picture.file)
    for below in reversed(PurePosixPath(picture.file).parents[:-1]):
        make_folder(folder / below)
    part = path.with_name(f".{path.name}{LEFTOVER}")
    try:
        with file_errors(path):
            _copy(source, part)
            if file_sha256(part) != picture.sha256:
                raise AppError(
                    ErrorKind.FILE_FAILED, f"{source} changed while it was copied", path=str(source)
                )
            _name(part, path)
            sync_folder(path.parent)
    finally:
        discard(part)


def _copy(source: Path, part: Path) -> None:
    with source.open("rb") as reading, create_new(part) as writing:
        while block := reading.read(1 << 20):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())


def _name(part: Path, path: Path) -> None:
    """Give a finished file its name. Raises FileExistsError if the name is taken."""
    try:
        path.hardlink_to(part)  # unlike a rename, this never replaces another file
    except FileExistsError:
        raise
    except OSError:  # the disk has no hard links
        if path.exists():
            raise FileExistsError(f"{path} is there already") from None
        part.rename(path)
