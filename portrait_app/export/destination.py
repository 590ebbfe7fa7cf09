"""The folder that files go to. Each is written where nobody sees it, and gets its name when it is whole.

On Linux a file that is being written has no name at all, so that a program that is killed leaves nothing
behind. Where the disk cannot do that it has a temporary one, which a later export into the folder removes.

A new file is whole for every program, however this one ends. We do not wait until it is on the disk as
well, as `cp` does not: that took as long again as the export. Should the power fail within the half minute
that the system takes for it, the file may be empty, and is exported once more: the picture is safe in the
library. What takes another file's place is made safe first, so that one of the two is always there.
"""

import errno
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from portrait_app.core.export.plan import Collision
from portrait_app.core.file_errors import file_errors
from portrait_app.export.naming import Names

_PART = re.compile(r"\.portrait-studio-[0-9a-f]{16}\.part")
_LEFT_OVER = 3600  # seconds without a change after which a temporary file is nobody's any more


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is being written and has no final name."""

    file: BinaryIO
    path: Path  # where it can be opened until it is named


class Destination:
    """A folder and the names in it. One thread writes; files that others put there are never touched.

    Raises AppError, DISK_FULL or FILE_FAILED, from every method, and where no file can be made there at all.
    """

    def __init__(self, folder: Path, collision: Collision) -> None:
        self.folder = folder
        self._replaces = collision is Collision.OVERWRITE
        self._skips = collision is Collision.SKIP
        with file_errors(folder):
            folder.mkdir(exist_ok=True)
            there = [path.name for path in folder.iterdir()]
            _remove_left_over(folder, there)
            self._unnamed = _try_out(folder) and not self._replaces
        self._names = Names(there)

    def name(self, stem: str, suffix: str) -> str | None:
        """Take a name for a file; None where the plan leaves it out because that is taken."""
        if self._skips and self._names.is_there(stem, suffix):
            return None
        return self._names.free(stem, suffix, over_others=self._replaces)

    def write(self, name: str, blocks: Iterable[bytes | memoryview]) -> Path:
        """Write a file, and return its path: somebody else may have taken the name in the meantime."""
        with self.draft(name) as draft:
            draft.file.writelines(blocks)
            return self.keep(draft, name)

    @contextmanager
    def draft(self, name: str) -> Iterator[Draft]:
        """Yield a file to be filled. At the end of the block nothing of it is left, unless it was kept."""
        with file_errors(self.folder / name):
            if self._unnamed:
                with _open_unnamed(self.folder) as file:
                    yield Draft(file, _opened(file))
                return
            with _named_draft(self.folder) as draft:
                yield draft

    def keep(self, draft: Draft, name: str) -> Path:
        """Give a draft that is whole its name, or the next that is free; return its path."""
        path = self.folder / name
        if self._replaces:
            _replace(draft, path)
            return path
        draft.file.flush()
        if not self._unnamed:
            draft.file.close()  # Windows names no open file
        while True:
            try:
                (_name_unnamed if self._unnamed else _name_new)(draft, path)
            except FileExistsError:  # somebody was there in the meantime
                path = self.folder / self._names.free(path.stem, path.suffix)
            else:
                return path


def write_over(path: Path, data: bytes) -> None:
    """Write a file in the place of what is there. Raises AppError, DISK_FULL or FILE_FAILED."""
    with file_errors(path), _named_draft(path.parent) as draft:
        draft.file.write(data)
        _replace(draft, path)


@contextmanager
def _named_draft(folder: Path) -> Iterator[Draft]:
    """Yield a file with a temporary name, which is removed at the end of the block unless it was renamed."""
    part = _part(folder)
    try:
        with part.open("xb") as file:
            yield Draft(file, part)
    finally:
        _discard(part)


def _replace(draft: Draft, path: Path) -> None:
    """Rename a draft once its bytes are on the disk, so that either the old file or the new one is whole."""
    draft.file.flush()
    os.fsync(draft.file.fileno())
    draft.file.close()  # Windows renames no open file
    draft.path.replace(path)


def _try_out(folder: Path) -> bool:
    """Say whether a file there can do without a name at first. Raises OSError where none can be made."""
    part = _part(folder)
    try:
        with _open_unnamed(folder) as file:
            _name_unnamed(Draft(file, part), part)
    except OSError:
        part.touch(exist_ok=False)
        return False
    finally:
        _discard(part)
    return True


def _part(folder: Path) -> Path:
    return folder / f".portrait-studio-{token_hex(8)}.part"


def _open_unnamed(folder: Path) -> BinaryIO:
    """Open a file that is gone when it is closed, unless it was named. Raises OSError where none can be."""
    if sys.platform != "linux":
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666), "wb")


def _opened(file: BinaryIO) -> Path:
    return Path(f"/proc/self/fd/{file.fileno()}")


def _name_unnamed(draft: Draft, path: Path) -> None:
    """Name a file without a name. Raises FileExistsError where the name is taken."""
    # Only with the number of a folder, which an absolute path needs not, does Python follow the link.
    os.link(_opened(draft.file), path, src_dir_fd=draft.file.fileno(), follow_symlinks=True)


def _name_new(draft: Draft, path: Path) -> None:
    """Rename a file. Raises FileExistsError where the name is taken."""
    try:
        path.hardlink_to(draft.path)  # unlike a renaming, it never takes another file's place
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(path)) from None
        draft.path.rename(path)


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # a later export into this folder tries again


def _remove_left_over(folder: Path, names: Iterable[str]) -> None:
    """Remove what an export left that was cut off some time ago."""
    for name in names:
        if _PART.fullmatch(name):
            part = folder / name
            try:
                changed = part.lstat().st_mtime
            except OSError:  # another export has just named it
                continue
            if time.time() - changed > _LEFT_OVER:
                _discard(part)
