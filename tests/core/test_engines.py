"""The table of engines agrees with itself, with the models and with the settings."""

import pytest

from portrait_app.core.catalog import ENDPOINTS
from portrait_app.core.engines import (
    ENGINES,
    EngineRow,
    engine_name,
    find_engine,
    is_free,
    with_key,
    without_key,
)
from portrait_app.core.preferences import SETTINGS, pages, requests_per_minute, setting
from portrait_app.core.setting import Section


def test_every_engine_has_models_and_every_model_an_engine() -> None:
    shipped = {model.engine for model in ENDPOINTS}
    assert {row.key for row in ENGINES if not row.needs_setup} == shipped
    assert len({row.key for row in ENGINES}) == len(ENGINES)


def test_the_program_holds_one_key_and_asks_one_account() -> None:
    (keyed,) = (row for row in ENGINES if row.login is not None)
    assert keyed is with_key()
    assert keyed.account is not None
    assert [row for row in ENGINES if row.account is not None] == [keyed]
    assert [row for row in ENGINES if row.has_history] == [keyed]  # it is asked with the key
    assert without_key() is not keyed


@pytest.mark.parametrize("row", ENGINES, ids=lambda row: row.key)
def test_an_engine_s_settings_are_its_own_and_remembered(row: EngineRow) -> None:
    assert {row.address, row.pace} - {""} <= {one.key for one in row.settings}
    assert {one.section for one in row.settings} <= {Section.ENGINE, None}
    assert all(setting(one.key) is one for one in row.settings)


def test_every_shown_setting_stands_on_one_page() -> None:
    shown = [one.key for page in pages() for one in page.settings]
    assert sorted(shown) == sorted(row.key for row in SETTINGS if row.section is not None)
    of_engines = [row.name for row in ENGINES if any(one.section is not None for one in row.settings)]
    assert [page.title for page in pages()] == ["General", "Library", *of_engines, "Costs", "Export"]


def test_an_engine_that_nobody_knows_is_neither_free_nor_named() -> None:
    assert find_engine("tomorrow") is None
    assert engine_name("tomorrow") == "tomorrow"
    assert not is_free("tomorrow")
    assert is_free("sketch")
    assert not is_free("segmind")


def test_only_an_engine_with_a_pace_is_slowed_down() -> None:
    def value(key: str) -> int:
        assert key == "requests_per_minute"
        return 7

    assert requests_per_minute(value, "segmind") == 7
    assert requests_per_minute(value, "sketch") > 100_000
