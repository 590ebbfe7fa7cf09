"""Write and remove files of the model folder, each whole or not at all."""

import os
import shutil
import sys
from itertools import count
from pathlib import Path

from portrait_app.core.file_errors import file_errors


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`; a crash leaves the old file or the new one. Raises AppError."""
    part = path.with_name(f".{path.name}.new")
    with file_errors(path):
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before it gets its name. Raises AppError."""
    with file_errors(path), path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, so that they survive a power cut. Raises AppError."""
    if sys.platform == "win32":  # Windows cannot open a folder
        return
    with file_errors(folder):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_way(target: Path) -> None:
    """Give another name to what stands in the place of a new folder. Raises AppError."""
    with file_errors(target):
        if target.exists() or target.is_symlink():
            names = (target.with_name(f"{target.name}.replaced-{number}") for number in count(1))
            target.rename(next(name for name in names if not name.exists()))


def remove_folder(folder: Path) -> None:
    """Delete a folder with everything in it. A link is removed; its target stays. Raises AppError."""
    with file_errors(folder):
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
