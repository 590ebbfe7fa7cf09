import json

import pytest

from portrait_app.imaging.exif_texts import USER_COMMENT
from portrait_app.importing.others import READERS, read_others
from tests.support.brought import FOOOCUS, GRAPH, INFOTEXT, INVOKE, LINKS

COMFY = {"prompt": json.dumps(GRAPH), "workflow": json.dumps({"links": LINKS})}
WANTED = {
    "negative_prompt": "blur",
    "scheduler": "Euler a",
    "num_inference_steps": 20,
    "guidance_scale": 8.0,
    "seed": 5,
    "img_width": 512,
    "img_height": 768,
}


@pytest.mark.parametrize(
    ("tool", "prompt", "texts"),
    [
        ("ComfyUI", "an old sailor", COMFY),
        ("InvokeAI", "a girl with freckles", {"invokeai_metadata": json.dumps(INVOKE)}),
        ("Fooocus", "a laughing boy", {"parameters": json.dumps(FOOOCUS)}),
        ("Fooocus", "a laughing boy", {USER_COMMENT: json.dumps(FOOOCUS)}),
    ],
)
def test_the_settings_of_each_tool_are_understood(tool: str, prompt: str, texts: dict[str, str]) -> None:
    found = read_others(texts)
    assert found is not None
    assert (found.tool, found.values) == (tool, {"prompt": prompt, **WANTED})
    assert "Model" in dict(found.unmapped)


def test_an_infotext_is_found_in_either_place_and_the_comment_wins() -> None:
    other = INFOTEXT.replace("red hair", "grey hair")
    for texts, hair in (
        ({"parameters": INFOTEXT}, "red"),
        ({"parameters": INFOTEXT, USER_COMMENT: other}, "grey"),
    ):
        found = read_others(texts)
        assert found is not None
        assert (found.tool, found.values["prompt"]) == (
            "AUTOMATIC1111",
            f"a lady with {hair} hair, soft light",
        )
        assert dict(found.unmapped) == {"Model": "dreamshaper_8", "Clip skip": "2"}


def test_a_graph_is_read_without_the_drawing_and_where_nodes_are_nested_in_others() -> None:
    nested = json.dumps(GRAPH).replace('"6"', '"9:6"').replace('"7"', '"9:7"')
    for texts in (
        {"prompt": COMFY["prompt"]},
        {"prompt": nested, "workflow": '{"links": [], "definitions": {"subgraphs": []}}'},
    ):
        found = read_others(texts)
        assert found is not None
        assert found.values == {"prompt": "an old sailor", **WANTED}


_DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"prompt": _DEEP, "workflow": _DEEP},
        {"prompt": "{}", "workflow": "{}"},
        {"prompt": "null", "workflow": "3"},
        {"prompt": '{"1": 5}'},
        {"prompt": '{"1": {"inputs": 5}}'},
        {"invokeai_metadata": _DEEP},
        {"invokeai_metadata": "[]"},
        {"invokeai_metadata": '{"model": 3}'},
        {"parameters": _DEEP},
        {"parameters": "null"},
        {"sd-metadata": "{}", "Dream": "x"},
        {USER_COMMENT: json.dumps({**FOOOCUS, "prompt": {"a": [1]}, "sampler": None})},
    ],
)
def test_hostile_records_are_nobodys(texts: dict[str, str]) -> None:
    for read in READERS:
        found = read(texts)
        assert found is None or "scheduler" not in found.values


def test_a_graph_without_an_end_ends() -> None:
    looping = {str(n): {"class_type": "X", "inputs": {"a": [str((n + 1) % 500), 0]}} for n in range(500)}
    sampler = json.loads(json.dumps(GRAPH["3"]).replace('"6"', '"0"'))
    found = read_others({"prompt": json.dumps({**looping, "s": sampler})})
    assert found is not None
    assert found.values["seed"] == 5


@pytest.mark.parametrize("count", [30, 1_900])
def test_many_samplers_are_no_trouble(count: int) -> None:
    many = {f"s{n}": GRAPH["3"] for n in range(count)}
    found = read_others({"prompt": json.dumps({**GRAPH, **many})})
    assert found is not None
    assert found.values["prompt"] == "an old sailor"


def test_a_graph_larger_than_any_that_users_make_is_not_followed() -> None:
    many = {str(n): {**GRAPH["3"], "class_type": "KSampler"} for n in range(2_001)}
    assert read_others({"prompt": json.dumps(many)}) is None
