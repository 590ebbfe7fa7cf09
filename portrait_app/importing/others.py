"""Settings as other programs write them: a table of readers, and what each makes of a file's texts.

The graphs and records of ComfyUI, InvokeAI and Fooocus are read by sd-parsers; infotexts by `core`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sd_parsers.data import PromptInfo
from sd_parsers.exceptions import ParserError
from sd_parsers.parsers import ComfyUIParser, FooocusParser, InvokeAIParser, Parser

from portrait_app.core.metadata.found_settings import PAIR_NAMES, FoundSettings, found_settings
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.importing.carriers import USER_COMMENT

Texts = Mapping[str, str]
Reader = Callable[[Texts], FoundSettings | None]

# The record of an unknown program may have any shape, and be nested as deeply as it likes.
_MISREAD = (ParserError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
# sd-parsers goes through a whole graph for each of its samplers. Large ones have some hundred links.
_MOST_SAMPLERS = 20
_MOST_LINKS = 2000


def read_others(texts: Texts) -> FoundSettings | None:
    """Return what the first reader of the table understands; None where nobody does."""
    for read in READERS:
        found = read(texts)
        if found is not None:
            return found
    return None


def _infotext(texts: Texts) -> FoundSettings | None:
    for place in (USER_COMMENT, "parameters"):  # the order in which its own reader looks
        text = read_infotext(texts.get(place, ""))
        if text is not None:
            return found_settings(_tool(text.pairs), text.prompt, text.negative_prompt, text.pairs)
    return None


def _tool(pairs: Mapping[str, str]) -> str:
    version = pairs.get("Version", "")
    return version if version.startswith("Portrait Studio") else "AUTOMATIC1111"


def _by(tool: str, parser: type[Parser], *places: str) -> Reader:
    """Return a reader through sd-parsers, for files that have a text at one of `places`."""

    def read(texts: Texts) -> FoundSettings | None:
        if not any(place in texts for place in places):
            return None
        try:
            return _from_parsed(tool, parser().parse(dict(texts)))
        except _MISREAD:
            return None

    return read


def _comfy(texts: Texts) -> FoundSettings | None:
    """Read the graph that was carried out, which is there without the drawn one too.

    Its inputs say what leads where, also inside of what is one node in the drawing.
    """
    try:
        nodes = json.loads(texts.get("prompt", ""))
        samplers = sum("sampler_name" in node.get("inputs", ()) for node in nodes.values())
        links = list(islice(_links(nodes), _MOST_LINKS + 1))
        if samplers > _MOST_SAMPLERS or not 0 < len(links) <= _MOST_LINKS:
            return None
        return _from_parsed("ComfyUI", ComfyUIParser().parse({"prompt": nodes, "workflow": {"links": links}}))
    except _MISREAD:
        return None


def _links(nodes: Mapping[str, Any]) -> Iterator[list[object]]:
    """Yield the links between nodes as a drawn graph has them: from, to and what goes there."""
    for to, node in nodes.items():
        for name, value in node.get("inputs", {}).items():
            if isinstance(value, list) and len(value) == 2:  # the node that it comes from, and its output
                yield [0, str(value[0]), 0, to, 0, "CLIP" if name == "clip" else name]


def _fooocus(texts: Texts) -> FoundSettings | None:
    for place in (USER_COMMENT, "parameters", "Comment"):
        if place in texts:
            found = _by("Fooocus", FooocusParser, "parameters")({"parameters": texts[place]})
            if found is not None:
                return found
    return None


def _from_parsed(tool: str, info: PromptInfo) -> FoundSettings | None:
    """Say what sd-parsers found in the words of an infotext."""
    if not info.samplers:
        return None
    sampler = info.samplers[0]
    pairs = {"Sampler": sampler.name}
    for name, value in sampler.parameters.items():
        pairs["Schedule type" if name == "scheduler" else PAIR_NAMES.get(name, name)] = _text(value)
    if sampler.model is not None:
        pairs["Model"] = str(sampler.model)
    for name, value in info.metadata.items():
        pairs.setdefault(PAIR_NAMES.get(str(name), str(name)), _text(value))
    if size := _take_size(pairs, info.metadata.values()):
        pairs["Size"] = size
    return found_settings(tool, _joined(sampler.prompts), _joined(sampler.negative_prompts), pairs)


def _joined(prompts: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, prompts)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _take_size(pairs: dict[str, str], nodes: Iterable[object]) -> str:
    """Take the size out of wherever a tool keeps it, and return it as an infotext has it."""
    if "width" in pairs and "height" in pairs:
        return f"{pairs.pop('width')}x{pairs.pop('height')}"
    if match := re.fullmatch(r"\((\d+), (\d+)\)", pairs.get("resolution", "")):  # Fooocus
        del pairs["resolution"]
        return f"{match[1]}x{match[2]}"
    for values in nodes:  # ComfyUI: a list for each kind of node
        for node in values if isinstance(values, list) else ():
            if isinstance(node, dict) and {"width", "height"} <= node.keys():
                return f"{node['width']}x{node['height']}"
    return ""


# Fooocus keeps JSON, others an infotext, at one and the same place: the infotext would not be JSON.
READERS: tuple[Reader, ...] = (
    _by("InvokeAI", InvokeAIParser, "invokeai_metadata", "sd-metadata", "Dream"),
    _comfy,
    _fooocus,
    _infotext,
)
