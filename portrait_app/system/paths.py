"""The folders of the program's files on this platform. Getting a path does not create its folder."""

import hashlib
import logging
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

import portrait_app

APP = "portrait-studio"

log = logging.getLogger(__name__)

_LONGEST_SOCKET = 100  # bytes of a socket's path; operating systems allow 104 or 108


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's folders. On Windows and macOS, `data` and `config` are the same folder."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def library(self) -> Path:
        """The library's folder, unless the user has chosen another."""
        return self.data / "library"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"


def platform_paths() -> Paths:
    """Return the platform's folders for the program; on Linux, the XDG variables can change them."""
    folders = platformdirs.PlatformDirs(APP, appauthor=False)
    return Paths(
        data=folders.user_data_path,
        config=folders.user_config_path,
        cache=folders.user_cache_path,
        logs=folders.user_log_path,
    )


def resources_folder(package: Path = Path(portrait_app.__file__).parent) -> Path:
    """Return the folder with the icons and translations of `package`.

    In a wheel the folder is inside the package. In a checkout and a PyInstaller bundle it is next to it.

    Raises:
        FileNotFoundError: the folder is missing from the installation.
    """
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources in or beside {package}")


def socket_address(library: Path, paths: Paths) -> str:
    """Return the socket address where the program with `library` open listens for other starts.

    The socket is in the session's runtime folder, or else in a folder of the user's own. It is never in the
    shared temporary folder, where another user could create the name first. "" means that neither is safe.
    """
    name = f"{APP}-{hashlib.sha256(str(library.resolve()).encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name  # the name of a pipe, which only this user can open
    else:  # noqa: RET505 - mypy reads only the branch of its platform
        for folder in _socket_folders(paths):
            address = folder / f"{name}.sock"
            if len(os.fsencode(address)) <= _LONGEST_SOCKET and _is_own(folder):
                return str(address)
        return ""


def _socket_folders(paths: Paths) -> Iterator[Path]:
    given = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if given.is_absolute() and given.exists():
        yield given
    own = paths.cache / "run"
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        log.warning("No folder for a socket: %s", error)
    else:
        yield own


def _is_own(folder: Path) -> bool:
    """Say whether only this user can write into a folder. Windows is never asked."""
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505 - the same
        status = folder.lstat()
        is_own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
        if not is_own:
            log.warning("%s belongs to another user, or is open to others: not used for sockets", folder)
        return is_own
