"""Where a file of the library is: the one door from a name in the database to a place on the disk.

A database may come from somebody else, or be damaged: a name in it may lead anywhere. What leads out of the
library leads nowhere here, and is a missing file to everybody who asks.
"""

import os
import re
from pathlib import Path, PurePosixPath

_NOWHERE = PurePosixPath(".outside")  # never made: no file of the library is called so
_ROOMS = frozenset({"pictures", "spool", "backups", "records"})
# What Windows takes for a drive, a stream or another way to write a separator; and what no system can open.
_FOREIGN = re.compile(r"[\\:\0]" if os.name == "nt" else r"\0")


def place_of(folder: Path, file: str) -> Path:
    """Return where `file`, a name below the library's `folder`, is; a place where nothing is for all others.

    A folder may be a link: months may be on another disk. A file may not: no picture was ever stored so.
    """
    if not _is_below(file):
        return folder / _NOWHERE
    path = folder / file
    return folder / _NOWHERE if path.is_symlink() else path


def is_inside(folder: Path, path: Path) -> bool:
    """Say whether `path` is really in `folder`, and not behind a link. Raises OSError."""
    return path.resolve().is_relative_to(folder.resolve())


def _is_below(file: str) -> bool:
    name = PurePosixPath(file)
    parts = name.parts
    return (
        len(parts) > 1
        and parts[0] in _ROOMS
        and str(name) == file  # no dot, no second slash
        and ".." not in parts
        and not _FOREIGN.search(file)
    )
