import json

import pytest

from portrait_app.importing.carriers import USER_COMMENT
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


_DEEP = "[" * 100_000
_LOOP = json.dumps({"links": [[n, str(n + 1), 0, str(n), 0, "CONDITIONING"] for n in range(5000)]})


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"prompt": _DEEP, "workflow": _DEEP},
        {"prompt": "{}", "workflow": "{}"},
        {"prompt": "null", "workflow": "3"},
        {"prompt": json.dumps(GRAPH), "workflow": '{"links": [[1]]}'},
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
    read_others({"prompt": json.dumps(GRAPH), "workflow": _LOOP})
