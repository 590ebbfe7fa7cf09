"""The "parameters" text that other tools read: prompt, negative prompt, one line of settings."""

import json
from collections.abc import Callable

from portrait_app.core.field import Value
from portrait_app.core.picture import Picture

# The service's scheduler names that other tools know under another name; the rest carry over as they are.
SAMPLER_NAMES = {"dpmpp_2m": "DPM++ 2M"}


def _quoted(value: str) -> str:
    """Return `value` bare, or as JSON where a comma, a colon or a line break would end it early."""
    return json.dumps(value, ensure_ascii=False) if set(value) & set(',:\n\r"') else value


def _scale(value: Value) -> str:
    """Return 7.5 or 7; a record from elsewhere may hold a text."""
    return f"{value:g}" if isinstance(value, int | float) else value


def _sampler(value: Value) -> str:
    return SAMPLER_NAMES.get(str(value), str(value))


_PAIRS: tuple[tuple[str, str, Callable[[Value], str]], ...] = (
    ("Steps", "num_inference_steps", str),
    ("Sampler", "scheduler", _sampler),
    ("CFG scale", "guidance_scale", _scale),
)


def write_infotext(picture: Picture, program: str) -> str:
    """Return the infotext of `picture`; `program` is this program's name and version.

    The layout is AUTOMATIC1111's. The negative prompt has a line even when it is empty, and is
    written on one line: some readers need the first, others break without the second.
    """
    request = picture.request
    unused = request.model.unused
    pairs = [
        (name, write(request.values[key]))
        for name, key, write in _PAIRS
        if key in request.values and key not in unused
    ]
    if picture.seed is not None:
        pairs.append(("Seed", str(picture.seed)))
    pairs.append(("Size", f"{picture.width}x{picture.height}"))
    if request.model.name:  # nobody knows what made a picture that was brought here without a word
        pairs.append(("Model", request.model.name))
    pairs.append(("Version", program))
    settings = ", ".join(f"{name}: {_quoted(value)}" for name, value in pairs)
    negative = " ".join(request.negative_prompt.split())
    return f"{request.prompt}\nNegative prompt: {negative}\n{settings}"
