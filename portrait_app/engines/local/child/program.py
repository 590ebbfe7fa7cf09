"""The program that the child process runs: this Python, if it has the libraries, or the second package.

The second package, portrait-studio-local, holds a Python with the libraries and this part of the program. It
works only with the program of its own version, because both exchange data in a form that may change.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from portrait_app import __version__
from portrait_app.child_process import ChildProgram
from portrait_app.core.errors import AppError, ErrorKind

PACKAGE = "portrait-studio-local"  # the name of the second package, of its folder and of its executable
VERSION_FILE = "version.txt"  # in the folder of the second package; its build writes the file
ENVIRONMENT_VARIABLE = "PORTRAIT_STUDIO_LOCAL"  # the folder of the second package; for tests

_NEEDED = ("numpy", "openvino")
_PROGRAM = ChildProgram("portrait_app.engines.local.child", "--make-pictures")


@dataclass(frozen=True, slots=True)
class Package:
    """The second package."""

    folder: Path
    version: str

    @property
    def executable(self) -> Path:
        return self.folder / (f"{PACKAGE}.exe" if sys.platform == "win32" else PACKAGE)

    @property
    def fits(self) -> bool:
        """Whether the package is of this program's version."""
        return self.version == __version__


def has_libraries() -> bool:
    """Return whether this Python can make pictures by itself. Imports nothing."""
    is_bundle = bool(getattr(sys, "frozen", False))
    wants_package = ENVIRONMENT_VARIABLE in os.environ
    return not (is_bundle or wants_package) and all(find_spec(name) is not None for name in _NEEDED)


def find_package() -> Package | None:
    """Return the second package, and rather one that fits than another one. Does not wait."""
    found = [package for folder in _folders() if (package := _package(folder)) is not None]
    return next((package for package in found if package.fits), found[0] if found else None)


def is_installed() -> bool:
    """Return whether pictures can be made on this computer."""
    return has_libraries() or ((package := find_package()) is not None and package.fits)


def command() -> list[str]:
    """Return the command that starts the child. Raises AppError, ENGINE_MISSING."""
    if has_libraries():
        return _PROGRAM.command()
    package = find_package()
    if package is None:
        raise AppError(ErrorKind.ENGINE_MISSING)
    if not package.fits:
        detail = f"{package.folder} is version {package.version or 'unknown'}, not {__version__}"
        raise AppError(ErrorKind.ENGINE_MISSING, detail)
    return [str(package.executable)]


def _folders() -> Iterator[Path]:
    """Yield the folders where the second package may be."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen is not None:
        yield Path(chosen)
        return
    if getattr(sys, "frozen", False):
        own = Path(sys.executable).resolve().parent
        yield own.parent / PACKAGE
        yield own / PACKAGE
    if sys.platform == "linux":
        yield Path.home() / ".local" / "opt" / PACKAGE  # by the install.sh of the .tar.xz
        yield Path("/opt", PACKAGE)  # by the .deb


def _package(folder: Path) -> Package | None:
    try:
        version = (folder / VERSION_FILE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        version = ""
    package = Package(folder, version)
    return package if package.executable.is_file() else None
