"""Records in JSON: the variants of programs' versions, and records of nobody."""

import json
from typing import Any

import pytest

from portrait_app.imaging.exif_texts import USER_COMMENT
from portrait_app.importing.others import read_others
from tests.support.foreign import (
    DRAW,
    FOOOCUS_RECORD,
    INVOKE,
    NEGATIVE,
    NOVEL,
    NOVEL_TEXTS,
    PROMPT,
    SWARM,
    VALUES,
)


@pytest.mark.parametrize(
    ("tool", "record"),
    [
        (
            "NovelAI",
            {**NOVEL_TEXTS, "Generation time": 1.5},
        ),  # of its WebP: one object with all of PNG's texts
        ("NovelAI", NOVEL),
        ("SwarmUI", {"sui_image_params": SWARM["sui_image_params"]}),
        ("InvokeAI", {**INVOKE, "regions": []}),
        ("Draw Things", DRAW),
        ("Fooocus", {key: value for key, value in FOOOCUS_RECORD.items() if key != "base_model_hash"}),
        (
            "Fooocus",
            {
                "Prompt": PROMPT,
                "Negative Prompt": NEGATIVE,
                "Performance": "Speed",
                "Resolution": "(512, 768)",
                "Guidance Scale": 7,
                "Base Model": "some_v2",
                "Sampler": "euler_ancestral",
                "Seed": 42,
                "Steps": 30,
            },
        ),
        (
            "Civitai",
            {
                "resource-stack": {"class_type": "CheckpointLoaderSimple", "inputs": {}},
                "extraMetadata": json.dumps(
                    {
                        "prompt": PROMPT,
                        "negativePrompt": NEGATIVE,
                        "steps": 30,
                        "cfgScale": 7,
                        "sampler": "euler_ancestral",
                        "seed": 42,
                        "width": 512,
                        "height": 768,
                    }
                ),
            },
        ),
    ],
)
def test_every_version_of_a_record_is_read(tool: str, record: dict[str, Any]) -> None:
    found = read_others({USER_COMMENT: json.dumps(record)})
    assert found is not None
    assert (found.tool, found.values) == (tool, VALUES)


def test_a_record_without_some_values_is_read_without_them() -> None:
    record = {
        key: value
        for key, value in INVOKE.items()
        if key not in {"cfg_scale", "scheduler", "negative_prompt"}
    }
    found = read_others({"invokeai_metadata": json.dumps({**record, "negative_prompt": None})})
    assert found is not None
    wanted = {key: value for key, value in VALUES.items() if key not in {"guidance_scale", "scheduler"}}
    assert found.values == {**wanted, "negative_prompt": ""}


@pytest.mark.parametrize(
    "record", [{}, {"a": 1}, {"prompt": 5}, {"uc": {}}, {"c": [], "uc": None}, {"Comment": "{}"}]
)
def test_an_odd_record_says_nothing_wrong(record: dict[str, Any]) -> None:
    found = read_others({USER_COMMENT: json.dumps(record)})
    assert found is None or not found.values.get("prompt")
