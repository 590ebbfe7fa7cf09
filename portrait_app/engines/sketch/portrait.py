"""From traits and a seed to one portrait: every part and colour chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.palette import Backdrop, distance, mix
from portrait_app.engines.sketch.traits import YES, Age, Expression, Eyewear, Gender, Length, Traits
from portrait_app.engines.sketch.variants import (
    BEARDS,
    EARRINGS,
    GLASSES,
    HAIR,
    HEADS,
    MIENS,
    MOUSTACHE,
    NOSES,
    Hair,
)

_MOODS = (Expression.SMILE, Expression.SMILE, Expression.SMILE, Expression.SERIOUS, Expression.LAUGH)
_APART = 170  # two colours less distant than this do not stand before one another


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is drawn: the head in the words of DiceBear, and what is around it."""

    head: dict[str, str | int]
    backdrop: Backdrop
    skin: str
    clothes: str


def compose(traits: Traits, seed: int) -> Portrait:
    """Choose every part: by the traits where they say it, by the seed where they do not."""
    dice = Dice(seed)
    gender = traits.gender or _gender(traits, dice)
    hair = _hair(traits, gender, dice)
    colour = palette.HAIR[_hair_colour(traits, dice)]
    skin = palette.SKIN[traits.skin or _open("skin", traits, tuple(palette.SKIN), dice)]
    backdrop = _backdrop(traits, colour, skin, dice)
    head: dict[str, str | int] = {
        "seed": str(seed),
        "headVariant": dice.pick("head", HEADS),
        "noseVariant": dice.pick("nose", NOSES),
        "hairVariant": hair.variant,
        "hairColor": colour,
        "skinColor": skin,
        "outlineColor": palette.INK,
        "noseColor": palette.INK,
        "glassesColor": palette.INK,
        "eyebrowsColor": mix(palette.INK, colour, 0.3),
        "eyesColor": palette.EYES[traits.eyes] if traits.eyes else palette.INK,
        "frecklesColor": mix(skin, "#6b2f1a", 0.55),
        "earringsColor": palette.INK,
        "hairAccessoriesColor": palette.INK,
        "mouthColor": palette.LIPS[traits.lips] if traits.lips else palette.INK,
    }
    head |= _face(traits, dice)
    head |= _beard(traits, gender, colour, dice)
    head |= _extras(traits, gender, dice)
    return Portrait(head, backdrop, skin, _clothes(traits, backdrop, skin, dice))


def _open(trait: str, traits: Traits, among: tuple[str, ...], dice: Dice) -> str:
    """Let the seed choose a value that the words leave open and do not refuse."""
    return dice.pick(trait, tuple(key for key in among if not traits.refuses(trait, key)) or among)


def _gender(traits: Traits, dice: Dice) -> Gender:
    if traits.beard or traits.moustache:
        return Gender.MAN
    return dice.pick("gender", (Gender.WOMAN, Gender.MAN))


def _hair(traits: Traits, gender: Gender, dice: Dice) -> Hair:
    """Return one of the heads of hair that come closest to the words."""
    misfits = {hair: _misfit(hair, traits, gender) for hair in HAIR}
    best = min(misfits.values())
    return dice.pick("hair", tuple(hair for hair, misfit in misfits.items() if misfit == best))


def _misfit(hair: Hair, traits: Traits, gender: Gender) -> int:
    """Return how far a head of hair is from the words, the heaviest difference first."""
    asked = traits.length, traits.style, traits.texture, traits.fringe
    return (
        sum(40 for trait in ("length", "style", "texture") if traits.refuses(trait, getattr(hair, trait)))
        + 40 * (hair.fringe and traits.refuses("fringe", YES))
        + 32 * (traits.style is not None and hair.style != traits.style)
        + 16 * _steps(hair.length, traits.length)
        + 6 * (traits.texture is not None and hair.texture != traits.texture)
        + 4 * (traits.fringe is not None and hair.fringe != traits.fringe)
        + 10 * (not hair.plain and asked == (None,) * 4)
        + 1 * (hair.leans not in (None, gender))
    )


def _steps(length: Length, wanted: Length | None) -> int:
    lengths = tuple(Length)
    return 0 if wanted is None else abs(lengths.index(length) - lengths.index(wanted))


def _hair_colour(traits: Traits, dice: Dice) -> str:
    if traits.hair_colour:
        return traits.hair_colour
    by_age = {Age.OLD: palette.OLD_HAIR, Age.MIDDLE: palette.GREYING_HAIR}
    among = by_age.get(traits.age, palette.NATURAL_HAIR) if traits.age else palette.NATURAL_HAIR
    return _open("hair_colour", traits, among, dice)


def _backdrop(traits: Traits, hair: str, skin: str, dice: Dice) -> Backdrop:
    """Return the wall that was asked for, or one that hair and skin stand out from."""
    if traits.background:
        return palette.wall(palette.PAINT[traits.background])
    walls = tuple(
        wall
        for wall in palette.BACKDROPS
        if min(distance(mix(wall.above, wall.below, 0.4), colour) for colour in (hair, skin)) > _APART
    )
    return dice.pick("backdrop", walls or palette.BACKDROPS)


def _clothes(traits: Traits, backdrop: Backdrop, skin: str, dice: Dice) -> str:
    if traits.clothes:
        return palette.PAINT[traits.clothes]
    cloths = tuple(
        cloth
        for cloth in palette.CLOTHES
        if min(distance(cloth, colour) for colour in (backdrop.below, skin)) > _APART
    )
    return dice.pick("clothes", cloths or palette.CLOTHES)


def _face(traits: Traits, dice: Dice) -> dict[str, str | int]:
    mood = traits.expression or Expression(_open("expression", traits, _MOODS, dice))
    mien = MIENS[mood]
    return {
        "mouthVariant": dice.pick("mouth", mien.mouths),
        "eyebrowsVariant": dice.pick("brows", mien.brows),
        "eyesVariant": dice.pick("eyes", mien.eyes),
    }


def _beard(traits: Traits, gender: Gender, hair: str, dice: Dice) -> dict[str, str | int]:
    grown = gender is Gender.MAN and traits.age is not Age.CHILD and traits.age is not Age.YOUNG
    if _shown("beard", traits.beard, 20 if grown and traits.moustache is None else 0, traits, dice):
        light = distance(hair, palette.INK) > 2 * _APART
        mouth = palette.INK if light else mix(hair, "#ffffff", 0.7)
        return {"beardVariant": dice.pick("beard", BEARDS), "beardProbability": 100, "mouthColor": mouth}
    if traits.moustache:
        return {"beardVariant": MOUSTACHE, "beardProbability": 100}
    return {"beardProbability": 0}


def _extras(traits: Traits, gender: Gender, dice: Dice) -> dict[str, str | int]:
    """Return what may be worn; unasked it is rare, and glasses are never sunglasses."""
    woman = gender is Gender.WOMAN
    worn: Mapping[str, bool] = {
        "earrings": _shown("earrings", traits.earrings, 35 if woman else 5, traits, dice),
        "freckles": _shown("freckles", traits.freckles, 8, traits, dice),
        "hairAccessories": bool(traits.flowers),
    }
    options: dict[str, str | int] = {f"{part}Probability": 100 * shown for part, shown in worn.items()}
    options["earringsVariant"] = dice.pick("earring", EARRINGS)
    unasked = dice.chance("eyewear", 12) and not traits.refuses("eyewear", Eyewear.GLASSES)
    eyewear = traits.eyewear or (Eyewear.GLASSES if unasked else None)
    options["glassesProbability"] = 100 if eyewear else 0
    if eyewear:
        options["glassesVariant"] = dice.pick("glasses", GLASSES[eyewear])
    return options


def _shown(trait: str, said: bool | None, percent: int, traits: Traits, dice: Dice) -> bool:
    if said is not None:
        return said
    return dice.chance(trait, percent) and not traits.refuses(trait, YES)
