"""Fixtures that recipes share. Nothing of the program is imported before a recipe has added its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from portrait_app.library.library import PictureLibrary


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PictureLibrary]:
    """A library with one job and no picture."""
    from portrait_app.library.library import open_library  # noqa: PLC0415 - after the recipe's rows
    from tests.library.making import a_request  # noqa: PLC0415 - likewise
    from tests.support.clock import FixedClock  # noqa: PLC0415 - likewise

    opened = open_library(tmp_path_factory.mktemp("library"), FixedClock())
    opened.add_job(a_request())
    yield opened
    opened.close()
