"""Maps values to what a model allows: the nearest number, the same scheduler under another name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portrait_app.core.catalog import RANDOM_SEED, Endpoint, Parameter
from portrait_app.core.field import Kind, Value

# Names of the same algorithm at different engines, in the form of `plain_scheduler`. The name on the right is
# the one of the group. "DPM++ 2S a" is the nearest to a single-step solver that some servers offer.
_SAME_SCHEDULER = {
    "dpmpp2m": "dpmmulti",
    "dpmpp2s": "dpmsingle",
    "dpmpp2sa": "dpmsingle",
    "plms": "pndm",
    "lmsd": "lms",
    "kdpm2": "dpm2karras",
    "kdpm2a": "dpm2akarras",
    "dpmppsdea": "dpmppsde",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a model does not allow, and what was taken instead."""

    key: str
    old: object
    new: Value


def plain_scheduler(name: str) -> str:
    """Return a scheduler's name without the differences in spelling: lower case, letters and digits only."""
    name = name.lower().replace("++", "pp").removeprefix("sample_").removeprefix("k_")
    return re.sub(r"[^a-z0-9]", "", name.replace("ancestral", "a"))


def nearest(parameter: Parameter, value: object) -> Value | None:
    """Return the value itself if the parameter allows it, else the nearest; None if none is near.

    Numbers have a nearest number, and schedulers a name of the same algorithm.
    """
    if parameter.allows(value):
        return str(value) if parameter.required and not value else parameter.check(value)
    if parameter.kind is Kind.CHOICE:
        return _nearest_choice(parameter, value)
    if parameter.kind in (Kind.INTEGER, Kind.NUMBER) and _is_number(value):
        return parameter.nearest_number(float(str(value)))
    return None


def fit(parameter: Parameter, value: object) -> Value:
    """Return the nearest allowed value, or the parameter's default if none is near."""
    found = nearest(parameter, value)
    return parameter.default if found is None else found


def fit_all(model: Endpoint, values: Mapping[str, object]) -> tuple[dict[str, Value], list[Change]]:
    """Return the values as a model allows them, and what was changed. Keys that the model lacks are left out.

    What the model does not use is fitted too, but is no change: it has no effect.
    """
    fitted: dict[str, Value] = {}
    changes: list[Change] = []
    for row in model.parameters:
        if row.key not in values:
            continue
        fitted[row.key] = fit(row, values[row.key])
        if fitted[row.key] != values[row.key] and row.key not in model.unused:
            changes.append(Change(row.key, values[row.key], fitted[row.key]))
    return fitted, changes


def nearest_model(
    gone: Endpoint, values: Mapping[str, object], models: Iterable[Endpoint]
) -> Endpoint | None:
    """Return the model that is most like one that is gone; None if there is no other.

    Models of the same family come first, then those of the same engine, then those that need the fewest
    changes, then the order given.
    """
    others = [model for model in models if model.slug != gone.slug]
    return min(
        others,
        key=lambda model: (
            model.family != gone.family,
            model.engine != gone.engine,
            len(fit_all(model, values)[1]),
        ),
        default=None,
    )


def _nearest_choice(parameter: Parameter, value: object) -> Value | None:
    known = [choice.value for choice in parameter.choices]
    if _is_number(value):
        numbers = [choice for choice in known if _is_number(choice)]
        return min(numbers, key=lambda one: abs(float(one) - float(str(value))), default=None)
    wanted = _group(str(value))
    return next((choice for choice in known if _group(str(choice)) == wanted), None)


def _group(name: str) -> str:
    plain = plain_scheduler(name)
    return _SAME_SCHEDULER.get(plain, plain)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value != RANDOM_SEED
