"""Choose hair, beard and skin: by the traits, and by the seed where they leave a choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from portrait_app.engines.sketch import lorelei
from portrait_app.engines.sketch.art.headwear import HEADWEAR
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.traits import NONE, YES, Traits

# Weights of the hair lengths if the prompt names none.
_LENGTHS: Mapping[str, Mapping[str, float]] = {
    "": {"short": 4, "medium": 3, "long": 3},
    "feminine": {"short": 1, "medium": 3, "long": 5},
    "masculine": {"short": 7, "medium": 1.2, "long": 0.5, "shaved": 0.8},
}
_YOUNG_LENGTHS: Mapping[str, Mapping[str, float]] = {
    "baby": {"tuft": 3, "shaved": 1},
    "boy": {"short": 1},
}
_HAIR_COLOURS: Mapping[str, float] = {
    "black": 4,
    "dark brown": 4,
    "brown": 4,
    "brunette": 3,
    "light brown": 2,
    "chestnut": 2,
    "auburn": 2,
    "red": 1,
    "ginger": 1.5,
    "dark blonde": 2,
    "blonde": 3,
}
_OLD_HAIR = {"grey": 3.0, "silver": 3.0, "white": 3.0}
_MIDDLE_HAIR = {"grey": 3.0, "dark brown": 1.5, "brown": 1.5, "black": 1.0, "dark blonde": 1.0}
_DARK_HAIR = {"black": 6.0, "dark brown": 3.0}  # for dark skin, if the prompt names no hair colour
_LIGHT_SKINS = {"pale": 4.0, "fair": 5.0, "medium": 1.5}  # for fair hair, freckles or blue or green eyes
_FAIR_HAIR = frozenset({"red", "ginger", "strawberry blonde", "dark blonde", "blonde", "platinum", "auburn"})
_SKINS = {
    "pale": 2.0,
    "fair": 4.0,
    "medium": 3.0,
    "olive": 2.0,
    "tan": 2.0,
    "brown": 2.0,
    "dark": 2.0,
    "deep": 1.5,
}


@dataclass(frozen=True, slots=True)
class Heritage:
    """What a heritage decides: skin and hair, as weights, where the prompt does not name them."""

    skins: Mapping[str, float]
    hair: Mapping[str, float]
    textures: tuple[str, ...] = ()


HERITAGES: Mapping[str, Heritage] = {
    "african": Heritage({"dark": 3, "deep": 3}, {"black": 1}, ("curly",)),
    "north african": Heritage({"tan": 2, "brown": 2, "olive": 1}, {"black": 2, "dark brown": 1}),
    "east asian": Heritage({"fair": 2, "medium": 2}, {"black": 1}, ("straight",)),
    "southeast asian": Heritage({"tan": 2, "medium": 1}, {"black": 1}, ("straight",)),
    "south asian": Heritage({"brown": 3, "tan": 1}, {"black": 3, "dark brown": 1}),
    "middle eastern": Heritage({"olive": 2, "tan": 2}, {"black": 2, "dark brown": 1}),
    "latin american": Heritage({"tan": 2, "olive": 1, "medium": 1}, {"black": 2, "dark brown": 2}),
    "indigenous american": Heritage({"tan": 2, "brown": 1}, {"black": 1}, ("straight",)),
    "pacific": Heritage({"brown": 2, "tan": 1}, {"black": 2, "dark brown": 1}, ("wavy",)),
    "southern european": Heritage({"olive": 3, "medium": 2}, {"dark brown": 2, "black": 2, "brown": 1}),
    "northern european": Heritage({"fair": 2, "pale": 1}, {"blonde": 3, "dark blonde": 2, "light brown": 1}),
    "irish": Heritage({"pale": 3, "fair": 1}, {"ginger": 2, "red": 2, "auburn": 1}),
    "european": Heritage(
        {"fair": 3, "pale": 1}, {"brown": 2, "light brown": 2, "dark blonde": 2, "blonde": 1}
    ),
}

# Hair that this program draws, or that only certain variants of Lorelei carry: the variants, and the row of
# `art.hair` that completes them.
_STYLES: Mapping[str, tuple[str, str]] = {
    "braids": ("07 12 43", "braids"),
    "braid": ("07 12", "braid"),
    "pigtails": ("07 12 43", "pigtails"),
    "dreadlocks": ("28", "dreadlocks"),
    "cornrows": ("28 47", "cornrows"),
    "big afro": ("39", "afro"),
    "slicked back": ("bald", "widow's peak"),
    "tonsure": ("bald", "tonsure"),
    "very long": ("15 21 35", "very long"),
    "curls": ("24 35", "curls"),
}
_LOW = "15 16 19 21 23 28 32 35 37 01 07 29"  # variants that fit beneath a hat

_TAG_WEIGHTS = {"style": 8.0, "length": 5.0, "fringe": 3.0, "texture": 2.0, "finish": 2.0, "open length": 1.0}
# Unusual hair, which only the prompt can choose.
_RARE = frozenset(
    {"bald", "balding", "tuft", "mohawk", "veiled", "buns", "bun", "ponytail", "pigtails", "topknot"}
)

_BEARDS = {
    YES: "variant01 variant02 short",
    "full": "variant01 variant02",
    "long": "variant02",
    "short": "short",
    "goatee": "goatee",
}
BUSHY = frozenset({"variant01", "variant02"})
_WITH_MOUSTACHE = BUSHY | {"short"}
_BEARD_CHANCE = {"": 0.06, "masculine": 0.36}


def skin_of(dice: Dice, traits: Traits) -> str:
    heritage = HERITAGES.get(traits["heritage"])
    if heritage:
        return choose(dice, "skin", traits, heritage.skins)
    return choose(dice, "skin", traits, _LIGHT_SKINS if _is_fair(traits) else _SKINS)


def choose(dice: Dice, feature: str, traits: Traits, weights: Mapping[str, float]) -> str:
    """Return the trait's value; if the prompt leaves it open, a random one that is not refused."""
    wanted = traits[feature]
    if wanted:
        return wanted
    allowed = {value: weight for value, weight in weights.items() if not traits.refuses(feature, value)}
    return dice.weigh(feature, allowed or weights)


def _is_fair(traits: Traits) -> bool:
    hair = traits["hair_colour"] or traits["beard_colour"]
    return hair in _FAIR_HAIR or traits["freckles"] == YES or traits["eyes"] in {"blue", "green"}


def hair_colour(dice: Dice, traits: Traits, skin: str) -> str:
    if not traits["hair_colour"] and traits["beard_colour"]:
        return traits["beard_colour"]
    heritage = HERITAGES.get(traits["heritage"])
    weights = heritage.hair if heritage else _HAIR_COLOURS
    if traits["age"] in {"old", "middle"}:
        weights = _OLD_HAIR if traits["age"] == "old" else _MIDDLE_HAIR
    elif not heritage and skin in {"brown", "dark", "deep"}:
        weights = _DARK_HAIR
    return choose(dice, "hair_colour", traits, weights)


def hair(dice: Dice, traits: Traits) -> tuple[str, str]:
    """Return the hair variant, and the name of the part that completes it."""
    worn = HEADWEAR.get(traits["headwear"])
    if (worn and worn.cover == "all") or traits["hair_style"] == "bald":
        return "bald", ""
    drawn = _STYLES.get(traits["hair_style"]) or _STYLES.get(traits["hair_length"])
    if drawn:
        variants, part = drawn
        return _variant(dice.pick("hair", variants.split())), part
    return _best_variant(dice, traits, low=worn is not None), ""


def _variant(name: str) -> str:
    return name if name == "bald" else f"variant{name}"


def _best_variant(dice: Dice, traits: Traits, low: bool) -> str:
    """Return the hair variant with the best match to the traits; the seed chooses among equals."""
    heritage = HERITAGES.get(traits["heritage"])
    texture = traits["hair_texture"] or (heritage.textures[0] if heritage and heritage.textures else "")
    wanted = {
        # The random length has a low weight, so anything that the prompt names is more important.
        _open_length(dice, traits): _TAG_WEIGHTS["open length"],
        traits["hair_style"]: _TAG_WEIGHTS["style"],
        traits["hair_length"]: _TAG_WEIGHTS["length"],
        texture: _TAG_WEIGHTS["texture"],
        traits["hair_finish"]: _TAG_WEIGHTS["finish"],
    }
    if traits["fringe"]:
        wanted["fringe"] = _TAG_WEIGHTS["fringe"] * (1 if traits["fringe"] == YES else -1)
    refused = {value for feature, value in traits.without if feature.startswith("hair_")}

    def score(variant: str, tags: frozenset[str]) -> float:
        rare = len(tags & _RARE - wanted.keys())
        fits = low and variant.removeprefix("variant") not in _LOW
        return sum(wanted.get(tag, 0) for tag in tags) - 2.5 * rare - 20 * len(tags & refused) - 4 * fits

    scores = {variant: score(variant, tags) for variant, tags in lorelei.HAIR.items()}
    best = max(scores.values())
    return dice.pick("hair", [variant for variant, points in scores.items() if points == best])


def _open_length(dice: Dice, traits: Traits) -> str:
    lengths = _LENGTHS[traits["presentation"]]
    if traits["age"] == "baby":
        lengths = _YOUNG_LENGTHS["baby"]
    elif traits["age"] == "child" and traits["presentation"] == "masculine":
        lengths = _YOUNG_LENGTHS["boy"]
    return choose(dice, "hair_length", traits, lengths)


def facial_hair(dice: Dice, traits: Traits) -> dict[str, str]:
    """Return the variants of beard and moustache; "beard" is left out where there is none."""
    found: dict[str, str] = {}
    beard = traits["beard"]
    if not (beard or traits["moustache"]) and _may_be_bearded(dice, traits):
        beard = "short" if dice.chance("beard trimmed", 0.75) else YES
    if beard in _BEARDS:
        found["beard"] = dice.pick("beard shape", _BEARDS[beard].split())
    if traits["moustache"] == YES and found.get("beard") not in _WITH_MOUSTACHE:
        found["moustache"] = "plain"
    return found


def _may_be_bearded(dice: Dice, traits: Traits) -> bool:
    young = traits["age"] in {"baby", "child", "teenager"}
    if young or traits["hair_length"] in {"medium", "long", "very long"} or traits["lips"]:
        return False
    if traits["headwear"] or traits["expression"] or NONE in (traits["beard"], traits["moustache"]):
        return dice.chance("beard", _BEARD_CHANCE.get(traits["presentation"], 0) / 2)
    return dice.chance("beard", _BEARD_CHANCE.get(traits["presentation"], 0))
