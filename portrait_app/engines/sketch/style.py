"""The style Lorelei, with the few parts that it lacks: a bald head, a moustache, a mouth in a beard."""

import json
from importlib.resources import files
from typing import Any

from dicebear import Avatar, Style

ART_CREDIT = "Lorelei by Lisa Wischofsky, CC0 1.0, drawn with DiceBear"

# In the beard's own coordinates: under the nose, over the upper lip.
_MOUSTACHE = (
    "M282 52q10-7 22-3 14 5 26 14 9 7 17 4-4 16-19 18-16 1-30-8-8-5-15-8-9 4-18 9-22 13-46 10-22-3-31-20"
    " 12 3 25-5 18-11 36-16 20-5 33 5"
)


def _lorelei() -> Style:
    definition = json.loads(files("dicebear_styles").joinpath("lorelei.json").read_text("utf-8"))
    hair = definition["components"]["hair"]["variants"]
    hair["bald"] = {"elements": [_named("head", hair["variant34"]["elements"])]}
    beards = definition["components"]["beard"]["variants"]
    for beard in beards.values():
        beard["elements"][1:] = [_mouth_of(beard["elements"][1])]
    beards["moustache"] = {"elements": [_path(_MOUSTACHE, "hair")]}
    return Style(definition)


def _mouth_of(group: dict[str, Any]) -> dict[str, Any]:
    """Return the mouth out of a beard's mask, which leaves hardly a trace of it."""
    mask: dict[str, Any] = group["children"][0]
    return _named("mouth", mask["children"])


def _named(name: str, elements: list[dict[str, Any]]) -> dict[str, Any]:
    return next(element for element in elements if element["name"] == name)


def _path(data: str, colour: str) -> dict[str, Any]:
    fill = {"type": "color", "name": colour}
    return {"type": "element", "name": "path", "attributes": {"d": data, "fill": fill}}


_STYLE = _lorelei()


def svg(options: dict[str, str | int]) -> str:
    """Return the head as SVG, 980 by 980, on no background. The options are DiceBear's."""
    return Avatar(_STYLE, dict(options)).to_string()
