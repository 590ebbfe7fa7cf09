"""A request is checked once, frozen, and comes back from its record as it was."""

import json

import pytest

from portrait_app.core.catalog import ENDPOINTS, SAMPLE_VALUES, SKETCH, Endpoint, endpoint, sample_values
from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.core.field import Problem
from portrait_app.core.request import GenerationRequest, InvalidRequest, build_request

PORTRAIT = endpoint("potraitsd1.5-txt2img")


def test_the_sample_is_a_request() -> None:
    request = build_request(PORTRAIT, SAMPLE_VALUES)
    assert dict(request.values) == SAMPLE_VALUES
    assert request.model is PORTRAIT
    assert (request.seed, request.size, request.samples) == (531327, (768, 768), 1)
    assert request.prompt.startswith("RAW closeup")
    assert request.negative_prompt.endswith("UnrealisticDream")


def test_what_is_missing_takes_its_default_and_what_is_unknown_is_left_out() -> None:
    request = build_request(PORTRAIT, {"prompt": "a face", "strength": 1})
    assert list(request.values) == [parameter.key for parameter in PORTRAIT.parameters]
    assert request.values["scheduler"] == "UniPC"


def test_every_bad_field_is_named_at_once() -> None:
    with pytest.raises(InvalidRequest) as caught:
        build_request(PORTRAIT, {"prompt": " ", "samples": 5, "seed": -2, "guidance_scale": 7.0})
    problems = {problem.field.key: problem.problem for problem in caught.value.problems}
    assert problems == {
        "prompt": Problem.REQUIRED,
        "samples": Problem.OUT_OF_RANGE,
        "seed": Problem.OUT_OF_RANGE,
    }
    assert caught.value.kind is ErrorKind.INVALID_REQUEST
    assert caught.value.billed is Billed.FREE


def test_nobody_changes_a_request_afterwards() -> None:
    values = dict(SAMPLE_VALUES)
    request = build_request(PORTRAIT, values)
    values["prompt"] = "another"
    assert request.prompt == SAMPLE_VALUES["prompt"]
    with pytest.raises(TypeError):
        request.values["prompt"] = "another"  # type: ignore[index]
    with pytest.raises(AttributeError):
        request.endpoint = "another"  # type: ignore[misc]


def test_other_values_make_another_request() -> None:
    request = build_request(PORTRAIT, SAMPLE_VALUES)
    other = request.with_values(seed=-1)
    assert (request.seed, other.seed) == (531327, -1)
    assert request != other
    assert request == other.with_values(seed=531327)
    assert hash(request) == hash(other.with_values(seed=531327))


@pytest.mark.parametrize("model", ENDPOINTS, ids=lambda row: row.slug)
def test_a_record_survives_json(model: Endpoint) -> None:
    request = build_request(model, sample_values(model, with_seed=True))
    assert GenerationRequest.from_record(json.loads(json.dumps(request.record()))) == request


def test_a_record_of_another_version_is_not_judged() -> None:
    request = GenerationRequest.from_record(
        {"endpoint": "gone", "values": {"prompt": "x", "scheduler": "old"}}
    )
    assert request.values["scheduler"] == "old"
    assert (request.model.name, request.engine) == ("gone", "")
    assert request.model.parameter("prompt").label == "Prompt"


def test_the_endpoint_says_which_engine_answers() -> None:
    assert build_request(endpoint("sketch-lorelei"), SAMPLE_VALUES).engine == SKETCH
