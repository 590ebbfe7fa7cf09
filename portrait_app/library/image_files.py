"""Files on disk: written whole or not at all, and never over one another by accident."""

import os
from pathlib import Path

from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, replacing what is there; after a crash it is the old file or the new.

    The temporary name is always the same, so that a crash leaves nothing that the next try does not
    use again; two threads must not write the same path at once.

    Raises:
        AppError: DISK_FULL, or FILE_FAILED with the `path`; no half file is left.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with file_errors(path):
            part.write_bytes(data)
        settle(part, path)
    except AppError:
        discard(part)
        raise


def settle(part: Path, path: Path) -> None:
    """Give a finished file its final name, both on the disk for good. Raises AppError."""
    with file_errors(path):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` in a folder that exists, unless it is there. Raises AppError."""
    with file_errors(folder):
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)


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
