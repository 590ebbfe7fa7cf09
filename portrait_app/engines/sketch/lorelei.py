"""The art: the parts of Lorelei, tagged by eye, and this program's additions.

Lorelei draws a head in black and white. The additions: hair behind the head is a shade darker, teeth are
white, cheeks have colour, and there are a moustache, two beards, age lines and shoulders. Coordinates are
those of the 980 x 980 canvas, except inside a component with coordinates of its own.
"""

import copy
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dicebear import Style

from portrait_app.engines.sketch.builds import ADULT, BUILDS, Build, Move

CANVAS = 980

# The features of each hair variant. A variant between two lengths or textures has the tags of both.
HAIR: Mapping[str, frozenset[str]] = {
    f"variant{number:02}": frozenset(tags.split())
    for number, tags in {
        1: "short straight neat",
        2: "short straight",
        3: "short wavy quiff",
        4: "short straight spiky messy",
        5: "short medium curly afro",
        6: "short straight fringe pixie",
        7: "short straight fringe",
        8: "short straight quiff neat",
        9: "short curly wavy",
        10: "medium straight fringe shag",
        11: "short straight fringe",
        12: "short straight fringe pixie",
        13: "medium straight fringe bob",
        14: "long straight fringe bun",
        15: "long straight parted",
        16: "long straight fringe",
        17: "medium straight fringe shag",
        18: "medium wavy curly fringe",
        19: "medium straight fringe bob",
        20: "medium wavy messy shag",
        21: "long straight messy parted",
        22: "short curly quiff",
        23: "long straight fringe",
        24: "medium curly wavy",
        25: "short balding",
        26: "long straight buns",
        27: "short mohawk spiky",
        28: "shaved short",
        29: "long straight ponytail parted",
        30: "long wavy fringe pigtails braids",
        31: "long wavy curly ponytail",
        32: "medium wavy curly parted bob",
        33: "long straight ponytail neat",
        34: "tuft",
        35: "long wavy curly parted",
        36: "medium straight topknot ponytail spiky",
        37: "medium wavy parted",
        38: "long straight bun neat",
        39: "short curly afro",
        40: "long straight fringe veiled",
        41: "long straight fringe veiled messy",
        42: "long wavy fringe ponytail",
        43: "short straight fringe pixie",
        44: "short curly twists braids",
        45: "long straight fringe bun veiled messy",
        46: "long straight fringe bun messy",
        47: "shaved short neat",
        48: "long straight fringe ponytail",
    }.items()
} | {"bald": frozenset({"bald"})}

# The lower edge of each head's neck: centre x, centre y, half the width, half the height.
NECKS: Mapping[str, tuple[int, int, int, int]] = {
    "variant01": (470, 846, 192, 66),
    "variant02": (477, 850, 175, 72),
    "variant03": (497, 866, 214, 82),
    "variant04": (497, 872, 189, 86),
}

_OPEN_MOUTHS = ("happy05", "happy06", "happy08", "happy16", "sad06", "sad07")
_OUTER_CONTOUR = re.compile(r"[Mm][^MmZz]*")

_CHEEKS = (
    "M150 392a56 34 0 1 0 112 0a56 34 0 1 0-112 0",
    "M424 384a36 28 0 1 0 72 0a36 28 0 1 0-72 0",
)
_JAW_SHADOW = "M152 556q42 60 136 78 70 10 118-22l-8 34q-60 40-128 26-74-14-121-76z"
_AGE_LINES = (
    "M338 408q-26 14-38 44-2 8 3 2 16-24 40-40 6-6-5-6z",
    "M466 404q22 14 28 42 1 8-4 2-10-24-30-38-3-6 6-6z",
    "M206 344q22 14 56 10 6 0 1 4-34 12-60-8-4-8 3-6z",
    "M420 340q16 14 46 8 6 0 1 4-30 10-50-6-4-8 3-6z",
    "M262 106q60-18 126-4 8 2 0 4-64-10-122 6-8 0-4-6z",
    "M276 74q56-14 104-2 8 2 0 4-50-8-100 4-8 0-4-6z",
    "M132 262q-18-8-30-6-6 0 0 4 14 0 26 8 8 2 4-6zM130 284q-20 0-30 6-6 4 2 4 14-4 28-4 8-2 0-6z",
)
_MIDDLE_LINES = (
    "M338 416q-24 14-34 38-2 8 3 2 14-20 36-34 6-6-5-6z",
    "M466 412q20 14 24 36 1 8-4 2-8-20-26-32-3-6 6-6z",
    "M236 352q20 12 48 8 6 0 1 4-28 10-52-6-4-8 3-6z",
    "M424 344q14 10 38 6 6 0 1 4-24 8-42-4-4-8 3-6z",
)
_MOUSTACHE = (
    "M72 26C56 8 34 6 12 22-4 34-22 46-44 42c-6-1-8 4-3 8 26 20 62 20 92 6 12-5 20-10 28-18 "
    "9 8 20 12 33 14 24 3 44-4 52-22 2-5-2-7-6-5-12 5-20-1-28-9C106 4 86 10 72 26z"
)
_GOATEE = "M190 150q34 22 70 20 36 0 62-26 18 30 10 66-12 50-62 66-54-8-74-58-14-40-6-68z"
_SHORT_BEARD = (
    "M28 34c2 60 14 108 52 152 44 52 112 76 184 74 70-2 132-34 148-118l6-76c-10 32-24 52-44 60"
    "-8-30-32-46-62-44-8 0-14 4-20 4-8-6-20-6-32 0-28 8-56 26-74 52-60-8-106-30-140-112z"
    "M196 122c38-10 74-14 122-16 26 0 30 22 10 36-30 20-92 22-128 2-10-6-12-18-4-22z"
)


@cache
def style(build: str = ADULT) -> Style:
    """Return Lorelei with this program's additions, ready to draw a person of this build."""
    definition = copy.deepcopy(_published())
    components = definition["components"]
    _shade_back_hair(components["hair"]["variants"])
    _fill_open_mouths(components["mouth"]["variants"])
    _colour_hair_pieces(components["hairAccessories"]["variants"]["flowers"])
    for head in components["head"]["variants"].values():
        _finish_head(head["elements"])
        _move_features(head["elements"], BUILDS[build])
    _add_facial_hair(components)
    components["age"] = _component(_path("ageLines", *_AGE_LINES))
    components["age"]["variants"]["middle"] = {"elements": [_path("ageLines", *_MIDDLE_LINES)]}
    for name in ("hairShade", "teeth", "blush", "jawShadow", "ageLines", "beard", "petals"):
        definition["colors"][name] = {"values": ["#000000"]}
    return Style(definition)


def _published() -> dict[str, Any]:
    text = files("dicebear_styles").joinpath("lorelei.json").read_text("utf-8")
    definition: dict[str, Any] = json.loads(text)
    return definition


def _shade_back_hair(variants: dict[str, Any]) -> None:
    for variant in variants.values():
        for element in variant["elements"]:
            if element["name"] == "head":
                break
            element["attributes"]["fill"] = _colour("hairShade")
    bald = [element for element in variants["variant34"]["elements"] if element["name"] == "head"]
    variants["bald"] = {"elements": bald}


def _fill_open_mouths(variants: dict[str, Any]) -> None:
    for name in _OPEN_MOUTHS:
        elements = variants[name]["elements"]
        outline = _OUTER_CONTOUR.match(elements[0]["attributes"]["d"])
        if outline:
            elements.insert(0, _path("teeth", outline.group() + "z"))


def _colour_hair_pieces(flowers: dict[str, Any]) -> None:
    for element in flowers["elements"]:
        if element["attributes"]["fill"] == "white":
            element["attributes"]["fill"] = _colour("petals")


def _finish_head(elements: list[dict[str, Any]]) -> None:
    """Add cheek colour and jaw shadow below the outline, and age lines and moustache above it."""
    skin = next(i for i, e in enumerate(elements) if _fill(e) == _colour("skin"))
    elements.insert(skin + 1, _path("blush", *_CHEEKS))
    elements.insert(skin + 1, _path("jawShadow", _JAW_SHADOW))
    mouth = next(i for i, e in enumerate(elements) if e["name"] == "mouth")
    elements.insert(mouth, _reference("age", 0, 0))
    elements.insert(mouth + 2, _reference("moustache", 324, 388))


_SIZES = {
    "eyes": (360, 103),
    "eyebrows": (340, 140),
    "glasses": (407, 187),
    "nose": (73, 129),
    "mouth": (263, 132),
}
_AT = {
    "eyes": (159, 232),
    "eyebrows": (164, 126),
    "glasses": (152, 197),
    "nose": (359, 274),
    "mouth": (223, 402),
}


def _move_features(elements: list[dict[str, Any]], build: Build) -> None:
    """Put the features of the face where a person of this build has them."""
    moves: dict[str, Move] = {
        "eyes": build.eyes,
        "glasses": build.eyes,
        "eyebrows": build.eyebrows,
        "nose": build.nose,
        "mouth": build.mouth,
    }
    for element in elements:
        move = moves.get(element["name"])
        if move is not None:
            (left, top), (across, down) = _AT[element["name"]], _SIZES[element["name"]]
            x = left + move.right + across * (1 - move.scale) / 2
            y = top + move.down + down * (1 - move.scale) / 2
            element["attributes"]["transform"] = f"translate({x:.0f} {y:.0f}) scale({move.scale})"


def _add_facial_hair(components: dict[str, Any]) -> None:
    beards = components["beard"]["variants"]
    for variant in beards.values():
        # Lorelei cuts the mouth out of the beard by a mask. QtSvg cannot draw it, so draw the mouth on top.
        variant["elements"] = [_path("beard", variant["elements"][0]["attributes"]["d"])]
        variant["elements"].append(_reference("mouth", 117, 56))
    beards["short"] = {"elements": [_path("beard", _SHORT_BEARD), _reference("mouth", 117, 56)]}
    beards["goatee"] = {"elements": [_path("beard", _GOATEE)]}
    components["moustache"] = _component(_path("beard", _MOUSTACHE))


def _component(element: dict[str, Any]) -> dict[str, Any]:
    return {"width": CANVAS, "height": CANVAS, "variants": {"plain": {"elements": [element]}}}


def _path(colour: str, *contours: str) -> dict[str, Any]:
    attributes = {"d": "".join(contours), "fill": _colour(colour), "fill-rule": "evenodd"}
    return {"name": "path", "type": "element", "attributes": attributes}


def _reference(component: str, x: int, y: int) -> dict[str, Any]:
    return {"name": component, "type": "component", "attributes": {"transform": f"translate({x} {y})"}}


def _colour(name: str) -> dict[str, str]:
    return {"type": "color", "name": name}


def _fill(element: dict[str, Any]) -> object:
    return element["attributes"].get("fill")
