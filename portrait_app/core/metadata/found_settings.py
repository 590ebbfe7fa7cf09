"""Settings found in a picture's file, in the words of this program as far as they can be said in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, RANDOM_SEED, Parameter, Told
from portrait_app.core.field import FieldError, Kind, Value

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


def _value(parameter: Parameter, text: str) -> Values:
    """Read a value as `core.metadata.infotext` writes it; nothing where it is none."""
    read: Callable[[str], object]
    match parameter.kind:
        case Kind.INTEGER | Kind.SEED:
            read = int
        case Kind.NUMBER:
            read = float
        case Kind.BOOLEAN:
            read = ["False", "True"].index
        case Kind.CHOICE:
            read = {str(choice.value): choice.value for choice in parameter.choices}.__getitem__
        case _:
            read = str
    try:
        found = read(text)
    except (ValueError, LookupError):
        return {}
    return {parameter.key: bool(found) if parameter.kind is Kind.BOOLEAN else found}


def _size(text: str) -> Values:
    match = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", text)
    return {"img_width": int(match[1]), "img_height": int(match[2])} if match else {}


_TOGETHER = frozenset({"sampler", "schedule type"})
_PAIRS = tuple(
    row
    for row in PARAMETERS
    if (row.told is Told.AS_ASKED or row.kind is Kind.SEED) and row.pair_name.lower() not in _TOGETHER
)
# What a name of the infotext, in lower case, says about our parameters
_NAMES: dict[str, Callable[[str], Values]] = {
    **{row.pair_name.lower(): partial(_value, row) for row in _PAIRS},
    "size": _size,
}
# What the records of other programs call what has a name in infotexts
PAIR_NAMES: Mapping[str, str] = MappingProxyType(
    {alias: row.pair_name for row in _PAIRS for alias in (row.key, *row.aliases)}
)


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
