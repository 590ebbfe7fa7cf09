"""Reads the settings that other programs write. READERS is the table of readers, in the order of use.

sd-parsers parses the records of Fooocus and of InvokeAI up to version 2, in a child process.
"""

from collections.abc import Callable, Mapping

from portrait_app.core.metadata.found_settings import PAIR_NAMES, FoundSettings, found_settings
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.imaging.carriers import COMMENT, XMP
from portrait_app.imaging.exif_texts import EXIF, USER_COMMENT
from portrait_app.importing.comfy import read_comfy
from portrait_app.importing.parser_process import PARSERS
from portrait_app.importing.records import json_object, read_record, read_single_texts
from portrait_app.importing.xmp_reader import first, xmp_properties

Texts = Mapping[str, str]
Reader = Callable[[Texts], FoundSettings | None]

# A record of an unknown program may have any structure.
_MISREAD = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)
_INFOTEXTS = (
    USER_COMMENT,
    "parameters",
    "Parameters",
    COMMENT,
    f"{EXIF}ImageDescription",
    f"{EXIF}XPComment",
    "Comment",
    "Description",
)
_PROMPTS = ("parameters", "Parameters")  # places whose text is a prompt even without settings
_DESCRIPTION = "http://purl.org/dc/elements/1.1/ description"
_PARSED = (
    ("InvokeAI", ("sd-metadata", "Dream")),
    ("Fooocus", ("parameters", USER_COMMENT, "Comment", COMMENT)),
)


def read_others(texts: Texts) -> FoundSettings | None:
    """Return the settings from the first reader that finds a prompt, or else the first settings found."""
    best: FoundSettings | None = None
    for read in READERS:
        try:
            found = read(texts)
        except _MISREAD:
            continue
        if found is not None and found.values.get("prompt"):
            return found
        best = best or found
    return best


def _read_by_parser(texts: Texts) -> FoundSettings | None:
    for tool, places in _PARSED:
        for place in places:
            if place not in texts or not _is_for(tool, texts[place]):
                continue
            answer = PARSERS.ask(tool, {"parameters" if tool == "Fooocus" else place: texts[place]})
            if answer is not None:
                pairs = {_infotext_name(name): str(value) for name, value in answer["pairs"]}
                return found_settings(tool, str(answer["prompt"]), str(answer["negative"]), pairs)
    return None


def _is_for(tool: str, text: str) -> bool:
    """Return whether a text may be a record of `tool`. This avoids needless requests to the child process."""
    if tool != "Fooocus":
        return True
    record = json_object(text)
    return record is not None and {"base_model", "sampler", "prompt"} <= record.keys()


def _infotext_name(name: str) -> str:
    return "Schedule type" if name == "scheduler" else PAIR_NAMES.get(name, name)


def _read_infotext(texts: Texts) -> FoundSettings | None:
    described = first(xmp_properties(texts.get(XMP, "")), _DESCRIPTION)
    for place in (*_INFOTEXTS, XMP):
        text = read_infotext(described if place == XMP else texts.get(place, ""))
        # In captions, "Negative prompt:" alone does not make an infotext.
        if text is not None and (text.pairs or place in _PROMPTS or place == USER_COMMENT):
            return found_settings(_tool(text.pairs), text.prompt, text.negative_prompt, text.pairs)
    return None


def _read_bare_prompt(texts: Texts) -> FoundSettings | None:
    for place in _PROMPTS:
        text = texts.get(place, "").removeprefix("\ufeff").strip()
        if text and not text.startswith(("{", "[")):
            return found_settings("AUTOMATIC1111", text, "", {})
    return None


# Programs that write infotexts: each is recognised by a setting and the beginning of its value
_TOOLS = (
    ("Fooocus", "Version", "Fooocus"),
    ("SD.Next", "App", "SD.Next"),
    ("stable-diffusion.cpp", "Version", "stable-diffusion.cpp"),
    ("stable-diffusion.cpp", "SDCPP", ""),
    ("Forge", "Version", "f"),
    ("ComfyUI", "Version", "ComfyUI"),
    ("Civitai", "Civitai resources", ""),
)


def _tool(pairs: Mapping[str, str]) -> str:
    version = pairs.get("Version", "")
    if version.startswith("Portrait Studio"):
        return version
    for tool, name, begin in _TOOLS:
        if name in pairs and pairs[name].startswith(begin):
            return tool
    return "AUTOMATIC1111"


READERS: tuple[Reader, ...] = (
    _read_by_parser,
    read_record,
    read_comfy,
    read_single_texts,
    _read_infotext,
    _read_bare_prompt,
)
