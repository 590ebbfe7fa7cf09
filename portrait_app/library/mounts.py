"""Which kind of disk a folder is on: on some a lock is seen by this computer alone."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")  # how a space in a name is written there

# Other computers may have the same folder open there, and do not see this one's locks.
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
# Locks go to the server, unless one of these options says otherwise.
_OPTIONS = frozenset({"nolock", "nobrl", "local_lock=flock", "local_lock=all"})
_SERVED = frozenset({"nfs", "nfs4", "cifs", "smb3"})


@dataclass(frozen=True, slots=True)
class _Mount:
    place: str
    kind: str
    options: frozenset[str]


def locks_reach_everybody(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Say whether whoever can open `folder` sees a lock in it; yes where the system does not tell."""
    mount = _mount_of(os.path.realpath(folder), mounts)
    if mount is None:
        return True
    return mount.kind not in _LOCAL_LOCKS and not (mount.kind in _SERVED and mount.options & _OPTIONS)


def _mount_of(folder: str, mounts: Path) -> _Mount | None:
    """Return the mount that is nearest to a folder."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found = [mount for mount in map(_read, lines) if mount is not None and _is_in(folder, mount.place)]
    # Of two at the same place the later one hides the other.
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
