"""File permissions: only the owner may read the library, unless it is shared on purpose.

Prompts, costs and pictures are private. With the usual umask, every user of the machine could read them.
"""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from portrait_app.library.lock import LOCK

if sys.platform != "win32":
    import pwd

_log = logging.getLogger(__name__)

_ROOMS = ("pictures", "spool", "backups", "records")
_OWN = ("library.db", "thumbnails.db", "recovery.json", LOCK)  # beginnings of names: SQLite adds suffixes
_ACLS = frozenset({"system.posix_acl_access", "system.posix_acl_default"})


def close_to_others(folder: Path) -> None:
    """Make the library in `folder` readable by its owner alone. What is shared on purpose stays shared.

    If the folder also holds files of other programs, only the library's own files and folders are closed.
    """
    if _is_shared(folder):
        return
    if _is_all_ours(folder):
        _close(folder, 0o700)
    else:
        for path in folder.iterdir():
            if path.name.startswith(_OWN) and not path.is_symlink():
                _close(path, 0o600)
    for below in _folders(folder):
        if not _is_shared(below):
            _close(below, 0o700)


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the library's folders, without listing the million files that may be in them."""
    for room in _ROOMS:
        yield from (path for path in folder.glob(room) if _is_folder(path))
    for depth in ("*", "*/*"):
        yield from (path for path in (folder / "pictures").glob(depth) if _is_folder(path))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_all_ours(folder: Path) -> bool:
    return all(path.name in _ROOMS or path.name.startswith(_OWN) for path in folder.iterdir())


def _is_shared(path: Path) -> bool:
    """Say whether others are meant to have access: another owner, setgid, another group, or an ACL.

    On Windows a folder has the access list of its parent, the user's own folder: it is left alone.
    """
    if sys.platform == "win32":
        return True
    else:  # noqa: RET505 - mypy reads only the branch of its platform
        status = path.stat()
        if status.st_uid != os.getuid() or status.st_mode & stat.S_ISGID:
            return True
        try:
            own_group = pwd.getpwuid(status.st_uid).pw_gid
        except KeyError:
            own_group = os.getgid()
        return status.st_gid != own_group or _has_acl(path)


def _has_acl(path: Path) -> bool:
    if sys.platform != "linux":
        return False  # macOS does not tell by extended attributes
    try:
        return not _ACLS.isdisjoint(os.listxattr(path))
    except OSError:  # the disk has no ACLs
        return False


def _close(path: Path, mode: int) -> None:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(mode)
    except OSError as error:
        _log.warning("Others may be able to read %s: %s", path, error)
