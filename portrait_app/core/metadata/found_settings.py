"""Maps settings that another program wrote into a picture file to this program's parameters."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, RANDOM_SEED, Endpoint, Parameter, ValueSource
from portrait_app.core.field import FieldError, Kind, Value
from portrait_app.core.metadata.origin import Origin, Pairs, bounded

_LARGEST = 2**63 - 1  # of a whole number that a library can keep
_WIDEST = 65_535  # pixels
_NUMBERS = ("num_inference_steps", "guidance_scale", "seed", "img_width", "img_height")


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """The settings that a file contains, mapped to this program's parameters.

    Attributes:
        tool: the program that wrote the settings, such as "InvokeAI"; empty if unknown.
        endpoint: the slug of the model, if the catalogue has it; otherwise empty.
        values: values of the catalogue's parameters by key. A number may lie outside of what can be asked
            for here, such as 8 steps or a width of 832 pixels: `refused` names those.
        unmapped: name and value, in the tool's words, of what no parameter stands for.
    """

    tool: str
    endpoint: str
    values: Mapping[str, Value]
    unmapped: Pairs = ()

    @property
    def origin(self) -> Origin:
        """What a library keeps beside the values."""
        model = next((value for name, value in self.unmapped if name.lower() == "model"), "")
        return Origin(self.tool, model, bounded(self.unmapped))


def refused(model: Endpoint, values: Mapping[str, Value]) -> list[str]:
    """Return the keys of the values that a model does not allow. An empty prompt is allowed."""
    return [row.key for row in model.parameters if row.key in values and not row.allows(values[row.key])]


# The catalogue's scheduler by a tool's sampler and noise schedule. The names are normalised: lower case,
# letters and digits only, "ancestral" shortened to "a". Only samplers with the same algorithm are listed.
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
    # The service's own names, which no other tool uses
    ("dpmmulti", ""): "DPM Multi",
    ("dpmsingle", ""): "DPM Single",
    ("pndm", ""): "PNDM",
    ("ddpm", ""): "DDPM",
}
_NO_SCHEDULE = frozenset({"", "automatic", "normal", "default", "discrete"})

Values = dict[str, object]


def _scheduler(pairs: Mapping[str, str]) -> Values:
    sampler = re.sub(r"\+\+", "pp", pairs["sampler"].lower()).removeprefix("sample_").removeprefix("k_")
    schedule = pairs.get("schedule type", "").lower()
    name, found, ending = sampler.rpartition("karras")
    if found and not ending:  # older tools append "Karras" to the sampler's name
        sampler, schedule = name, "karras"
    plain = re.sub(r"[^a-z0-9]", "", sampler.replace("ancestral", "a"))
    scheduler = _SAMPLERS.get((plain, "" if schedule in _NO_SCHEDULE else schedule))
    return {} if scheduler is None else {"scheduler": scheduler}


def _value(parameter: Parameter, text: str) -> Values:
    """Parse a value that `core.metadata.infotext` wrote; return an empty dict if the text is invalid."""
    read: Callable[[str], object]
    match parameter.kind:
        case Kind.INTEGER | Kind.SEED:
            read = _whole
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


def _whole(text: str) -> int:
    """Return a whole number, which some programs write as 30.0. Raises ValueError."""
    whole, _point, rest = text.strip().partition(".")
    if rest.strip("0"):
        raise ValueError(text)
    return int(whole)


def _size(text: str) -> Values:
    match = re.fullmatch(r"(\d{1,5})\s*[x×]\s*(\d{1,5})", text.strip())
    return {"img_width": int(match[1]), "img_height": int(match[2])} if match else {}


_TOGETHER = frozenset({"sampler", "schedule type"})
_PAIRS = tuple(
    row
    for row in PARAMETERS
    if (row.value_source is ValueSource.AS_REQUESTED or row.kind is Kind.SEED)
    and row.pair_name.lower() not in _TOGETHER
)
# For each infotext name, in lower case: the function that parses its value into parameter values
_NAMES: dict[str, Callable[[str], Values]] = {
    **{row.pair_name.lower(): partial(_value, row) for row in _PAIRS},
    "size": _size,
}
# The infotext name for each name that other programs use in their records
PAIR_NAMES: Mapping[str, str] = MappingProxyType(
    {alias: row.pair_name for row in _PAIRS for alias in (row.key, *row.aliases)}
)


def found_settings(tool: str, prompt: str, negative_prompt: str, pairs: Mapping[str, str]) -> FoundSettings:
    """Map a tool's prompts and settings. The names in `pairs` must be those of infotexts."""
    unmapped: list[tuple[str, str]] = []
    lower = {name.lower(): value for name, value in pairs.items()}
    model = next((row for row in ENDPOINTS if row.name == lower.get("model")), None)
    endpoint, rows = ("", PARAMETERS) if model is None else (model.slug, model.parameters)
    values = dict(_kept(rows, {"prompt": prompt, "negative_prompt": negative_prompt}))
    if "sampler" in lower:
        values |= _kept(rows, _scheduler(lower))
    for name, value in pairs.items():
        key = name.lower()
        if (key == "model" and endpoint) or (key in _TOGETHER and "scheduler" in values):
            continue
        wanted = _NAMES[key](value) if key in _NAMES else {}
        taken = dict(_kept(rows, wanted))
        values |= taken
        if not wanted or (taken.keys() != wanted.keys() and wanted != {"seed": RANDOM_SEED}):
            unmapped.append((name, value))
    return FoundSettings(tool, endpoint, values, bounded(unmapped))


def _kept(rows: Sequence[Parameter], values: Mapping[str, object]) -> Iterator[tuple[str, Value]]:
    """Yield what a model's parameters take, and numbers that a library can keep though they do not."""
    taken = dict(_checked(rows, values))
    yield from taken.items()
    for key in _NUMBERS:
        value = values.get(key)
        if (
            key not in taken
            and isinstance(value, int | float)
            and value != RANDOM_SEED
            and 0 <= value <= _most(key)
        ):
            yield key, float(value) if key == "guidance_scale" else value


def _most(key: str) -> int:
    return _WIDEST if key.startswith("img_") else _LARGEST


def _checked(rows: Sequence[Parameter], values: Mapping[str, object]) -> Iterator[tuple[str, Value]]:
    """Yield the valid values. A random seed is skipped, so that the user's seed in the panel stays."""
    for parameter in rows:
        if parameter.key in values and values[parameter.key] != RANDOM_SEED:
            try:
                yield parameter.key, parameter.check(values[parameter.key])
            except FieldError:
                continue
