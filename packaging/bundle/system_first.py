"""Runs in the Linux bundle before anything else: the system's libraries first, ours where it has none.

A desktop's own libGL, libX11 or libfontconfig know its drivers, its server and its fonts, so ours lie
in a folder where no loader looks. Each is loaded here by name: what the system has is then in memory,
and of what it has not, ours is. Qt finds either by that name when it is loaded.
"""

import contextlib
import ctypes
import os
import sys


def _load_libraries(folder: str) -> None:
    with open(os.path.join(folder, "order.txt"), encoding="ascii") as order:
        for name in order.read().split():
            try:
                ctypes.CDLL(name)
            except OSError:
                # What does not load either is Qt's to name, if it needs it at all.
                with contextlib.suppress(OSError):
                    ctypes.CDLL(os.path.join(folder, name))


def _restore_library_path() -> None:
    """Give the programs that we start, such as a file manager, the search path that we were given."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


_load_libraries(os.path.join(vars(sys)["_MEIPASS"], "fallback-libs"))
_restore_library_path()
