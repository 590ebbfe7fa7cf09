"""Settings found in a picture's file, in the words of this program as far as they can be said in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, RANDOM_SEED
from portrait_app.core.field import FieldError, Value

_LONGEST_SHOWN = 200  # characters of a value that has no place here


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """What a file says of how it was made.

    Attributes:
        tool: who wrote it, such as "InvokeAI"; empty where nobody says.
        endpoint: the slug of the catalogue's model that made it; empty for any other.
        values: what a parameter of the catalogue takes, checked, by its key.
        unmapped: name and value, in the tool's words, of what has no place here.
    """

    tool: str
    endpoint: str
    values: Mapping[str, Value]
    unmapped: tuple[tuple[str, str], ...] = ()


# Scheduler names of the catalogue by sampler and noise schedule, as the tools write them: letters and
# digits only, in lower case, "_a" and "ancestral" being one. Only where the algorithm is the same.
_SAMPLERS = {
    ("ddim", ""): "DDIM",
    ("eulera", ""): "Euler a",
    ("euler", ""): "Euler",
    ("heun", ""): "Heun",
    ("lms", ""): "LMS",
    ("unipc", ""): "UniPC",
    ("dpm2", "karras"): "DPM2 Karras",
    ("dpm2a", "karras"): "DPM2 a Karras",
    ("dpmpp2m", ""): "dpmpp_2m",
    # Names of the service itself, which no other tool has
    ("dpmmulti", ""): "DPM Multi",
    ("dpmsingle", ""): "DPM Single",
    ("pndm", ""): "PNDM",
    ("ddpm", ""): "DDPM",
}
_NO_SCHEDULE = frozenset({"", "automatic", "normal", "default", "discrete"})

Values = dict[str, object]


def _scheduler(pairs: Mapping[str, str]) -> Values:
    sampler = re.sub(r"\+\+", "pp", pairs["sampler"].lower()).removeprefix("sample_")
    schedule = pairs.get("schedule type", "").lower()
    name, found, ending = sampler.rpartition("karras")
    if found and not ending:  # the older, joined form
        sampler, schedule = name, "karras"
    plain = re.sub(r"[^a-z0-9]", "", sampler.replace("ancestral", "a"))
    scheduler = _SAMPLERS.get((plain, "" if schedule in _NO_SCHEDULE else schedule))
    return {} if scheduler is None else {"scheduler": scheduler}


def _number(key: str, kind: Callable[[str], object]) -> Callable[[str], Values]:
    def read(text: str) -> Values:
        try:
            return {key: kind(text)}
        except ValueError:
            return {}

    return read


def _size(text: str) -> Values:
    match = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", text)
    return {"img_width": int(match[1]), "img_height": int(match[2])} if match else {}


# What a name of the infotext, in lower case, says about our parameters
_NAMES: dict[str, Callable[[str], Values]] = {
    "steps": _number("num_inference_steps", int),
    "cfg scale": _number("guidance_scale", float),
    "seed": _number("seed", int),
    "size": _size,
}
_TOGETHER = frozenset({"sampler", "schedule type"})


def found_settings(tool: str, prompt: str, negative_prompt: str, pairs: Mapping[str, str]) -> FoundSettings:
    """Return what a tool wrote, where `pairs` has the names that infotexts use."""
    values = dict(_checked({"prompt": prompt, "negative_prompt": negative_prompt}))
    unmapped: list[tuple[str, str]] = []
    lower = {name.lower(): value for name, value in pairs.items()}
    endpoint = next((row.slug for row in ENDPOINTS if row.name == lower.get("model")), "")
    if "sampler" in lower:
        values |= _checked(_scheduler(lower))
    for name, value in pairs.items():
        key = name.lower()
        if (key == "model" and endpoint) or (key in _TOGETHER and "scheduler" in values):
            continue
        wanted = _NAMES[key](value) if key in _NAMES else {}
        taken = dict(_checked(wanted))
        values |= taken
        if not wanted or taken.keys() != wanted.keys():
            unmapped.append((name, value[:_LONGEST_SHOWN]))
    return FoundSettings(tool, endpoint, values, tuple(unmapped))


def _checked(values: Mapping[str, object]) -> Iterator[tuple[str, Value]]:
    """Yield what the catalogue takes. No seed is no news: it stays as the person has it."""
    for parameter in PARAMETERS:
        if parameter.key in values and values[parameter.key] != RANDOM_SEED:
            try:
                yield parameter.key, parameter.check(values[parameter.key])
            except FieldError:
                continue
