"""A real library in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.library.library import PictureLibrary, open_library
from tests.support.clock import FixedClock
from tests.support.journal_watch import journal_watched


@pytest.fixture(autouse=True)
def _journal_knows() -> Iterator[None]:
    """Fail a transaction that writes a job without the journal."""
    with journal_watched():
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path, clock: FixedClock) -> Iterator[PictureLibrary]:
    opened = open_library(folder, clock)
    yield opened
    opened.close()
