"""The program that the child process runs, if its libraries are installed."""

import sys
from importlib.util import find_spec
from pathlib import Path

from portrait_app.child_process import ChildProgram
from portrait_app.core.errors import AppError, ErrorKind

_NEEDED = ("numpy", "openvino")
_PROGRAM = ChildProgram("portrait_app.engines.local.child", "--make-pictures")
_PACKAGE = "portrait-studio-local"  # name of the second package, of its folder and of its executable


def is_installed() -> bool:
    """Return whether pictures can be made on this computer. Imports nothing, and does not wait."""
    if getattr(sys, "frozen", False):
        return _executable() is not None
    return all(find_spec(name) is not None for name in _NEEDED)


def command() -> list[str]:
    """Return the command that starts the child. Raises AppError, ENGINE_MISSING."""
    if not is_installed():
        raise AppError(ErrorKind.ENGINE_MISSING)
    executable = _executable() if getattr(sys, "frozen", False) else None
    return _PROGRAM.command() if executable is None else [str(executable)]


def _executable() -> Path | None:
    """Return the executable of the second package, whose folder is beside the program's or in it."""
    own = Path(sys.executable).resolve().parent
    name = f"{_PACKAGE}.exe" if sys.platform == "win32" else _PACKAGE
    for folder in (own.parent / _PACKAGE, own / _PACKAGE):
        if (folder / name).is_file():
            return folder / name
    return None
