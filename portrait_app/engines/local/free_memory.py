"""How much memory is free for the child process."""

import ctypes
import re
import sys
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_GROUP = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")


def free_memory() -> int | None:
    """Return the bytes that programs can use without swapping; None if the system does not say."""
    if sys.platform == "win32":
        return _free_on_windows()
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", _MEMORY.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:  # macOS
        return None
    if found is None:
        return None
    free = int(found[1]) << 10
    left = _left_in_group()
    return free if left is None else min(free, left)


def _left_in_group() -> int | None:
    """Return what a container or a service leaves to its programs; None if there is no limit."""
    try:
        own = _GROUP.read_text(encoding="utf-8").partition("0::")[2].splitlines()[0].strip("/")
        folder = _GROUPS / own
        limit = (folder / "memory.max").read_text(encoding="ascii").strip()
        used = int((folder / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError, IndexError):
        return None
    return None if limit == "max" else max(int(limit) - used, 0)


if sys.platform == "win32":

    class _Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("available", ctypes.c_uint64),
            ("others", ctypes.c_uint64 * 5),
        )

    def _free_on_windows() -> int | None:
        status = _Status(length=ctypes.sizeof(_Status))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return None
        return int(status.available)
