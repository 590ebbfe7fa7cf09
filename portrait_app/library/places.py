"""Convert file names of the database to paths. Every name must pass through this module.

A database may be damaged or come from a stranger, so a name in it may point anywhere. A name that leads out
of the library gives a path that does not exist, so every caller treats it as a missing file.
"""

import os
import re
from pathlib import Path, PurePosixPath

_NOWHERE = PurePosixPath(".outside")  # never exists
_ROOMS = frozenset({"pictures", "spool", "backups", "records"})
# Characters that Windows reads as a drive, a stream or a separator; and NUL, which no system can open.
_FOREIGN = re.compile(r"[\\:\0]" if os.name == "nt" else r"\0")


def place_of(folder: Path, file: str) -> Path:
    """Return the path of `file`, a name below the library's `folder`. For other names, no file is there.

    A folder may be a link, because months may be on another disk. A file that is a link is refused: the
    library never stores one.
    """
    if not _is_below(file):
        return folder / _NOWHERE
    path = folder / file
    return folder / _NOWHERE if path.is_symlink() else path


def is_inside(folder: Path, path: Path) -> bool:
    """Say whether `path`, with all links resolved, is in `folder`. Raises OSError."""
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
