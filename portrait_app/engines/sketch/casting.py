"""Choose a drawing's parts and colours: by the traits, and by the seed where the traits leave a choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portrait_app.engines.sketch import lorelei, palette
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.palette import INK, TEETH, distance, lightness, mix, shaded
from portrait_app.engines.sketch.traits import NONE, YES, Traits


@dataclass(frozen=True, slots=True)
class Appearance:
    """Everything that a picture shows: the variant of each part, and the colours by name."""

    variants: Mapping[str, str]
    colours: Mapping[str, tuple[str, ...]]  # two colours make a gradient from top to bottom
    background: str
    clothes: str


@dataclass(frozen=True, slots=True)
class _Face:
    """The variants of face parts that show an expression, separated by spaces."""

    mouths: str
    eyes: str
    eyebrows: str


_OPEN_EYES = "04 06 14 20 21 24 10"
_FACES: Mapping[str, _Face] = {
    "": _Face("happy01 happy02 happy04 happy14 happy05 sad09", _OPEN_EYES, "02 05 07 09"),
    "smile": _Face("happy01 happy02 happy05 happy06", _OPEN_EYES, "02 05 07 09"),
    "grin": _Face("happy05 happy06 happy16", "04 06 14 20 24", "02 05 07 09"),
    "slight smile": _Face("happy01 happy02 happy04", _OPEN_EYES, "02 05 07 09"),
    "laugh": _Face("happy05 happy16", "01 22", "05 07"),
    "serious": _Face("sad09 happy14 sad05", "04 06 08 20 24", "02 10 12"),
    "sad": _Face("sad04 sad05", "06 08 17", "01"),
    "angry": _Face("sad06 sad05 sad07", "06 08 24", "13"),
    "surprised": _Face("sad01 happy08", "16 21", "05"),
    "smirk": _Face("happy04 happy10", "07 08 17", "11 12"),
    "wink": _Face("happy01 happy05", "15 18", "02 12"),
    "sleepy": _Face("happy14 sad09", "03", "07"),
    "asleep": _Face("happy01 happy14", "19 01", "02 07"),
    "love": _Face("happy05 happy01", "09", "05 07"),
}
_IRISES = "04 14 20 21 24"
_WITHOUT_IRIS = frozenset(
    face.eyes for name, face in _FACES.items() if name in {"laugh", "asleep", "wink", "love"}
)
_LASHES = "04 11 20 21 23 10"  # eyes with lashes, for women with an expression of open eyes

# Weights of the hair lengths if the prompt names none.
_LENGTHS: Mapping[str, Mapping[str, float]] = {
    "": {"short": 4, "medium": 3, "long": 3},
    "feminine": {"short": 1, "medium": 3, "long": 5},
    "masculine": {"short": 7, "medium": 1.2, "long": 0.5, "shaved": 0.8},
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

_TAG_WEIGHTS = {"style": 8.0, "length": 5.0, "fringe": 3.0, "texture": 2.0, "finish": 2.0, "open length": 1.0}
# Unusual hair, which only the prompt can choose.
_RARE = frozenset(
    {"bald", "balding", "tuft", "mohawk", "veiled", "buns", "bun", "ponytail", "pigtails", "topknot", "spiky"}
)

_BEARDS = {
    YES: "variant01 variant02 short",
    "full": "variant01 variant02",
    "short": "short",
    "goatee": "goatee",
}
_BUSHY = frozenset({"variant01", "variant02"})
_WITH_MOUSTACHE = _BUSHY | {"short"}
_BEARD_CHANCE = {"": 0.06, "masculine": 0.36}
_GLASSES = {
    YES: "variant01 variant03 variant04",
    "round": "variant01",
    "square": "variant04 variant03",
    "reading": "variant05",
    "sunglasses": "variant02",
}
_NOSES = {"feminine": "02 03 04 06", "masculine": "01 04 05", "": "01 02 04 05 06"}
_HEADS = {"feminine": "02 04", "masculine": "01 03", "": "01 02 03 04"}


def cast(traits: Traits, seed: int) -> Appearance:
    """Return the appearance for some traits and a seed. The same arguments give the same appearance."""
    dice = Dice(seed)
    skin = _choose(dice, "skin", traits, _LIGHT_SKINS if _is_fair(traits) else _SKINS)
    hair = _hair_colour(dice, traits, skin)
    variants = _face(dice, traits) | _facial_hair(dice, traits) | _extras(dice, traits)
    variants["hair"] = _hair(dice, traits)
    if variants["hair"] == "bald":
        variants.pop("hairAccessories", None)
    background = _background(dice, traits, palette.HAIR[hair], palette.SKIN[skin])
    return Appearance(
        variants=variants,
        colours=_colours(traits, palette.HAIR[hair], palette.SKIN[skin], variants),
        background=background,
        clothes=_clothes(dice, traits, background),
    )


def _choose(dice: Dice, field: str, traits: Traits, weights: Mapping[str, float]) -> str:
    """Return the trait's value; if the prompt leaves it open, a random one that is not refused."""
    wanted: str = getattr(traits, field)
    if wanted:
        return wanted
    allowed = {value: weight for value, weight in weights.items() if not traits.refuses(field, value)}
    return dice.weigh(field, allowed or weights)


def _is_fair(traits: Traits) -> bool:
    hair = traits.hair_colour or traits.beard_colour
    return hair in _FAIR_HAIR or traits.freckles == YES or traits.eyes in {"blue", "green"}


def _hair_colour(dice: Dice, traits: Traits, skin: str) -> str:
    if not traits.hair_colour and traits.beard_colour:
        return traits.beard_colour
    weights = _HAIR_COLOURS
    if traits.age in {"old", "middle"}:
        weights = _OLD_HAIR if traits.age == "old" else _MIDDLE_HAIR
    elif skin in {"brown", "dark", "deep"}:
        weights = _DARK_HAIR
    return _choose(dice, "hair_colour", traits, weights)


def _hair(dice: Dice, traits: Traits) -> str:
    """Return the hair variant with the best match to the traits; the seed chooses among equals."""
    wanted = {
        # The random length has a low weight, so anything that the prompt names is more important.
        _choose(dice, "hair_length", traits, _LENGTHS[traits.presentation]): _TAG_WEIGHTS["open length"],
        traits.hair_style: _TAG_WEIGHTS["style"],
        traits.hair_length: _TAG_WEIGHTS["length"],
        traits.hair_texture: _TAG_WEIGHTS["texture"],
        traits.hair_finish: _TAG_WEIGHTS["finish"],
    }
    if traits.fringe:
        wanted["fringe"] = _TAG_WEIGHTS["fringe"] * (1 if traits.fringe == YES else -1)
    refused = {value for field, value in traits.without if field.startswith("hair_")}

    def score(tags: frozenset[str]) -> float:
        rare = len(tags & _RARE - wanted.keys())
        return sum(wanted.get(tag, 0) for tag in tags) - 2.5 * rare - 20 * len(tags & refused)

    scores = {variant: score(tags) for variant, tags in lorelei.HAIR.items()}
    best = max(scores.values())
    return dice.pick("hair", [variant for variant, points in scores.items() if points == best])


def _face(dice: Dice, traits: Traits) -> dict[str, str]:
    face = _FACES[_expression(dice, traits)]
    eyes = face.eyes
    if traits.eyes and eyes not in _WITHOUT_IRIS:
        eyes = _IRISES  # the eye colour must be visible
    elif traits.presentation == "feminine" and eyes == _OPEN_EYES:
        eyes = _LASHES
    return {
        "head": f"variant{dice.pick('head', _HEADS[traits.presentation].split())}",
        "eyes": f"variant{dice.pick('eyes', eyes.split())}",
        "eyebrows": f"variant{dice.pick('eyebrows', face.eyebrows.split())}",
        "nose": f"variant{dice.pick('nose', _NOSES[traits.presentation].split())}",
        "mouth": dice.pick("mouth", face.mouths.split()),
    }


def _expression(dice: Dice, traits: Traits) -> str:
    if traits.expression or not any(field == "expression" for field, _ in traits.without):
        return traits.expression
    calm = [name for name in ("smile", "slight smile", "serious") if not traits.refuses("expression", name)]
    return dice.pick("expression", calm)


def _facial_hair(dice: Dice, traits: Traits) -> dict[str, str]:
    found: dict[str, str] = {}
    beard = traits.beard
    if not (beard or traits.moustache) and _may_be_bearded(dice, traits):
        beard = "short" if dice.chance("beard trimmed", 0.75) else YES
    if beard and beard != NONE:
        found["beard"] = dice.pick("beard shape", _BEARDS[beard].split())
    if traits.moustache == YES and found.get("beard") not in _WITH_MOUSTACHE:
        found["moustache"] = "plain"
    return found


def _may_be_bearded(dice: Dice, traits: Traits) -> bool:
    if traits.age == "child" or traits.hair_length in {"medium", "long"} or traits.lips:
        return False
    return dice.chance("beard", _BEARD_CHANCE.get(traits.presentation, 0))


def _extras(dice: Dice, traits: Traits) -> dict[str, str]:
    earrings = 0.35 if traits.presentation == "feminine" else 0.04
    asked: Iterable[tuple[str, str, float, str]] = (
        ("freckles", traits.freckles, 0.08, "variant01"),
        ("earrings", traits.earrings, earrings, dice.pick("earrings shape", ["variant02", "variant03"])),
        ("hairAccessories", traits.flowers, 0.0, "flowers"),
        ("age", YES if traits.age == "old" else NONE, 0.0, "plain"),
    )
    found = {
        part: variant
        for part, wish, likelihood, variant in asked
        if wish == YES or (not wish and dice.chance(part, likelihood))
    }
    eyewear = traits.eyewear or (YES if dice.chance("glasses", 0.08) else NONE)
    if eyewear != NONE:
        found["glasses"] = dice.pick("glasses shape", _GLASSES[eyewear].split())
    return found


def _background(dice: Dice, traits: Traits, hair: str, skin: str) -> str:
    if traits.background:
        return shaded(traits.background, palette.PAINTS)
    # Choose among the backgrounds with the most contrast to hair and skin.
    tones = sorted(
        palette.BACKGROUNDS, key=lambda tone: -min(distance(tone, hair), 1.4 * distance(tone, skin))
    )
    return dice.pick("background", tones[: len(tones) * 2 // 3])


def _clothes(dice: Dice, traits: Traits, background: str) -> str:
    if traits.clothes:
        return shaded(traits.clothes, palette.PAINTS)
    return dice.pick("clothes", [colour for colour in palette.CLOTHES if distance(colour, background) > 150])


def _colours(traits: Traits, hair: str, skin: str, variants: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    beard = palette.HAIR[traits.beard_colour] if traits.beard_colour else hair
    mouth = palette.LIPS.get(traits.lips, INK)
    if variants.get("beard") in _BUSHY and lightness(beard) < 0.35:
        mouth = mix(beard, "#ffffff", 0.55)  # lighter than the beard, because the mouth is drawn on it
    plain = dict.fromkeys(("outline", "nose", "glasses", "earrings", "freckles", "hairAccessories"), (INK,))
    return plain | {
        "hair": (mix(hair, "#ffffff", 0.1), mix(hair, INK, 0.1)),
        "hairShade": (mix(hair, INK, 0.3),),
        "beard": (mix(beard, INK, 0.06),),
        "eyebrows": (mix(beard, INK, 0.6),),
        "skin": (mix(skin, "#ffffff", 0.08), mix(skin, "#a05040", 0.1)),
        "jawShadow": (mix(skin, "#7a3226", 0.28),),
        "blush": (mix(skin, "#e0503c", 0.2),),
        "ageLines": (mix(skin, INK, 0.5),),
        "eyes": (mix(palette.EYES.get(traits.eyes, INK), INK, 0.25),),
        "mouth": (mouth,),
        "teeth": (TEETH,),
        "petals": ("#f6c9d0",),
    }
