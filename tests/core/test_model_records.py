"""Descriptions of models survive JSON, and unreadable ones harm nothing."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, SAMPLE_VALUES, Endpoint
from portrait_app.core.field import Choice, Kind
from portrait_app.core.model_records import full_record, read_full_record, read_full_records
from portrait_app.core.request import GenerationRequest, build_request


def with_rows(**changes: dict[str, object]) -> Endpoint:
    """Return a model that is not shipped, with changed parameters."""
    rows = tuple(
        replace(row, **changes[row.key]) if row.key in changes else row  # type: ignore[arg-type]
        for row in PARAMETERS
    )
    return Endpoint(
        "server:home:dream",
        "Dream",
        "server",
        "A model of a server.",
        unused=frozenset({"base64"}),
        parameters=rows,
        reads_weights=True,
        about_cost=Decimal("0.01"),
    )


OWN = with_rows(
    num_inference_steps={"minimum": 1, "maximum": 60, "default": 25},
    scheduler={"choices": (Choice("LCM", "LCM"), Choice("Euler", "Euler")), "default": "LCM"},
    img_width={"kind": Kind.INTEGER, "choices": (), "minimum": 64, "maximum": 2048, "multiple": 8},
    prompt={"token_limit": 0},
)


def through_json(record: object) -> object:
    return json.loads(json.dumps(record))


@pytest.mark.parametrize("model", [OWN, *ENDPOINTS], ids=lambda row: row.slug)
def test_a_model_survives_json(model: Endpoint) -> None:
    assert read_full_record(through_json(full_record(model))) == model


def test_a_description_names_only_what_differs() -> None:
    record = full_record(OWN)
    assert record["parameters"].keys() == {"num_inference_steps", "scheduler", "img_width", "prompt"}
    assert record["parameters"]["num_inference_steps"] == {"minimum": 1, "maximum": 60, "default": 25}


@pytest.mark.parametrize(
    "record",
    [
        None,
        7,
        {},
        {"slug": "", "name": "x", "engine": "e"},
        {"slug": "x", "name": 7, "engine": "e"},
        {"slug": "x", "name": "y" * 201, "engine": "e"},
    ],
)
def test_what_is_no_model_is_left_out(record: object) -> None:
    assert read_full_record(record) is None
    assert read_full_records([record, full_record(OWN)]) == (OWN,)


def test_a_change_without_sense_leaves_the_parameter_usable() -> None:
    record = full_record(OWN)
    record["parameters"] = {
        "num_inference_steps": {"minimum": "few", "maximum": 50, "default": 900},
        "img_width": 7,
        "scheduler": {"choices": [["LCM"], [True, "x"], "z"]},
        "unheard-of": {"minimum": 1},
    }
    record["about_cost"] = "NaN"
    record["unused"] = ["base64", "unheard-of", 7]
    model = read_full_record(through_json(record))
    assert model is not None
    steps = model.parameter("num_inference_steps")
    assert (steps.minimum, steps.maximum, steps.default) == (20, 50, 20)
    assert model.parameter("img_width") == PARAMETERS[7]
    assert model.parameter("scheduler") == PARAMETERS[2]
    assert model.about_cost == 0
    assert model.unused == {"base64"}
    build_request(model, {"prompt": "a face"})


def test_a_request_keeps_the_model_that_it_was_built_for() -> None:
    request = build_request(OWN, {"prompt": "a face"})
    assert request.model is OWN
    assert request.with_values(seed=3).model is OWN
    later = GenerationRequest.from_record(json.loads(json.dumps(request.record())))
    assert later == request
    gone = later.model
    assert (gone.name, gone.engine) == ("Dream", "server")
    assert gone.unused == {"base64"}
    assert gone.reads_weights
    assert gone.about_cost == Decimal("0.01")


def test_a_request_for_another_model_does_not_keep_the_former() -> None:
    request = replace(build_request(OWN, {"prompt": "a face"}), endpoint=ENDPOINTS[0].slug)
    assert request.model == ENDPOINTS[0]
    assert request.record().keys() == {"endpoint", "values"}


def test_a_shipped_model_stands_in_a_record_by_its_slug_alone() -> None:
    record = build_request(ENDPOINTS[0], SAMPLE_VALUES).record()
    assert record.keys() == {"endpoint", "values"}
    posing = {**record, "model": {"name": "Another", "engine": "server"}}
    assert GenerationRequest.from_record(posing).model == ENDPOINTS[0]


@pytest.mark.parametrize("described", [None, [], {"name": 5, "engine": "server"}, {"name": "x"}])
def test_an_unreadable_description_leaves_the_slug(described: object) -> None:
    request = GenerationRequest.from_record({"endpoint": "gone", "values": {}, "model": described})
    assert (request.model.name, request.engine) == ("gone", "")
