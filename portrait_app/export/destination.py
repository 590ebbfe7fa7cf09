"""Writes files into a folder. A file gets its final name only when it is complete.

On Linux a file is written without any name (O_TMPFILE), so a killed program leaves nothing behind. On a disk
without that feature the file has a temporary name; a later export into the folder removes leftovers.

New files are not fsynced, as `cp` does not fsync them: it would double the time of an export. After a power
cut within about 30 seconds a new file may be empty; the picture is still in the library. A file that replaces
another one is fsynced before it is renamed, so that the old file or the new one is always complete.
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
_LEFT_OVER = 3600  # seconds without a change after which a temporary file counts as a leftover


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is being written and does not have its final name yet."""

    file: BinaryIO
    path: Path  # path that opens the file until it has its final name


class Destination:
    """A folder and the file names in it. For one thread. Never changes files that others create there.

    The constructor and all methods raise AppError, DISK_FULL or FILE_FAILED.
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
        """Reserve a name for a file. Return None if the name is taken and the plan skips such files."""
        if self._skips and self._names.is_there(stem, suffix):
            return None
        return self._names.free(stem, suffix, over_others=self._replaces)

    def write(self, name: str, blocks: Iterable[bytes | memoryview]) -> Path:
        """Write a file and return its path. It gets another name if `name` was taken meanwhile."""
        with self.draft(name) as draft:
            draft.file.writelines(blocks)
            return self.keep(draft, name)

    @contextmanager
    def draft(self, name: str) -> Iterator[Draft]:
        """Yield a file to write to. It is removed at the end of the block, unless `keep` was called."""
        with file_errors(self.folder / name):
            if self._unnamed:
                with _open_unnamed(self.folder) as file:
                    yield Draft(file, _opened(file))
                return
            with _named_draft(self.folder) as draft:
                yield draft

    def keep(self, draft: Draft, name: str) -> Path:
        """Give a complete draft its name, or the next free name. Return its path."""
        path = self.folder / name
        if self._replaces:
            _replace(draft, path)
            return path
        draft.file.flush()
        if not self._unnamed:
            draft.file.close()  # Windows cannot link an open file
        while True:
            try:
                (_name_unnamed if self._unnamed else _name_new)(draft, path)
            except FileExistsError:  # another program took the name meanwhile
                path = self.folder / self._names.free(path.stem, path.suffix)
            else:
                return path


def write_over(path: Path, data: bytes) -> None:
    """Write a file and replace what is at `path`. Raises AppError, DISK_FULL or FILE_FAILED."""
    with file_errors(path), _named_draft(path.parent) as draft:
        draft.file.write(data)
        _replace(draft, path)


@contextmanager
def _named_draft(folder: Path) -> Iterator[Draft]:
    """Yield a file with a temporary name. It is removed at the end of the block unless it was renamed."""
    part = _part(folder)
    try:
        with part.open("xb") as file:
            yield Draft(file, part)
    finally:
        _discard(part)


def _replace(draft: Draft, path: Path) -> None:
    """Fsync a draft, then rename it to `path`."""
    draft.file.flush()
    os.fsync(draft.file.fileno())
    draft.file.close()  # Windows cannot rename an open file
    draft.path.replace(path)


def _try_out(folder: Path) -> bool:
    """Say whether files without a name are possible there. Raises OSError if no file can be created."""
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
    """Open a file without a name, which vanishes when it is closed. Raises OSError if not possible."""
    if sys.platform != "linux":
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666), "wb")


def _opened(file: BinaryIO) -> Path:
    return Path(f"/proc/self/fd/{file.fileno()}")


def _name_unnamed(draft: Draft, path: Path) -> None:
    """Give a file without a name the name `path`. Raises FileExistsError if `path` exists."""
    # Python follows the symbolic link only if `src_dir_fd` is given, though an absolute path ignores it.
    os.link(_opened(draft.file), path, src_dir_fd=draft.file.fileno(), follow_symlinks=True)


def _name_new(draft: Draft, path: Path) -> None:
    """Rename a draft to `path`. Raises FileExistsError if `path` exists."""
    try:
        path.hardlink_to(draft.path)  # unlike `rename`, a hard link never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as FAT
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there already", str(path)) from None
        draft.path.rename(path)


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # a later export into this folder tries again


def _remove_left_over(folder: Path, names: Iterable[str]) -> None:
    """Remove temporary files of exports that were killed at least an hour ago."""
    for name in names:
        if _PART.fullmatch(name):
            part = folder / name
            try:
                changed = part.lstat().st_mtime
            except OSError:  # another export has renamed it meanwhile
                continue
            if time.time() - changed > _LEFT_OVER:
                _discard(part)
