"""Choose everything that a drawing shows: by the traits, and by the seed where the traits leave a choice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.art.clothes import GARMENTS, PATTERNS
from portrait_app.engines.sketch.art.face import EARRINGS, EYEWEAR, IRISES, LIPS, MARKS, iris
from portrait_app.engines.sketch.art.hair import HAIR
from portrait_app.engines.sketch.art.headwear import HEADWEAR
from portrait_app.engines.sketch.art.neck import NECKWEAR
from portrait_app.engines.sketch.art.part import Part
from portrait_app.engines.sketch.builds import ADULT, BUILDS
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.faces import FACES, LIPS_OF, WITHOUT_IRIS, Face, expression, features
from portrait_app.engines.sketch.hairdressing import BUSHY, facial_hair, hair, hair_colour, skin_of
from portrait_app.engines.sketch.palette import INK, TEETH, distance, lightness, mix, shaded
from portrait_app.engines.sketch.traits import COLOURFUL, NONE, YES, Traits


@dataclass(frozen=True, slots=True)
class Worn:
    """A part in a picture, with its colours."""

    part: Part
    colour: str
    accent: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """Everything that a picture shows."""

    variants: Mapping[str, str]  # of each of Lorelei's parts
    colours: Mapping[str, tuple[str, ...]]  # by name; two colours make a gradient from top to bottom
    background: str
    scene: str  # a row of `art.scenes`, or empty for a plain background
    garment: Worn
    pattern: Worn | None
    parts: tuple[Worn, ...]  # everything else that this program draws, from back to front
    build: str = ADULT

    @property
    def clothes(self) -> str:
        return self.garment.colour


_GLASSES = {
    YES: "variant01 variant03 variant04",
    "round": "variant01",
    "square": "variant04 variant03",
    "reading": "variant05",
    "sunglasses": "variant02",
}
_PLAIN_GARMENTS = {
    "crew neck": 4.0,
    "shirt": 2.0,
    "t-shirt": 1.0,
    "sweater": 1.0,
    "turtleneck": 1.0,
    "hoodie": 1.0,
}
_ROSY = "#8a3344"  # the lips of women, unless the prompt paints them
_PLAIN_PATTERNS = {"": 8.0, "striped": 1.0}


def cast(traits: Traits, seed: int) -> Appearance:
    """Return the appearance for some traits and a seed. The same arguments give the same appearance."""
    dice = Dice(seed)
    age = traits["age"]
    mood = expression(dice, traits)
    face = FACES[mood]
    skin = skin_of(dice, traits)
    tress = hair_colour(dice, traits, skin)
    skin_tone, hair_tone = palette.skin(skin), palette.HAIR[tress]
    variants = features(dice, traits, face, age) | facial_hair(dice, traits) | _extras(dice, traits)
    variants["hair"], hair_part = hair(dice, traits)
    if variants["hair"] == "bald":
        variants.pop("hairAccessories", None)
    lips = LIPS_OF.get(mood, "") if traits["lips"] and "beard" not in variants else ""
    if lips:
        del variants["mouth"]
    background = _background(dice, traits, hair_tone, skin_tone)
    garment = _garment(dice, traits, background)
    shown = IRISES.get(variants["eyes"]) if traits["eyes"] and mood not in WITHOUT_IRIS else None
    return Appearance(
        variants=variants,
        colours=_colours(traits, hair_tone, skin_tone, variants),
        background=background,
        scene=traits["scene"],
        garment=garment,
        pattern=_pattern(dice, traits, garment),
        parts=tuple(_parts(dice, traits, face, (hair_part, lips), shown)),
        build=age if age in BUILDS else ADULT,
    )


def _extras(dice: Dice, traits: Traits) -> dict[str, str]:
    asked: Iterable[tuple[str, str, float, str]] = (
        ("freckles", traits["freckles"], 0.08, "variant01"),
        ("hairAccessories", traits["flowers"], 0.0, "flowers"),
    )
    found = {
        part: variant
        for part, wish, likelihood, variant in asked
        if wish == YES or (not wish and dice.chance(part, likelihood))
    }
    if traits["age"] in {"old", "middle"}:
        found["age"] = "plain" if traits["age"] == "old" else "middle"
    young = traits["age"] in {"baby", "child"}
    plain = not (young or traits.marks or traits["headwear"] or traits["mask"])
    by_chance = plain and dice.chance("glasses", 0.08)
    eyewear = traits["eyewear"] or (YES if by_chance else NONE)
    if eyewear in _GLASSES:
        found["glasses"] = dice.pick("glasses shape", _GLASSES[eyewear].split())
    return found


def _background(dice: Dice, traits: Traits, hair: str, skin: str) -> str:
    if traits["background"]:
        return shaded(traits["background"], palette.PAINTS)
    # Choose among the backgrounds with the most contrast to hair and skin.
    tones = sorted(
        palette.BACKGROUNDS, key=lambda tone: -min(distance(tone, hair), 1.4 * distance(tone, skin))
    )
    return dice.pick("background", tones[: len(tones) * 2 // 3])


def _garment(dice: Dice, traits: Traits, background: str) -> Worn:
    wants_collar = traits["neckwear"] in {"tie", "bow tie", "clerical collar"}
    open_choice = "shirt" if wants_collar else dice.weigh("garment", _PLAIN_GARMENTS)
    kind = traits["garment"] or open_choice
    part = GARMENTS[kind]
    if traits["clothes"]:
        colour = shaded(traits["clothes"], palette.PAINTS)
    elif traits["garment"] and part.colour != Part().colour:
        colour = part.colour
    else:
        tones = [tone for tone in palette.CLOTHES if distance(tone, background) > 150]
        colour = dice.pick("clothes", tones or list(palette.CLOTHES))
    return Worn(part, colour, _accent(traits, "clothes_accent", part))


def _accent(traits: Traits, feature: str, part: Part) -> str:
    return shaded(traits[feature], palette.PAINTS) if traits[feature] else part.accent


def _pattern(dice: Dice, traits: Traits, garment: Worn) -> Worn | None:
    weights = _PLAIN_PATTERNS if not traits["garment"] and not traits["clothes"] else {"": 1.0}
    part = PATTERNS.get(traits["pattern"] or dice.weigh("pattern", weights))
    return Worn(part, garment.colour, garment.accent) if part else None


def _parts(
    dice: Dice,
    traits: Traits,
    face: Face,
    drawn: tuple[str, str],
    eyes: tuple[tuple[int, int, int, int], ...] | None,
) -> Iterator[Worn]:
    """Yield what is worn, in the order in which it is drawn. `drawn` is the hair and the lips, or empty."""
    hair_part, lips = drawn
    if neck := NECKWEAR.get(traits["neckwear"]):
        yield _worn(traits, "neckwear_colour", neck)
    if eyes:
        colour = palette.EYES[traits["eyes"]]
        yield Worn(Part("".join(iris(*eye) for eye in eyes), name="irises"), colour, colour)
    if traits["beard"] == "long":
        yield _worn(traits, "", HAIR["long beard"])
    if traits["beard"] == "stubble":
        yield _worn(traits, "", MARKS["stubble"])
    if lips:
        colour = palette.LIPS[traits["lips"]]
        yield Worn(LIPS[lips], colour, mix(colour, "#ffffff" if lightness(colour) < 0.2 else INK, 0.4))
    if hair_part:
        yield _worn(traits, "", HAIR[hair_part])
    for name in dict.fromkeys(
        (*traits.marks, *face.marks, traits["mask"], traits["in mouth"], traits["wings"])
    ):
        if name in MARKS:
            yield _worn(traits, "mark_colour", MARKS[name])
    if lens := EYEWEAR.get(traits["eyewear"]):
        yield _worn(traits, "eyewear_colour", lens)
    yield from _earrings(dice, traits)
    if head := HEADWEAR.get(traits["headwear"]):
        yield _worn(traits, "headwear_colour", head)


def _earrings(dice: Dice, traits: Traits) -> Iterator[Worn]:
    covered = HEADWEAR[traits["headwear"]].cover == "all" if traits["headwear"] in HEADWEAR else False
    chance = 0.3 if traits["presentation"] == "feminine" and traits["age"] not in {"baby", "child"} else 0.0
    kind = traits["earrings"] or (YES if not covered and dice.chance("earrings", chance) else NONE)
    if kind != NONE:
        part = EARRINGS.get(kind) or EARRINGS[dice.pick("earrings shape", ["studs", "ring", "drops"])]
        yield _worn(traits, "earrings_colour", part)


def _worn(traits: Traits, feature: str, part: Part) -> Worn:
    named = traits[feature] if feature else ""
    if named == COLOURFUL:
        return Worn(part, palette.PAINTS["orange"], palette.PAINTS["turquoise"])
    return Worn(part, shaded(named, palette.PAINTS) if named else part.colour, part.accent)


def _colours(traits: Traits, hair: str, skin: str, variants: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    beard = palette.HAIR[traits["beard_colour"]] if traits["beard_colour"] else hair
    rosy = traits["presentation"] == "feminine" and traits["age"] not in {"baby", "child"}
    mouth = palette.LIPS.get(traits["lips"], _ROSY if rosy else INK)
    if variants.get("beard") in BUSHY and lightness(beard) < 0.35:
        mouth = mix(beard, "#ffffff", 0.55)  # lighter than the beard, because the mouth is drawn on it
    frame, brows = traits["eyewear_colour"], traits["brow_colour"]
    plain = dict.fromkeys(("outline", "nose", "earrings", "freckles", "hairAccessories", "eyes"), (INK,))
    return plain | {
        "glasses": (shaded(frame, palette.PAINTS) if frame else INK,),
        "hair": (mix(hair, "#ffffff", 0.1), mix(hair, INK, 0.1)),
        "hairShade": (mix(hair, INK, 0.3),),
        "beard": (mix(beard, INK, 0.06),),
        "eyebrows": (palette.HAIR[brows] if brows else mix(beard, INK, 0.6),),
        "skin": (mix(skin, "#ffffff", 0.08), mix(skin, "#a05040", 0.1)),
        "jawShadow": (mix(skin, "#7a3226", 0.28),),
        "blush": (mix(skin, "#e0503c", 0.2),),
        "ageLines": (mix(skin, INK, 0.5),),
        "mouth": (mouth,),
        "teeth": (TEETH,),
        "petals": ("#f6c9d0",),
    }
