"""The catalogue says what the service's specification says."""

import json
import re
from pathlib import Path

import pytest

from portrait_app.core import catalog
from portrait_app.core.export.name_template import NAME_FIELDS
from portrait_app.core.field import Kind
from portrait_app.core.search.fields import SEARCH_FIELDS
from portrait_app.export.tables import COLUMNS

SAMPLE = json.loads((Path(__file__).parents[1] / "fixtures" / "sample-request.json").read_text("utf-8"))


def test_the_sample_is_the_specifications() -> None:
    assert SAMPLE == catalog.SAMPLE_VALUES
    assert {key: type(value) for key, value in SAMPLE.items()} == {
        key: type(value) for key, value in catalog.SAMPLE_VALUES.items()
    }


def test_the_ten_parameters_are_those_of_the_specification() -> None:
    assert [row.key for row in catalog.PARAMETERS] == list(SAMPLE)
    ranges = {
        row.key: (row.minimum, row.maximum) for row in catalog.PARAMETERS if row.minimum > float("-inf")
    }
    assert ranges == {
        "num_inference_steps": (20, 100),
        "guidance_scale": (0.1, 25),
        "samples": (1, 4),
        "seed": (-1, 999_999_999_999_999),
    }
    assert catalog.defaults() == {
        "prompt": "",
        "negative_prompt": "",
        "scheduler": "UniPC",
        "num_inference_steps": 20,
        "guidance_scale": 7.5,
        "samples": 1,
        "seed": -1,
        "img_width": 512,
        "img_height": 512,
        "base64": False,
    }


@pytest.mark.parametrize("row", catalog.PARAMETERS, ids=lambda row: row.key)
def test_every_row_allows_its_own_default_and_choices(row: catalog.Parameter) -> None:
    if not row.required:
        assert row.check(row.default) == row.default
    for choice in row.choices:
        assert row.check(choice.value) == choice.value
    assert row.label
    assert row.help
    assert bool(row.choices) is (row.kind is Kind.CHOICE)


@pytest.mark.parametrize("row", catalog.STORED_PARAMETERS, ids=lambda row: row.key)
def test_every_row_has_names_that_can_be_read_back(row: catalog.Parameter) -> None:
    """In a search letters stand before the colon; infotexts have few signs; SQL has the key as it is."""
    assert row.called.isalpha()
    assert re.fullmatch(r"\w[\w /-]*", row.pair_name)
    assert row.key.isidentifier()


def test_no_two_rows_have_the_same_name() -> None:
    for names in (
        [row.key for row in SEARCH_FIELDS],
        [row.key for row in NAME_FIELDS],
        [row.key for row in COLUMNS],
        [row.pair_name.lower() for row in catalog.STORED_PARAMETERS],
    ):
        assert len(names) == len(set(names))


def test_the_twelve_schedulers_and_the_samples_own() -> None:
    schedulers = [
        choice.value for choice in catalog.endpoint("potraitsd1.5-txt2img").parameter("scheduler").choices
    ]
    assert len(schedulers) == len(set(schedulers)) == 13
    assert schedulers[-1] == "dpmpp_2m"


def test_each_engine_begins_with_its_default_model() -> None:
    assert [row.slug for row in catalog.endpoints_of(catalog.SEGMIND)] == [
        "potraitsd1.5-txt2img",
        "smallsd1.5-txt2img",
        "tinysd1.5-txt2img",
        "sd1.5-epicrealism",
        "sd1.5-scifi",
        "sd1.5-disneyB",
        "sdxl1.0-realvis",
        "sdxl1.0-yamers-realistic",
    ]
    assert [row.slug for row in catalog.endpoints_of(catalog.SKETCH)] == ["sketch-lorelei"]
    assert catalog.endpoints_of("nobody") == ()


@pytest.mark.parametrize("row", catalog.ENDPOINTS, ids=lambda row: row.slug)
def test_endpoints_name_only_parameters_that_they_have(row: catalog.Endpoint) -> None:
    keys = [parameter.key for parameter in row.parameters]
    assert len(keys) == len(set(keys))
    assert row.unused <= set(keys)
    assert {parameter.pair for parameter in row.parameters if parameter.pair} <= set(keys)
    assert catalog.endpoint(row.slug) is row
    assert keys == [parameter.key for parameter in catalog.PARAMETERS]  # searches know no others


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        catalog.endpoint("sdxl")
    with pytest.raises(KeyError):
        catalog.ENDPOINTS[0].parameter("strength")
