"""The folder that files go to: each written under a temporary name, made safe on the disk, then named.

Files are settled many at a time. To make one safe takes the disk nearly as long as to make fifty safe, so
that the many do not wait for it one by one; none has its final name before it is safe.
"""

import errno
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export import Collision
from portrait_app.export.naming import Names

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_PART = re.compile(r"\.portrait-studio-[0-9a-f]{16}\.part")
_LEFT_OVER = 24 * 3600  # seconds after which a temporary file is nobody's any more


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise AppError, naming `path`, for whatever the system refuses in the block."""
    try:
        yield
    except OSError as error:
        kind = ErrorKind.DISK_FULL if error.errno in _NO_ROOM else ErrorKind.FILE_FAILED
        raise AppError(kind, f"{path}: {error}", path=str(path)) from error


class Destination:
    """A folder and the names in it. One thread writes; files that others put there are never touched.

    Raises AppError, DISK_FULL or FILE_FAILED, from every method.
    """

    def __init__(self, folder: Path, collision: Collision) -> None:
        self.folder = folder
        self._collision = collision
        with file_errors(folder):
            folder.mkdir(exist_ok=True)
            there = [path.name for path in folder.iterdir()]
        self._names = Names(there)
        self._pending: list[tuple[Path, Path]] = []
        _remove_left_over(folder, there)

    def name(self, stem: str, suffix: str) -> str | None:
        """Take a name for a file; None where the plan leaves it out because that is taken."""
        if self._collision is Collision.SKIP and self._names.is_there(stem, suffix):
            return None
        return self._names.free(stem, suffix, over_others=self._collision is Collision.OVERWRITE)

    def write(self, name: str, blocks: Iterable[bytes | memoryview]) -> None:
        """Write a file; it gets its name from `settle`."""
        with self.writing(name) as file:
            file.writelines(blocks)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Yield a file to be filled; whatever is raised in the block leaves nothing of it."""
        part = self.folder / f".portrait-studio-{token_hex(8)}.part"
        try:
            with file_errors(self.folder / name), part.open("xb") as file:
                yield file
        except BaseException:
            _discard(part)
            raise
        self._pending.append((part, self.folder / name))

    @property
    def pending(self) -> int:
        """How many files wait to be settled."""
        return len(self._pending)

    def settle(self) -> list[Path | AppError]:
        """Give all that was written its names; return them, or what went wrong, in order."""
        pending, self._pending = self._pending, []
        settled: list[Path | AppError] = []
        for part, path in pending:
            try:
                with file_errors(path):
                    _sync(part)
            except AppError as error:
                settled.append(error)
            else:
                settled.append(path)
        for number, (part, path) in enumerate(pending):
            if isinstance(settled[number], AppError):
                _discard(part)
                continue
            try:
                with file_errors(path):
                    settled[number] = self._place(part, path)
            except AppError as error:
                settled[number] = error
                _discard(part)
        if pending:
            with file_errors(self.folder):
                _sync_folder(self.folder)
        return settled

    def discard(self) -> None:
        """Remove what was written and not settled."""
        for part, _path in self._pending:
            _discard(part)
        self._pending.clear()

    def _place(self, part: Path, path: Path) -> Path:
        if self._collision is Collision.OVERWRITE:
            part.replace(path)
            return path
        while True:
            try:
                _name_new(part, path)
            except FileExistsError:  # somebody was there in the meantime
                path = self.folder / self._names.free(path.stem, path.suffix)
            else:
                return path


def _name_new(part: Path, path: Path) -> None:
    """Rename a file. Raises FileExistsError where the name is taken."""
    try:
        path.hardlink_to(part)  # unlike a renaming, it never takes another file's place
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(path)) from None
        part.rename(path)
    else:
        part.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the next export into this folder tries again


def _remove_left_over(folder: Path, names: Iterable[str]) -> None:
    """Remove what an export left that was cut off long ago."""
    for name in names:
        if _PART.fullmatch(name):
            path = folder / name
            with file_errors(path):
                if time.time() - path.lstat().st_mtime > _LEFT_OVER:
                    _discard(path)
