"""Identify this computer and user, to recognise a library that comes from elsewhere."""

import contextlib
import os
import platform
import sys
from pathlib import Path

if sys.platform == "win32":
    import winreg

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def user_and_machine_id(files: tuple[Path, ...] = _MACHINE_IDS) -> str:
    """Return an identifier of this user on this computer. It must only be stored as a digest."""
    return f"{_machine(files)} {_user()}"


def _user() -> str:
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "")
    else:  # noqa: RET505 - mypy reads only the branch of its platform
        return str(os.getuid())


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
    return platform.node()  # the host name, if there is no better identifier
