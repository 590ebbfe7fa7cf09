"""Files on disk: written whole or not at all, and never over one another by accident."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors

# Flags with which no link is followed: what it points to is not the library's to write to.
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, replacing what is there; after a crash it is the old file or the new.

    The temporary name is always the same, so that a crash leaves nothing that the next try does not
    use again; two threads must not write the same path at once.

    Raises:
        AppError: DISK_FULL, or FILE_FAILED with the `path`; no half file is left.
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
    """Make a file in place of what a crash left there. A link goes, and its target stays as it is.

    Raises OSError.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666), "w+b")


def open_for_append(path: Path) -> BinaryIO:
    """Open a file to write at its end, and make it where it is missing. Raises OSError, for a link too."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | NO_LINK, 0o666), "a+b")


def settle(part: Path, path: Path) -> None:
    """Give a finished file its final name, both on the disk for good. Raises AppError."""
    with file_errors(path):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` in a folder that exists, open to the same people, unless it is there. Raises AppError."""
    with file_errors(folder):
        if not folder.is_dir():
            mode = stat.S_IMODE(folder.parent.stat().st_mode) & 0o777
            folder.mkdir(mode=mode, exist_ok=True)
            if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & mode != mode:  # by the umask
                folder.chmod(stat.S_IMODE(folder.stat().st_mode) | mode)
            sync_folder(folder.parent)


def make_private_folder(folder: Path) -> None:
    """Make `folder`, and those above it that are missing, for its owner alone. Raises OSError."""
    if not folder.is_dir():
        if not folder.parent.exists():
            make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def discard(path: Path) -> bool:
    """Remove a file that is of no more use; say whether it is gone."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` survive a power cut, where the system can promise that."""
    if os.name == "nt":  # Windows opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
