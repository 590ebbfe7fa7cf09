"""Reads settings that a program writes as a JSON object, and Easy Diffusion's single texts.

Each program has a row: how its record is recognised, the names of its prompts, and the names of settings that
are called differently in infotexts. All other values are listed under the program's own names.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portrait_app.core.metadata.found_settings import FoundSettings, found_settings
from portrait_app.imaging.carriers import COMMENT, XMP
from portrait_app.imaging.exif_texts import EXIF, USER_COMMENT
from portrait_app.importing.xmp_reader import first, xmp_properties

Texts = Mapping[str, str]
Values = dict[str, Any]

_LONGEST = 2_000_000  # most characters of JSON: parsing holds the GIL
_XMP_COMMENT = "http://ns.adobe.com/exif/1.0/ UserComment"
_PLACES = ("parameters", "Parameters", "Comment", USER_COMMENT, COMMENT, f"{EXIF}ImageDescription")

_RESOLUTION = re.compile(r"\(?(\d{1,5})\s*[,x×]\s*(\d{1,5})\)?")

# Names in infotexts, by the names in records in lower case without blanks and underscores
_NAMES = {
    "steps": "Steps",
    "numinferencesteps": "Steps",
    "cfg": "CFG scale",
    "cfgscale": "CFG scale",
    "scale": "CFG scale",
    "guidancescale": "CFG scale",
    "sampler": "Sampler",
    "samplername": "Sampler",
    "scheduler": "Schedule type",
    "noiseschedule": "Schedule type",
    "seed": "Seed",
    "noiseseed": "Seed",
    "size": "Size",
    "model": "Model",
    "modelname": "Model",
    "basemodel": "Model",
    "basemodelname": "Model",
    "usestablediffusionmodel": "Model",
    "basemodelhash": "Model hash",
    "modelhash": "Model hash",
    "clipskip": "Clip skip",
    "version": "Version",
    "swarmversion": "Version",
    "appversion": "Version",
}


@dataclass(frozen=True, slots=True)
class _Program:
    """One row of _PROGRAMS."""

    tool: str
    knows: Callable[[Values], object]  # true if a JSON object is a record of this program
    prompt: str = "prompt"
    negative: str = "negative_prompt"
    inner: str = ""  # the key of the object that has the values; empty: the record itself
    names: Mapping[str, str] = field(default_factory=dict)  # override _NAMES


def _has(*keys: str) -> Callable[[Values], bool]:
    return lambda record: all(key in record for key in keys)


_PROGRAMS = (
    _Program("SwarmUI", _has("sui_image_params"), "prompt", "negativeprompt", "sui_image_params"),
    _Program(
        "RuinedFooocus",
        lambda record: record.get("software") == "RuinedFooocus" or _has("Prompt", "base_model_name")(record),
        "Prompt",
        "Negative",
    ),
    _Program("Civitai", _has("extraMetadata"), "prompt", "negativePrompt", "extraMetadata"),
    _Program("Draw Things", lambda record: "c" in record and {"uc", "sampler"} & record.keys(), "c", "uc"),
    _Program("NovelAI", lambda record: "uc" in record or "noise_schedule" in record, "prompt", "uc"),
    _Program(
        "InvokeAI",
        _has("positive_prompt"),
        "positive_prompt",
        names={"scheduler": "Sampler"},
    ),
    _Program("Fooocus", _has("base_model", "prompt")),  # versions that sd-parsers does not read
    _Program("Fooocus", _has("Base Model", "Prompt"), "Prompt", "Negative Prompt"),
    _Program(
        "Easy Diffusion",
        lambda record: {"use_stable_diffusion_model", "num_inference_steps"} <= record.keys(),
    ),
)


def read_record(texts: Texts) -> FoundSettings | None:
    """Return the settings of the first text that is a record of a program in the table, or None."""
    for text in _candidates(texts):
        record = json_object(text)
        if record is None:
            continue
        inner = json_object(_prompt(record.get("Comment")))
        if inner is not None:  # NovelAI: the texts of its PNG files as one object
            texts, record = {name: _prompt(text) for name, text in record.items()}, inner
        for program in _PROGRAMS:
            if program.knows(record) and (found := _found(program, record, texts)) is not None:
                return found
    return None


def read_single_texts(texts: Texts) -> FoundSettings | None:
    """Return the settings that Easy Diffusion writes into a PNG, with one text chunk for each setting."""
    (program,) = (row for row in _PROGRAMS if row.tool == "Easy Diffusion")
    record: Values = {name: text for name, text in texts.items() if name != XMP and not name.startswith(EXIF)}
    return _found(program, record, {}) if program.knows(record) else None


def json_object(text: str) -> Values | None:
    """Return the JSON object in a text, or None if the text is something else."""
    if len(text) > _LONGEST or not text.lstrip("\ufeff \n\r\t").startswith(("{", '"')):
        return None
    try:
        found = json.loads(text.lstrip("\ufeff"))
        found = json.loads(found) if isinstance(found, str) else found  # some programs encode the JSON twice
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _candidates(texts: Texts) -> Iterator[str]:
    if "invokeai_metadata" in texts:
        yield texts["invokeai_metadata"]
    for place in _PLACES:
        if place in texts:
            yield texts[place]
    yield first(xmp_properties(texts.get(XMP, "")), _XMP_COMMENT)


def _found(program: _Program, record: Values, texts: Texts) -> FoundSettings | None:
    values = record.get(program.inner) if program.inner else record
    if isinstance(values, str):
        values = json_object(values)
    if not isinstance(values, dict):
        return None
    values = dict(values)
    prompt, negative = (_prompt(values.pop(name, "")) for name in (program.prompt, program.negative))
    if program.tool == "NovelAI":
        prompt = prompt or texts.get("Description", "")
        values.setdefault("model", texts.get("Source", ""))
    pairs: dict[str, str] = {}
    if size := _take_size(values):
        pairs["Size"] = size
    for name, value in values.items():
        plain = name.lower().replace("_", "").replace(" ", "")
        called = program.names.get(plain) or _NAMES.get(plain, name)
        pairs.setdefault(called, plain_text(_model_name(value) if called == "Model" else value))
    if program.inner:  # further values, such as the date
        for name, value in record.items():
            if name != program.inner:
                pairs.setdefault(name, plain_text(value))
    pairs = {name: value for name, value in pairs.items() if value}
    return found_settings(program.tool, prompt, negative, pairs)


def _prompt(value: object) -> str:
    return value if isinstance(value, str) else ""


def _model_name(value: object) -> object:
    """Return a model's name. InvokeAI and others write an object that contains the name."""
    if isinstance(value, dict):
        return next((value[key] for key in ("name", "model_name") if value.get(key)), value)
    return value


def _take_size(values: Values) -> str:
    for name in ("resolution", "Resolution"):  # Fooocus: "(512, 768)"
        if found := _RESOLUTION.fullmatch(str(values.get(name, ""))):
            del values[name]
            return f"{found[1]}x{found[2]}"
    if isinstance(values.get("width"), int | float | str) and isinstance(
        values.get("height"), int | float | str
    ):
        return f"{plain_text(values.pop('width'))}x{plain_text(values.pop('height'))}"
    return ""


def plain_text(value: object) -> str:
    """Return a JSON value as in an infotext: texts without quotes, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    if value is None or value in ({}, []):
        return ""
    return json.dumps(value, ensure_ascii=False)


def joined(prompts: Iterable[str]) -> str:
    """Join prompts to one text, without repetitions and empty ones."""
    return ", ".join(dict.fromkeys(text for text in prompts if text.strip()))
