"""Expressions: which eyes, eyebrows and mouths of Lorelei show them, and what is drawn besides."""

from collections.abc import Mapping
from dataclasses import dataclass

from portrait_app.engines.sketch.art.face import IRISES
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.traits import Traits

OPEN_EYES = "04 06 14 20 21 24 10"
_LASHES = "04 11 20 21 23 10"  # eyes with lashes, for women with an expression of open eyes
_BABY_EYES = "16 21 04"
_NOSES = {"feminine": "02 03 04 06", "masculine": "01 04 05", "": "01 02 04 05 06"}
_HEADS = {"feminine": "02 04", "masculine": "01 03", "": "01 02 03 04"}
_SOFT_NOSES, _SOFT_HEADS = "02 03", "02 04"  # of children


@dataclass(frozen=True, slots=True)
class Face:
    """The variants of face parts that show an expression, separated by spaces, and marks besides."""

    mouths: str
    eyes: str
    eyebrows: str
    marks: tuple[str, ...] = ()


FACES: Mapping[str, Face] = {
    "": Face("happy01 happy02 happy04 happy14 happy05 sad09", OPEN_EYES, "02 05 07 09"),
    "smile": Face("happy01 happy05 happy06", OPEN_EYES, "02 05 07 09"),
    "grin": Face("happy05 happy16", "04 06 14 20 24", "02 05 07 09"),
    "slight smile": Face("happy01 happy02", OPEN_EYES, "02 05 07 09"),
    "laugh": Face("happy05 happy16", "01 22", "05 07"),
    "serious": Face("sad09 sad05", "04 06 20 24", "10 12"),
    "calm": Face("happy14 sad09", "04 06 08 20 24", "02 07 09"),
    "thoughtful": Face("sad09 sad03", "07 05", "12"),
    "sad": Face("sad04 sad05", "06 08 17", "01"),
    "crying": Face("sad04 sad05", "06 19 08", "01", ("tears",)),
    "worried": Face("sad03 sad09", "06 14", "01"),
    "scared": Face("sad06", "16 21", "01", ("sweat",)),
    "angry": Face("sad06 sad05 sad07", "06 08 24", "13"),
    "shouting": Face("sad01", "06 24", "13"),
    "surprised": Face("sad01 happy08", "16 21", "05"),
    "smirk": Face("happy04 happy10", "07 08 17", "11 12"),
    "proud": Face("happy04 happy02", "08 20", "11"),
    "evil": Face("happy05 happy10", "08 17", "13"),
    "disgusted": Face("sad04 sad03", "17 03", "13"),
    "confused": Face("sad03 sad09", "14 06", "12 11"),
    "wink": Face("happy01 happy05", "15 18", "02 12"),
    "tongue": Face("happy09", "15 04 06", "05 07"),
    "kiss": Face("happy13", "19 01", "05 07", ("blush",)),
    "shy": Face("happy02", "07 19", "01", ("blush",)),
    "sleepy": Face("happy14 sad09", "03", "07"),
    "bored": Face("sad03 sad09", "03", "10"),
    "asleep": Face("happy01 happy14", "19", "02 07"),
    "love": Face("happy05 happy01", "09", "05 07", ("blush",)),
}
# How closed lips are drawn where the prompt paints them; an open mouth keeps Lorelei's.
LIPS_OF: Mapping[str, str] = {
    **dict.fromkeys(("", "smile", "slight smile", "smirk", "proud", "love", "shy", "asleep"), "smiling lips"),
    **dict.fromkeys(
        ("serious", "calm", "thoughtful", "bored", "sleepy", "confused", "wink"), "straight lips"
    ),
    **dict.fromkeys(("sad", "crying", "worried", "angry", "disgusted"), "drooping lips"),
}
WITHOUT_IRIS = frozenset({"laugh", "wink", "asleep", "love", "kiss", "sleepy", "bored"})


def features(dice: Dice, traits: Traits, face: Face, age: str) -> dict[str, str]:
    """Return the variants of a face."""
    who = traits["presentation"]
    young = age in {"baby", "child"}
    eyes = face.eyes
    if traits["eyes"] and face.eyes not in {FACES[name].eyes for name in WITHOUT_IRIS}:
        eyes = " ".join(name.removeprefix("variant") for name in IRISES)  # the colour must be visible
    elif eyes == OPEN_EYES and young:
        eyes = _BABY_EYES
    elif who == "feminine" and eyes == OPEN_EYES:
        eyes = _LASHES
    if traits["lashes"] and eyes in {OPEN_EYES, _LASHES}:
        eyes = "11 23"
    brows = "03" if traits["brows"] == "thick" and face.eyebrows != FACES["angry"].eyebrows else face.eyebrows
    return {
        "head": f"variant{dice.pick('head', (_SOFT_HEADS if young else _HEADS[who]).split())}",
        "eyes": f"variant{dice.pick('eyes', eyes.split())}",
        "eyebrows": f"variant{dice.pick('eyebrows', brows.split())}",
        "nose": f"variant{dice.pick('nose', (_SOFT_NOSES if young else _NOSES[who]).split())}",
        "mouth": dice.pick("mouth", face.mouths.split()),
    }


def expression(dice: Dice, traits: Traits) -> str:
    """Return the name of the expression: the one asked for, or a calm one if some are refused."""
    if traits["expression"] or not any(feature == "expression" for feature, _ in traits.without):
        return traits["expression"]
    calm = [name for name in ("smile", "slight smile", "serious") if not traits.refuses("expression", name)]
    return dice.pick("expression", calm)
