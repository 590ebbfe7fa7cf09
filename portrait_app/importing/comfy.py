"""Reads the settings in a ComfyUI graph.

The graph is followed back from the node that saves the image: the sampler nearest to it made the picture.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from portrait_app.core.metadata.found_settings import FoundSettings, found_settings
from portrait_app.imaging.carriers import COMMENT
from portrait_app.imaging.exif_texts import USER_COMMENT
from portrait_app.importing.comfy_graph import Graph, Link, Node
from portrait_app.importing.records import joined, json_object, plain_text

_TOOL = "ComfyUI"
_IMAGE = ("image", "pixels", "sample", "latent")  # inputs that lead from a saved image to its sampler
_MODELS = ("ckpt_name", "unet_name", "model_name", "gguf_name", "model_path", "base_ckpt_name")
_PROMPTS = {  # names of inputs that hold a prompt
    "positive": (
        "text",
        "text_g",
        "text_l",
        "t5xxl",
        "clip_l",
        "clip_g",
        "prompt",
        "positive",
        "positive_prompt",
    ),
    "negative": (
        "text",
        "text_g",
        "text_l",
        "t5xxl",
        "clip_l",
        "clip_g",
        "prompt",
        "negative",
        "negative_prompt",
    ),
}
_NOTHING = ("ConditioningZeroOut",)  # node kinds whose output stands for an empty prompt
_ASIDE = ("clip", "model", "vae", "control", "image", "mask", "latent", "lora", "style", "samples", "pixels")
_PIPES = ("basic_pipe", "pipe", "context")  # inputs that carry prompts and models together
_MOST_CONDITIONS = 100  # most nodes visited between a sampler and its prompts
_MOST_IMAGES = 8  # most saved images that are followed back


def read_comfy(texts: Mapping[str, str]) -> FoundSettings | None:
    """Return the settings of the graph in a file's texts, or None if no graph can be read."""
    for record in _records(texts):
        try:
            graph = Graph(record)
        except ValueError:
            continue
        sampler = _last_sampler(graph)
        if sampler is not None and (found := _found(graph, sampler)) is not None:
            return found
    return None


def _records(texts: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON objects that may be graphs. Some files have the graph under "prompt" in an object."""
    for place in ("prompt", USER_COMMENT, "parameters", COMMENT, "workflow"):
        record = json_object(texts.get(place, ""))
        if record is None:
            continue
        inner = record.get("prompt")
        if isinstance(inner, str):
            inner = json_object(inner)
        yield inner if isinstance(inner, dict) else record


def _is_sampler(node: Node) -> bool:
    """Return whether a node samples an image. Detailers, which only repaint faces, do not count."""
    has_prompts = any(map(node.link, ("positive", "guider", "text_embeds", "conditioning", *_PIPES)))
    return (
        has_prompts
        and "detailer" not in node.kind.lower()
        and any(
            name in node.inputs
            for name in ("seed", "noise_seed", "noise", "sampler_name", "sampler", "sigmas")
        )
    )


def _last_sampler(graph: Graph) -> Node | None:
    """Return the sampler nearest to a saved image. Of several images, the one with most samplers counts."""
    saved = [link for word in ("save", "preview") for link in _images(graph, word)][:_MOST_IMAGES]
    for names in (_IMAGE, ()):  # second: through all inputs, as they may have unusual names
        ways = [[one for one in graph.upstream(link, *names) if _is_sampler(one)] for link in saved]
        if best := max(ways, key=len, default=[]):
            return best[0]
    samplers = [node for node in graph.nodes.values() if _is_sampler(node)]
    return samplers[-1] if samplers else None


def _images(graph: Graph, word: str) -> Iterator[Link]:
    """Yield the image inputs of all nodes whose kind contains `word`."""
    for node in graph.nodes.values():
        if word in node.kind.lower():
            yield from (link for name, link in node.links() if name.lower().startswith("image"))


def _found(graph: Graph, sampler: Node) -> FoundSettings | None:
    guider = graph.node(sampler.link("guider")) or sampler
    source = graph.node(sampler.link("text_embeds")) or guider
    prompts: dict[str, str] = {}
    for side in ("positive", "negative"):
        link = source.link(side)
        if link is None and side == "positive":
            link = source.link("conditioning") or source.link("cond1")
        way = side if link is not None else _PIPES[0]
        link = link or _pipe(source)
        own = graph.text(source.inputs.get(f"{side}_prompt")) if link is None else None
        prompts[side] = own or joined(_prompts(graph, link, side, way))
    pairs = dict(_pairs(graph, sampler, guider))
    if not prompts["positive"] and not {"Seed", "Steps"} <= pairs.keys():
        return None
    return found_settings(_TOOL, prompts["positive"], prompts["negative"], pairs)


def _pairs(graph: Graph, sampler: Node, guider: Node) -> Iterator[tuple[str, str]]:
    sigmas = list(graph.upstream(sampler.link("sigmas"), "sigmas"))
    places = [sampler, guider, *sigmas]
    noise = graph.node(sampler.link("noise"))
    seeds = [sampler] if noise is None else [sampler, noise]
    numbers = (
        ("Steps", places, ("steps",)),
        ("CFG scale", places, ("cfg",)),
        ("Seed", seeds, ("noise_seed", "seed")),
        ("Denoising strength", places, ("denoise", "denoise_strength")),
    )
    for called, nodes, names in numbers:
        for value in (node.inputs[name] for node in nodes for name in names if name in node.inputs):
            if (number := graph.number(value, *names, *(f"{name}_total" for name in names))) is not None:
                yield called, plain_text(number)
                break
    if algorithm := graph.text(sampler.inputs.get("sampler_name"), "sampler_name") or _chosen_sampler(
        graph, sampler
    ):
        yield "Sampler", algorithm
    written = next((node.inputs["scheduler"] for node in places if "scheduler" in node.inputs), None)
    if schedule := graph.text(written, "scheduler"):
        yield "Schedule type", schedule
    yield from _model(graph, sampler, guider)
    yield from _size(graph, sampler)
    for node in graph.upstream(guider.link("conditioning") or guider.link("positive"), "cond", "positive"):
        if (guidance := graph.number(node.inputs.get("guidance"))) is not None:
            yield "Guidance", plain_text(guidance)
            break


def _chosen_sampler(graph: Graph, sampler: Node) -> str:
    """Return the algorithm that a separate node selects, by its value or by its kind."""
    node = graph.node(sampler.link("sampler"))
    if node is None:
        return ""
    return graph.text(node.inputs.get("sampler_name")) or node.kind.removeprefix("Sampler")


def _model(graph: Graph, sampler: Node, guider: Node) -> Iterator[tuple[str, str]]:
    loras: list[str] = []
    start = sampler.link("model") or guider.link("model") or _pipe(sampler)
    for node in graph.upstream(start, "model", "base_model", "lora", "unet", *_PIPES):
        lora = node.inputs.get("lora_name")
        if isinstance(lora, str) and len(loras) < 100:
            weight = graph.number(node.inputs.get("strength_model"))
            loras.append(lora if weight is None else f"{lora}: {plain_text(weight)}")
        name = next((node.inputs[key] for key in _MODELS if isinstance(node.inputs.get(key), str)), None)
        if name is not None:
            yield "Model", name
            break
    if loras:
        yield "LoRA", ", ".join(loras)


def _size(graph: Graph, sampler: Node) -> Iterator[tuple[str, str]]:
    start = next(
        (link for name, link in sampler.links() if name.lower().startswith(("latent", "samples"))), None
    )
    for node in graph.upstream(start, *_IMAGE):
        width, height = (graph.number(node.inputs.get(side)) for side in ("width", "height"))
        if width is not None and height is not None:
            yield "Size", f"{plain_text(width)}x{plain_text(height)}"
            return


def _pipe(node: Node) -> Link | None:
    return next(filter(None, map(node.link, _PIPES)), None)


def _prompts(graph: Graph, start: Link | None, side: str, way: str) -> Iterator[str]:
    """Yield the texts of a positive or negative prompt, in order. The graph may combine several.

    `way` is the name of the sampler's input that `start` comes from.

    A node that passes both prompts on, such as ControlNetApplyAdvanced, has one output for each.
    """
    waiting = [(start, side, way)]
    seen: set[tuple[Link, str]] = set()
    while waiting and len(seen) < _MOST_CONDITIONS:
        link, side, way = waiting.pop()
        node = graph.node(link)
        if node is None or link is None or (link, side) in seen or node.kind in _NOTHING:
            continue
        seen.add((link, side))
        if node.link("positive") and node.link("negative"):
            if way.startswith(
                ("positive", "negative", "cond")
            ):  # not through a pipe, whose one output carries both
                side = {0: "positive", 1: "negative"}.get(link[1], side)
            waiting.append((node.link(side), side, side))
            continue
        texts = [graph.text(node.inputs[name]) for name in _PROMPTS[side] if name in node.inputs]
        if any(text is not None for text in texts):
            yield from (text.strip() for text in texts if text)
            continue
        waiting += [(further, side, name) for name, further in reversed(_combined(node))]


def _combined(node: Node) -> list[tuple[str, Link]]:
    """Return the inputs that may carry conditioning, in the order in which the node joins them."""
    links = [(name, link) for name, link in node.links() if not name.lower().startswith(_ASIDE)]
    return sorted(links, key=lambda row: (row[0].endswith("from"), row[0]))
