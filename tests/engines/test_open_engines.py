"""Each engine's package opens what its row says."""

from pathlib import Path

from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import ENGINES
from portrait_app.core.ports import EngineTools
from portrait_app.engines import open_engines
from portrait_app.system.settings import JsonSettings


def test_a_package_opens_what_its_row_says(tmp_path: Path) -> None:
    opened = open_engines(EngineTools(JsonSettings(tmp_path / "settings.json"), Credentials()))
    assert list(opened) == [row.key for row in ENGINES]
    for row in ENGINES:
        assert opened[row.key].engine.row is row
        assert (opened[row.key].account is not None) == (row.account is not None)
        assert (opened[row.key].history is not None) == row.has_history
