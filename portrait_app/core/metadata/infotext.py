"""The "parameters" text that other tools read: prompt, negative prompt, one line of settings."""

import json

from portrait_app.core.catalog import Parameter, Told
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture

# The service's scheduler names that other tools know under another name; the rest carry over as they are.
SAMPLER_NAMES = {"dpmpp_2m": "DPM++ 2M"}
_SAMPLER = "Sampler"
_FIRST = ("Steps", _SAMPLER, "CFG scale")  # where readers expect them; all others follow the model


def _quoted(value: str) -> str:
    """Return `value` bare, or as JSON where a comma, a colon or a line break would end it early."""
    return json.dumps(value, ensure_ascii=False) if set(value) & set(',:\n\r"') else value


def _written(parameter: Parameter, value: Value) -> str:
    """Return a value as it stands there: 7.5 or 7; a record from elsewhere may hold a text for a number."""
    if parameter.pair_name == _SAMPLER:
        return SAMPLER_NAMES.get(str(value), str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def write_infotext(picture: Picture, program: str) -> str:
    """Return the infotext of `picture`; `program` is this program's name and version.

    The layout is AUTOMATIC1111's. The negative prompt has a line even when it is empty, and is
    written on one line: some readers need the first, others break without the second.
    """
    request = picture.request
    unused = request.model.unused
    asked = {
        row.pair_name: _written(row, request.values[row.key])
        for row in request.model.parameters
        if row.told is Told.AS_ASKED and row.key in request.values and row.key not in unused
    }
    pairs = [(name, asked.pop(name)) for name in _FIRST if name in asked]
    if picture.seed is not None:
        pairs.append(("Seed", str(picture.seed)))
    pairs.append(("Size", f"{picture.width}x{picture.height}"))
    if request.model.name:  # nobody knows what made a picture that was brought here without a word
        pairs.append(("Model", request.model.name))
    pairs += asked.items()
    pairs.append(("Version", program))
    settings = ", ".join(f"{name}: {_quoted(value)}" for name, value in pairs)
    negative = " ".join(request.negative_prompt.split())
    return f"{request.prompt}\nNegative prompt: {negative}\n{settings}"
