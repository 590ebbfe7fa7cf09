"""The parameter model holds what the endpoint allows, and nothing else."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import (
    PARAMETERS,
    SAMPLE_VALUES,
    Endpoint,
    defaults,
    endpoint,
)
from portrait_app.core.field import Choice, Problem
from portrait_app.core.request import InvalidRequest
from portrait_app.ui.create.parameter_model import ParameterModel

PORTRAIT = endpoint("potraitsd1.5-txt2img")
SMALL = endpoint("smallsd1.5-txt2img")
SKETCH = endpoint("sketch-lorelei")
KEYS = [parameter.key for parameter in PARAMETERS]
EDIT = Qt.ItemDataRole.EditRole


@pytest.fixture
def model(qapp: object) -> ParameterModel:
    model = ParameterModel(PORTRAIT)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def test_it_begins_with_the_defaults(model: ParameterModel) -> None:
    assert model.values() == defaults()
    assert [
        model.index(row).data(ParameterModel.ParameterRole).key for row in range(model.rowCount())
    ] == KEYS


def test_it_stays_a_sound_model_through_a_session(model: ParameterModel) -> None:
    model.set_values(SAMPLE_VALUES)
    model.set_endpoint(SKETCH)
    model.set_endpoint(replace(PORTRAIT, slug="short", parameters=PARAMETERS[:3]))
    model.set_endpoint(PORTRAIT)
    model.reset()
    assert model.rowCount() == len(PARAMETERS)


def test_the_sample_becomes_the_sample_request(model: ParameterModel) -> None:
    assert model.set_values(SAMPLE_VALUES) == {}
    request = model.request()
    assert dict(request.values) == SAMPLE_VALUES
    assert request.endpoint == PORTRAIT.slug


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("num_inference_steps", 19),
        ("num_inference_steps", 101),
        ("num_inference_steps", "30"),
        ("guidance_scale", 25.1),
        ("samples", 0),
        ("seed", -2),
        ("seed", 10**15),
        ("img_width", 600),
        ("scheduler", "Karras"),
        ("base64", 1),
        ("prompt", None),
    ],
)
def test_a_value_out_of_range_does_not_get_in(
    model: ParameterModel, qtbot: QtBot, key: str, value: object
) -> None:
    with qtbot.assertNotEmitted(model.dataChanged):
        assert not model.setData(model.index(KEYS.index(key)), value, EDIT)
    assert model.values() == defaults()


def test_a_change_is_told_once_for_its_row(model: ParameterModel, qtbot: QtBot) -> None:
    index = model.index(KEYS.index("seed"))
    with qtbot.waitSignal(model.dataChanged) as told:
        assert model.setData(index, 999_999_999_999_999, EDIT)
    assert [place.row() for place in told.args[:2]] == [index.row()] * 2
    assert index.data(EDIT) == 999_999_999_999_999
    with qtbot.assertNotEmitted(model.dataChanged):
        assert model.setData(index, 999_999_999_999_999, EDIT)


def test_an_empty_prompt_may_be_held_but_not_asked_for(model: ParameterModel) -> None:
    index = model.index(KEYS.index("prompt"))
    assert model.setData(index, "", EDIT)
    assert index.data(ParameterModel.ProblemRole).problem is Problem.REQUIRED
    with pytest.raises(InvalidRequest):
        model.request()
    model.setData(index, "a face", EDIT)
    assert index.data(ParameterModel.ProblemRole) is None
    assert model.request().prompt == "a face"


def test_what_cannot_be_represented_is_given_back(model: ParameterModel) -> None:
    skipped = model.set_values({"seed": 7, "scheduler": "gone", "strength": 0.5, "samples": 9})
    assert skipped == {"scheduler": "gone", "strength": 0.5, "samples": 9}
    assert model.values() == {**defaults(), "seed": 7}


def test_another_endpoint_keeps_the_values_and_names_what_it_does_not_use(
    model: ParameterModel, qtbot: QtBot
) -> None:
    model.set_values(SAMPLE_VALUES)
    with qtbot.waitSignal(model.endpoint_changed), qtbot.assertNotEmitted(model.modelReset):
        model.set_endpoint(SKETCH)
    assert model.values() == SAMPLE_VALUES
    indexes = {key: model.index(row) for row, key in enumerate(KEYS)}
    unused = {key for key, index in indexes.items() if not index.data(ParameterModel.UsedRole)}
    assert unused == SKETCH.unused
    assert not indexes["scheduler"].flags() & Qt.ItemFlag.ItemIsEnabled
    assert indexes["seed"].flags() & Qt.ItemFlag.ItemIsEnabled
    assert indexes["prompt"].data(ParameterModel.TokenLimitRole) == 0
    model.set_endpoint(PORTRAIT)
    assert indexes["prompt"].data(ParameterModel.TokenLimitRole) == 77
    assert model.request().values == SAMPLE_VALUES


def test_an_endpoint_with_another_table_takes_only_what_it_allows(
    model: ParameterModel, qtbot: QtBot
) -> None:
    schedulers = (Choice("fast", "Fast"), Choice("UniPC", "UniPC"))
    other = Endpoint(
        "other",
        "Other",
        "segmind",
        "",
        parameters=(
            replace(PORTRAIT.parameter("scheduler"), choices=schedulers, default="fast"),
            PORTRAIT.parameter("seed"),
        ),
    )
    model.set_values({"scheduler": "Heun", "seed": 7})
    with qtbot.waitSignal(model.modelReset):
        model.set_endpoint(other)
    assert model.values() == {"scheduler": "fast", "seed": 7}


def test_reset_returns_everything_to_its_default(model: ParameterModel) -> None:
    model.set_values(SAMPLE_VALUES)
    model.reset()
    assert model.values() == defaults()


def test_words_for_each_value(model: ParameterModel) -> None:
    model.set_values({**SAMPLE_VALUES, "guidance_scale": 7.25})
    texts = {key: model.index(row).data() for row, key in enumerate(KEYS)}
    assert texts["scheduler"] == "dpmpp_2m (sample default)"
    assert texts["guidance_scale"] == "7.25"
    assert texts["seed"] == "531327"


def test_a_record_brings_everything_back(model: ParameterModel) -> None:
    model.set_values({**SAMPLE_VALUES, "prompt": "élan,\n日本 🎨"})
    later = ParameterModel(SMALL)
    assert later.restore(model.record()) == {}
    assert later.values() == model.values()


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "7", '"x"', "[" * 100_000, "NaN", '{"samples": ' + "9" * 5000 + "}"]
)
def test_garbage_in_the_settings_is_harmless(model: ParameterModel, text: str) -> None:
    model.set_values(SAMPLE_VALUES)
    model.restore(text)
    assert model.values() == SAMPLE_VALUES


def test_a_half_bad_record_gives_its_good_half(model: ParameterModel) -> None:
    assert model.restore('{"seed": 7, "samples": NaN, "prompt": "\\ud83d", "x": {}}').keys() == {
        "samples",
        "prompt",
        "x",
    }
    assert model.values() == {**defaults(), "seed": 7}


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    *(st.sampled_from([choice.value for choice in row.choices]) for row in PARAMETERS if row.choices),
    st.integers(-1, 100),
)


@given(st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text()), ANYTHING))
def test_every_value_is_held_or_given_back(values: dict[str, Any]) -> None:
    model = ParameterModel(PORTRAIT)
    skipped = model.set_values(values)
    held = model.values()
    assert held.keys() == defaults().keys()
    for key, value in values.items():
        if key in skipped:
            assert skipped[key] is value
        else:
            assert held[key] == value
    later = ParameterModel(PORTRAIT)
    assert later.restore(model.record()) == {}
    assert json.loads(later.record()) == held
