"""Each engine's package opens what its row says."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.engines import ENGINES
from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines import open_engines
from portrait_app.engines.sketch.engine import SketchEngine
from portrait_app.system.settings import JsonSettings


def test_a_package_opens_what_its_row_says(tmp_path: Path) -> None:
    opened = open_engines(EngineTools(JsonSettings(tmp_path / "settings.json"), Credentials()))
    assert list(opened) == [row.key for row in ENGINES]
    for row in ENGINES:
        assert opened[row.key].engine.row is row
        assert (opened[row.key].account is not None) == (row.account is not None)
        assert (opened[row.key].history is not None) == row.has_history


def test_an_engine_that_needs_no_key_is_shown_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[EngineTools] = []

    def open_engine(tools: EngineTools) -> OpenedEngine:
        given.append(tools)
        return OpenedEngine(SketchEngine())

    factory = ModuleType("factory")
    factory.__dict__["open_engine"] = open_engine
    monkeypatch.setitem(sys.modules, "portrait_app.engines.sketch.factory", factory)
    credentials = Credentials()
    credentials.set("SG_0123456789abcdef", KeySource.SESSION)
    open_engines(EngineTools(JsonSettings(tmp_path / "settings.json"), credentials))
    assert [tools.credentials.key for tools in given] == [""]
