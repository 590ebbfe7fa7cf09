"""Graphs of ComfyUI: which sampler counts, where its values come from, and what its prompts are made of."""

import json
from typing import Any

import pytest

from portrait_app.core.metadata.found_settings import FoundSettings
from portrait_app.importing.comfy import read_comfy
from portrait_app.importing.others import read_others
from tests.support.foreign import GRAPH, INFOTEXT, NEGATIVE, PROMPT, SAMPLER, VALUES, node

KSAMPLER = {
    **SAMPLER,
    "model": ["4", 0],
    "positive": ["6", 0],
    "negative": ["7", 0],
    "latent_image": ["5", 0],
}


def read(**nodes: Any) -> FoundSettings:
    """Return what is read of the plain graph with some nodes replaced, added, or left out (None)."""
    graph = {**GRAPH, **{name.lstrip("n"): one for name, one in nodes.items()}}
    found = read_comfy({"prompt": json.dumps({name: one for name, one in graph.items() if one is not None})})
    assert found is not None
    return found


def sampler(**inputs: Any) -> dict[str, Any]:
    return node("KSampler", **{**KSAMPLER, **inputs})


@pytest.mark.parametrize(
    "nodes",
    [
        {},
        {"n3": sampler(seed=["20", 0]), "n20": node("Seed (rgthree)", seed=42)},
        {
            "n3": sampler(steps=["20", 1]),
            "n20": node("KSampler Config (rgthree)", steps_total=30, cfg=99, seed=7),
        },
        {"n3": sampler(seed=["20", 0]), "n20": node("Reroute", x=["21", 0]), "n21": node("INT", value=42)},
        {"n6": node("CLIPTextEncode", text=["20", 0]), "n20": node("PrimitiveString", value=PROMPT)},
        {
            "n6": node("CLIPTextEncode", text=["20", 0]),
            "n20": node(
                "StringConcatenate", string_a="a portrait of a baker", string_b=["21", 0], delimiter=", "
            ),
            "n21": node("PrimitiveString", value="freckles"),
        },
        {"n6": node("CLIPTextEncodeSDXL", text_g=PROMPT, text_l=PROMPT, width=1024)},
        {"n6": node("CLIPTextEncodeFlux", clip_l=PROMPT, t5xxl=PROMPT, guidance=3.5)},
        {
            "n3": sampler(positive=["50", 0], negative=["50", 1]),
            "n50": node("ControlNetApplyAdvanced", positive=["6", 0], negative=["7", 0], image=["51", 0]),
        },
        {
            "n3": sampler(positive=["40", 0]),
            "n40": node("ConditioningCombine", conditioning_1=["41", 0], conditioning_2=["42", 0]),
            "n41": node("CLIPTextEncode", text="a portrait of a baker"),
            "n42": node("CLIPTextEncode", text="freckles"),
        },
        {
            "n3": node("KSampler (pipe)", **SAMPLER, basic_pipe=["40", 0], latent_image=["5", 0]),
            "n40": node("ToBasicPipe", positive=["6", 0], negative=["7", 0], model=["4", 0]),
        },
        {
            "n3": sampler(positive=["40", 3], negative=["40", 4], model=["40", 0]),
            "n40": node("FromBasicPipe", basic_pipe=["41", 0]),
            "n41": node("ToBasicPipe", positive=["6", 0], negative=["7", 0], model=["4", 0]),
        },
        {
            "n3": sampler(positive=["40", 1], negative=["40", 2], model=["40", 0]),
            "n40": node("Efficient Loader", positive=PROMPT, negative=NEGATIVE, ckpt_name="some_v2"),
        },
        {"n30": sampler(seed=77, steps=12, latent_image=["3", 0])},  # nothing saves what it makes
        {"n60": node("FaceDetailer", **KSAMPLER, image=["8", 0]), "n9": node("SaveImage", images=["60", 0])},
        {
            "n3": node(
                "SamplerCustomAdvanced",
                noise=["25", 0],
                guider=["22", 0],
                sampler=["16", 0],
                sigmas=["17", 0],
                latent_image=["5", 0],
            ),
            "n16": node("KSamplerSelect", sampler_name="euler_ancestral"),
            "n17": node("BasicScheduler", scheduler="normal", steps=30, denoise=1.0, model=["4", 0]),
            "n22": node("CFGGuider", model=["4", 0], positive=["6", 0], negative=["7", 0], cfg=7.0),
            "n25": node("RandomNoise", noise_seed=42),
        },
    ],
)
def test_however_a_graph_is_made_its_settings_are_read(nodes: dict[str, Any]) -> None:
    found = read(**nodes)
    assert found.values == VALUES
    assert dict(found.unmapped)["Model"] == "some_v2"


def test_the_last_sampler_counts_wherever_it_is_in_the_file() -> None:
    refined = {
        "1": sampler(seed=77, steps=12, latent_image=["3", 0]),
        **GRAPH,
        "8": node("VAEDecode", samples=["1", 0]),
    }
    found = read_comfy({"prompt": json.dumps(refined)})
    assert found is not None
    assert (found.values["seed"], found.values["num_inference_steps"]) == (77, 12)
    assert found.values["prompt"] == PROMPT


def test_nothing_is_an_empty_negative_prompt() -> None:
    found = read(n7=node("ConditioningZeroOut", conditioning=["6", 0]))
    assert (found.values["prompt"], found.values["negative_prompt"]) == (PROMPT, "")


def test_loras_are_listed_with_their_weights() -> None:
    found = read(
        n3=sampler(model=["30", 0]),
        n30=node(
            "LoraLoader", lora_name="hair.safetensors", strength_model=0.8, model=["31", 0], clip=["4", 1]
        ),
        n31=node("LoraLoader", lora_name="eyes", strength_model=1, model=["4", 0]),
    )
    assert dict(found.unmapped)["LoRA"] == "hair.safetensors: 0.8, eyes: 1"
    assert dict(found.unmapped)["Model"] == "some_v2"


def test_a_seed_beyond_what_a_library_can_keep_is_listed() -> None:
    found = read(n3=sampler(seed=2**64 - 1))
    assert "seed" not in found.values
    assert dict(found.unmapped)["Seed"] == str(2**64 - 1)


def test_a_graph_that_is_not_understood_does_not_hide_an_infotext() -> None:
    graphs: list[Any] = [{"1": node("SomeSampler", everything=1)}, {"1": 5}, []]
    for graph in graphs:
        found = read_others({"prompt": json.dumps(graph), "parameters": INFOTEXT})
        assert found is not None
        assert (found.tool, found.values) == ("AUTOMATIC1111", VALUES)


def test_links_in_a_circle_end() -> None:
    found = read(
        n6=node("CLIPTextEncode", text=["20", 0]),
        n20=node("Text", text=["21", 0], string=["20", 0]),
        n21=node("Text", text=["20", 0]),
        n3=sampler(cfg=["30", 0], positive=["40", 0]),
        n30=node("Float", value=["30", 0]),
        n40=node("ConditioningCombine", conditioning_1=["40", 0], conditioning_2=["6", 0]),
    )
    assert not {"prompt", "guidance_scale"} & found.values.keys()
