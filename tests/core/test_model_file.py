"""The description of a model that the user adds: what is understood, and a place for every mistake."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import PARAMETERS, SEGMIND
from portrait_app.core.field import Kind
from portrait_app.core.model_file import Mistake, read_model, read_model_file
from portrait_app.core.model_records import full_record, read_full_record
from portrait_app.core.request import build_request

DOCUMENTED = Path(__file__).parents[2] / "docs" / "models.md"


def documented() -> dict[str, Any]:
    text = DOCUMENTED.read_text("utf-8")
    example = re.search(r"^    \{$.*?^    \}$", text, re.MULTILINE | re.DOTALL)
    assert example is not None
    read: dict[str, Any] = json.loads(example[0])
    return read


def test_the_documented_example_is_understood() -> None:
    read = read_model(documented(), SEGMIND)
    model = read.model
    assert not read.mistakes
    assert model is not None
    assert (model.slug, model.name, model.engine) == ("sdxl1.0-juggernaut", "Juggernaut XL", SEGMIND)
    assert (model.about_cost, model.reads_weights, model.family) == (Decimal("0.01"), True, "sdxl")
    steps, width, height = (
        model.parameter(key) for key in ("num_inference_steps", "img_width", "img_height")
    )
    assert (steps.minimum, steps.maximum, steps.default) == (20, 60, 30)
    assert (width.kind, width.minimum, width.maximum, width.multiple) == (Kind.INTEGER, 512, 2048, 8)
    assert [choice.value for choice in height.choices] == [768, 1024, 1536]
    assert [choice.value for choice in model.parameter("scheduler").choices] == ["Euler a", "DPM2 Karras"]
    assert model.unused == {"base64"}
    assert read_full_record(json.loads(json.dumps(full_record(model)))) == model  # the settings keep it


def test_a_slug_is_enough() -> None:
    read = read_model_file('{"slug": "tiny.2"}', SEGMIND)
    assert read.model is not None
    assert (read.model.name, read.model.about_cost) == ("tiny.2", Decimal(0))
    assert read.model.parameters == PARAMETERS


@pytest.mark.parametrize("text", ["", "[]", "{", "7", "null", "[" * 100_000, '{"slug": "\\ud83d"'])
def test_what_is_no_description_is_no_model(text: str) -> None:
    read = read_model_file(text, SEGMIND)
    assert read.model is None
    assert [one.mistake for one in read.mistakes] == [Mistake.NOT_JSON]


@pytest.mark.parametrize("slug", [None, 7, "", "a/b", "../x", "a b", "é", "x" * 101])
def test_a_model_needs_a_name_in_web_addresses(slug: object) -> None:
    read = read_model({"slug": slug}, SEGMIND)
    assert read.model is None
    assert [(one.where, one.mistake) for one in read.mistakes] == [("slug", Mistake.NO_SLUG)]


@pytest.mark.parametrize(
    ("changes", "where", "mistake"),
    [
        ({"colour": 1}, "colour", Mistake.UNKNOWN),
        ({"name": 7}, "name", Mistake.WRONG_TYPE),
        ({"price": "much"}, "price", Mistake.WRONG_TYPE),
        ({"price": True}, "price", Mistake.WRONG_TYPE),
        ({"price": -1}, "price", Mistake.WRONG_TYPE),
        ({"weights": 1}, "weights", Mistake.WRONG_TYPE),
        ({"parameters": []}, "parameters", Mistake.WRONG_TYPE),
        ({"parameters": {"strength": {}}}, "parameters.strength", Mistake.UNKNOWN),
        ({"parameters": {"prompt": False}}, "parameters.prompt", Mistake.REQUIRED),
        ({"parameters": {"seed": 7}}, "parameters.seed", Mistake.WRONG_TYPE),
        ({"parameters": {"seed": {"maximum": 7}}}, "parameters.seed.maximum", Mistake.UNKNOWN),
        (
            {"parameters": {"samples": {"minimum": 3, "maximum": 2}}},
            "parameters.samples",
            Mistake.OUT_OF_ORDER,
        ),
        ({"parameters": {"samples": {"maximum": "2"}}}, "parameters.samples.maximum", Mistake.WRONG_TYPE),
        ({"parameters": {"samples": {"maximum": 1e99}}}, "parameters.samples.maximum", Mistake.WRONG_TYPE),
        ({"parameters": {"samples": {"maximum": 2.5}}}, "parameters.samples.maximum", Mistake.WRONG_TYPE),
        ({"parameters": {"samples": {"default": 9}}}, "parameters.samples.default", Mistake.NOT_ALLOWED),
        ({"parameters": {"scheduler": {"choices": []}}}, "parameters.scheduler.choices", Mistake.WRONG_TYPE),
        (
            {"parameters": {"img_width": {"choices": ["a"]}}},
            "parameters.img_width.choices",
            Mistake.WRONG_TYPE,
        ),
    ],
)
def test_a_mistake_is_named_by_its_place_and_leaves_a_usable_model(
    changes: dict[str, Any], where: str, mistake: Mistake
) -> None:
    read = read_model({"slug": "mine", **changes}, SEGMIND)
    assert (where, mistake) in [(one.where, one.mistake) for one in read.mistakes]
    assert read.model is not None
    build_request(read.model, {"prompt": "a face"})


def test_few_sizes_are_a_list_and_many_are_typed() -> None:
    few = {"minimum": 512, "maximum": 1024, "multiple": 256}
    many = {"minimum": 512, "maximum": 1024}
    read = read_model({"slug": "x", "parameters": {"img_width": few, "img_height": many}}, SEGMIND)
    assert read.model is not None
    assert [choice.value for choice in read.model.parameter("img_width").choices] == [512, 768, 1024]
    height = read.model.parameter("img_height")
    assert (height.kind, height.multiple, height.default) == (Kind.INTEGER, 8, 512)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_CHANGES = st.dictionaries(st.sampled_from(["minimum", "maximum", "default", "choices", "multiple"]), _JSON)


@given(st.dictionaries(st.sampled_from([row.key for row in PARAMETERS]), _JSON | _CHANGES))
def test_whatever_a_file_says_the_model_can_be_asked(parameters: dict[str, Any]) -> None:
    read = read_model({"slug": "mine", "parameters": parameters}, SEGMIND)
    assert read.model is not None
    build_request(read.model, {"prompt": "a face"})
    assert read_full_record(full_record(read.model)) is not None
