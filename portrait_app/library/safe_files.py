"""Write files completely or not at all, and never over another file by accident."""

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors

# Open flags that refuse a symbolic link: the library must not write to the link's target.
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing an existing file. A crash leaves the old file or the new one.

    The name of the temporary file is always the same, so the next try reuses what a crash left behind.
    Therefore two threads must not write the same path at the same time.

    Raises:
        AppError: DISK_FULL, or FILE_FAILED with the `path`; the temporary file is removed.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with file_errors(path), create_new(part) as file:
            file.write(data)
        settle(part, path)
    except AppError:
        discard(part)
        raise


def create_new(path: Path) -> BinaryIO:
    """Make a new file, replacing one that a crash left behind. A link is removed; its target is not touched.

    Raises OSError.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666), "w+b")


def open_for_append(path: Path) -> BinaryIO:
    """Open a file for appending, and make it if it is missing. Raises OSError, also if it is a link."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | NO_LINK, 0o666), "a+b")


def settle(part: Path, path: Path) -> None:
    """Rename a finished file to its final name, and sync file and folder to the disk. Raises AppError."""
    with file_errors(path):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` with the permissions of its parent, unless it exists. Raises AppError."""
    with file_errors(folder):
        if not folder.is_dir():
            mode = stat.S_IMODE(folder.parent.stat().st_mode) & 0o777
            folder.mkdir(mode=mode, exist_ok=True)
            if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & mode != mode:  # because of umask
                folder.chmod(stat.S_IMODE(folder.stat().st_mode) | mode)
            sync_folder(folder.parent)


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its missing parents, readable by the owner alone. Raises OSError."""
    if not folder.is_dir():
        if not folder.parent.exists():
            make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def discard(path: Path) -> bool:
    """Remove a file that is no longer needed; say whether it is gone."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Sync the names in `folder` to the disk, so that they survive a power cut."""
    if sys.platform == "win32":  # Windows cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
