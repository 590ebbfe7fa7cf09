"""A model folder, and a publisher's host on the loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.core.model_store import Progress
from portrait_app.engines.local.store.store import LocalModelStore
from tests.support.model_host import ModelHostService
from tests.support.model_store import make_store


@pytest.fixture
def host() -> Iterator[ModelHostService]:
    with ModelHostService() as service:
        yield service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def store(host: ModelHostService, folder: Path) -> LocalModelStore:
    return make_store(host, folder)


class Steps:
    """Remembers the reports of a worker."""

    def __init__(self) -> None:
        self.seen: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.seen.append(progress)


def files_below(folder: Path) -> set[str]:
    """Return the files of a model folder, without the locks."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in names if not name.startswith(".locks/")}
