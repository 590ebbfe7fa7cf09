"""A real library in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.library.library import PictureLibrary, open_library
from tests.support.clock import FixedClock


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
