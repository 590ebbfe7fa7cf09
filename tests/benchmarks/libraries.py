"""A cache of libraries by size. They are built again when the code that builds them changes."""

import hashlib
import shutil
from pathlib import Path

from portrait_app.library import migrations
from portrait_app.library.search import schema
from tests.support import library_builder
from tests.support.library_builder import build_library

_MADE_BY = (library_builder, migrations, schema)


def library(cache: Path, pictures: int) -> Path:
    """Return the folder of a cached library with `pictures` pictures. Change only thumbnails in it."""
    folder = cache / f"library-{pictures}-{_recipe()}"
    if not folder.exists():
        for old in cache.glob(f"library-{pictures}-*"):
            shutil.rmtree(old)
        half = folder.with_name(f"{folder.name}-half")
        build_library(half, pictures)
        half.rename(folder)
    return folder


def home_with(home: Path, library_folder: Path, *, own: bool = False) -> Path:
    """Make `home` a home folder with this library. With `own`, it is a copy that may be changed."""
    data = home / "data"
    data.mkdir(parents=True)
    if own:
        shutil.copytree(library_folder, data / "library")
    else:
        (data / "library").symlink_to(library_folder, target_is_directory=True)
    return home


def _recipe() -> str:
    digest = hashlib.sha256()
    for module in _MADE_BY:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:8]
