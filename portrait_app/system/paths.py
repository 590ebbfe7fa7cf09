"""Where this platform keeps a program's files. Naming a folder does not create it."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

import portrait_app

APP = "portrait-studio"


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's folders. On Windows and macOS `data` and `config` are the same one."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def library(self) -> Path:
        """The library's folder where the person has chosen no other."""
        return self.data / "library"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"


def platform_paths() -> Paths:
    """Return the folders that the platform, and on Linux the XDG variables, name."""
    folders = platformdirs.PlatformDirs(APP, appauthor=False)
    return Paths(
        data=folders.user_data_path,
        config=folders.user_config_path,
        cache=folders.user_cache_path,
        logs=folders.user_log_path,
    )


def resources_folder(package: Path = Path(portrait_app.__file__).parent) -> Path:
    """Return the folder of icons and translations that belongs to `package`.

    A wheel carries it inside the package; a checkout and a PyInstaller bundle have it beside.

    Raises:
        FileNotFoundError: the program is not whole.
    """
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources in or beside {package}")
