import json

import pytest

from portrait_app.importing.carriers import USER_COMMENT
from portrait_app.importing.others import READERS, read_others

INFOTEXT = (
    "a face\nNegative prompt: blur\nSteps: 30, Sampler: DPM2 a Karras, CFG scale: 7, Seed: 42, Size: 512x768"
)
GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 5,
            "steps": 20,
            "cfg": 8.0,
            "sampler_name": "euler_ancestral",
            "scheduler": "normal",
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd.ckpt"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lady", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur", "clip": ["4", 1]}},
}
LINKS = [
    [1, 4, 0, 3, 0, "MODEL"],
    [2, 5, 0, 3, 3, "LATENT"],
    [3, 4, 1, 6, 0, "CLIP"],
    [4, 6, 0, 3, 1, "CONDITIONING"],
    [5, 4, 1, 7, 0, "CLIP"],
    [6, 7, 0, 3, 2, "CONDITIONING"],
]
COMFY = {"prompt": json.dumps(GRAPH), "workflow": json.dumps({"links": LINKS})}
INVOKE = {
    "positive_prompt": "a lady",
    "negative_prompt": "blur",
    "width": 512,
    "height": 768,
    "seed": 5,
    "cfg_scale": 8.0,
    "steps": 20,
    "scheduler": "euler_a",
    "model": {"model_name": "m"},
}
FOOOCUS = {
    "base_model": "m",
    "base_model_hash": "x",
    "guidance_scale": 8.0,
    "scheduler": "normal",
    "seed": "5",
    "sharpness": 2,
    "steps": 20,
    "sampler": "euler_ancestral",
    "prompt": "a lady",
    "negative_prompt": "blur",
    "resolution": "(512, 768)",
}
WANTED = {
    "prompt": "a lady",
    "negative_prompt": "blur",
    "scheduler": "Euler a",
    "num_inference_steps": 20,
    "guidance_scale": 8.0,
    "seed": 5,
    "img_width": 512,
    "img_height": 768,
}


@pytest.mark.parametrize(
    ("tool", "texts"),
    [
        ("ComfyUI", COMFY),
        ("InvokeAI", {"invokeai_metadata": json.dumps(INVOKE)}),
        ("Fooocus", {"parameters": json.dumps(FOOOCUS)}),
        ("Fooocus", {USER_COMMENT: json.dumps(FOOOCUS)}),
    ],
)
def test_the_settings_of_each_tool_are_understood(tool: str, texts: dict[str, str]) -> None:
    found = read_others(texts)
    assert found is not None
    assert (found.tool, found.values) == (tool, WANTED)
    assert "Model" in dict(found.unmapped)


def test_an_infotext_is_found_in_either_place_and_the_comment_wins() -> None:
    other = INFOTEXT.replace("a face", "a lady")
    for texts, prompt in (
        ({"parameters": INFOTEXT}, "a face"),
        ({"parameters": INFOTEXT, USER_COMMENT: other}, "a lady"),
    ):
        found = read_others(texts)
        assert found is not None
        assert (found.tool, found.values["prompt"]) == ("AUTOMATIC1111", prompt)
        assert found.unmapped == ()


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
