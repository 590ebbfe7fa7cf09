"""Presets and the last export as text: read back the same, and nothing hostile gets through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.export.presets import (
    EXAMPLES,
    LONGEST_NAME,
    MOST_PRESETS,
    plan_text,
    presets_text,
    read_plan,
    read_presets,
)

PLAN = ExportPlan("jpeg", "/tmp/out", "{seed}", Privacy.NOTHING, "Ada", "©", options={"quality": 70})


def test_what_is_written_is_read_back() -> None:
    assert read_plan(plan_text(PLAN)) == PLAN
    named = {"Ä & b": PLAN, **EXAMPLES}
    assert read_presets(presets_text(named)) == named
    assert list(read_presets(presets_text(named))) == list(named)


def test_the_examples_are_there_until_a_person_has_deleted_them() -> None:
    assert read_presets("") == EXAMPLES
    assert read_presets(presets_text({})) == {}
    assert all(plan.options == {**plan.options} and plan.row.key == plan.format for plan in EXAMPLES.values())


@pytest.mark.parametrize("text", ["", "{", "null", "7", "[]", "{}", "[" * 100_000, '"x"', "NaN"])
def test_what_is_no_plan_is_passed_over(text: str) -> None:
    assert read_plan(text) is None
    assert read_presets(text or "x") == {}


def test_rows_that_are_none_are_passed_over() -> None:
    good = {"name": "Mine", "plan": PLAN.record()}
    rows = [
        None,
        {"name": 3, "plan": {}},
        {"name": "  ", "plan": {}},
        {"name": "x" * (LONGEST_NAME + 1), "plan": {}},
        good,
        {"name": "no plan"},
        {"name": "list", "plan": []},
    ]
    assert read_presets(json.dumps(rows)) == {"Mine": PLAN}
    many = [{"name": f"{number}", "plan": {}} for number in range(200)]
    assert len(read_presets(json.dumps(many))) == MOST_PRESETS


def test_an_unknown_privacy_gives_away_least() -> None:
    record = {**PLAN.record(), "privacy": "all of it", "format": "exe", "options": {"quality": 1e999}}
    plan = read_plan(json.dumps(record))
    assert plan is not None
    assert plan.privacy is Privacy.LABEL_ONLY
    assert plan.format == "original"
    assert not plan.options


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(PLAN.record())), _JSON))
def test_no_record_raises(record: dict[str, object]) -> None:
    plan = read_plan(json.dumps(record))
    assert (plan is not None) is ("format" in record)
    presets = read_presets(json.dumps([{"name": "x", "plan": record}]))
    assert list(presets) == ["x"]
    assert isinstance(presets["x"], ExportPlan)
