"""What every test of the export starts from."""

from pathlib import Path

import pytest

from tests.export.making import Desk, a_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)
