"""Which machine this is, and which of its users: for telling a library that comes from elsewhere."""

import contextlib
import os
import platform
import sys
from pathlib import Path

if sys.platform == "win32":
    import winreg

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def this_place(files: tuple[Path, ...] = _MACHINE_IDS) -> str:
    """Return what names this user of this machine. It is to be kept as a digest only."""
    user = str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "")
    return f"{_machine(files)} {user}"


def _machine(files: tuple[Path, ...]) -> str:
    if sys.platform == "win32":
        with (
            contextlib.suppress(OSError),
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key,
        ):
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            if machine := file.read_text(encoding="ascii").strip():
                return machine
    return platform.node()  # better than nothing: the name that its owner gave it
