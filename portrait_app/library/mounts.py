"""Find out the file system of a folder: on some file systems, only this computer sees a lock."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")  # a space in a name is written in this form in mountinfo

# On these file systems, another computer may have the folder open and does not see this computer's locks.
_LOCAL_LOCKS = frozenset(
    {
        "9p",
        "afs",
        "davfs",
        "fuse.curlftpfs",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.gvfsd-fuse",
        "fuse.onedriver",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "ncpfs",
        "vboxsf",
    }
)
# On these file systems the server keeps the locks, unless one of the options below keeps them local.
_OPTIONS = frozenset({"nolock", "nobrl", "local_lock=flock", "local_lock=all"})
_SERVED = frozenset({"nfs", "nfs4", "cifs", "smb3"})


@dataclass(frozen=True, slots=True)
class _Mount:
    place: str
    kind: str
    options: frozenset[str]


def locks_reach_everybody(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Say whether every computer that can open `folder` sees a lock in it; True if unknown."""
    mount = _mount_of(os.path.realpath(folder), mounts)
    if mount is None:
        return True
    return mount.kind not in _LOCAL_LOCKS and not (mount.kind in _SERVED and mount.options & _OPTIONS)


def _mount_of(folder: str, mounts: Path) -> _Mount | None:
    """Return the innermost mount that contains a folder; None if the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found = [mount for mount in map(_read, lines) if mount is not None and _is_in(folder, mount.place)]
    # Of two mounts at the same place, the later one hides the earlier one.
    return max(enumerate(found), key=lambda one: (len(one[1].place), one[0]), default=(0, None))[1]


def _read(line: str) -> _Mount | None:
    before, mark, after = line.partition(" - ")
    fields, kind = before.split(" "), after.split(" ")
    if not mark or len(fields) < 6 or len(kind) < 3:
        return None
    place = _OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[4])
    return _Mount(place, kind[0], frozenset(fields[5].split(",")) | frozenset(kind[2].split(",")))


def _is_in(folder: str, place: str) -> bool:
    return folder == place or folder.startswith(place.rstrip("/") + "/")
