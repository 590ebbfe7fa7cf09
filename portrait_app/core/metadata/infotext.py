"""Writes an infotext, the "parameters" text that other tools read: prompts and one line of settings."""

import json

from portrait_app.core.catalog import Parameter, ValueSource
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture

# The service's scheduler names for which other tools use another name. All other names are the same.
SAMPLER_NAMES = {"dpmpp_2m": "DPM++ 2M"}
_SAMPLER = "Sampler"
_FIRST = ("Steps", _SAMPLER, "CFG scale")  # readers expect these first; all others stand after the model


def _quoted(value: str) -> str:
    """Return `value`, quoted as JSON if it contains a comma, a colon, a quote or a line break."""
    return json.dumps(value, ensure_ascii=False) if set(value) & set(',:\n\r"') else value


def _written(parameter: Parameter, value: Value) -> str:
    """Return the text of a value, such as 7.5, or 7 for 7.0.

    A record from another program may have a text where a number is expected.
    """
    if parameter.pair_name == _SAMPLER:
        return SAMPLER_NAMES.get(str(value), str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def write_infotext(picture: Picture, program: str) -> str:
    """Return the infotext of `picture`; `program` is this program's name and version.

    The layout is AUTOMATIC1111's. The negative prompt always has exactly one line: some readers need the
    line even if it is empty, others fail if the negative prompt has several lines.
    """
    request = picture.request
    unused = request.model.unused
    asked = {
        row.pair_name: _written(row, request.values[row.key])
        for row in request.model.parameters
        if row.value_source is ValueSource.AS_REQUESTED
        and row.key in request.values
        and row.key not in unused
    }
    pairs = [(name, asked.pop(name)) for name in _FIRST if name in asked]
    if picture.seed is not None:
        pairs.append(("Seed", str(picture.seed)))
    pairs.append(("Size", f"{picture.width}x{picture.height}"))
    if request.model.name:  # the model of an imported picture without metadata is unknown
        pairs.append(("Model", request.model.name))
    if request.model.weights_hash:
        pairs.append(("Model hash", request.model.weights_hash))
    pairs += asked.items()
    pairs.append(("Version", program))
    settings = ", ".join(f"{name}: {_quoted(value)}" for name, value in pairs)
    negative = " ".join(request.negative_prompt.split())
    return f"{request.prompt}\nNegative prompt: {negative}\n{settings}"
