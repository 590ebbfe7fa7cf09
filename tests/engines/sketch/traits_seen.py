"""Say whether a drawing shows a trait of the tables, by its regions and colours.

A trait is written "kind:value colour", as in `own.json`. Prompts are read only to draw them: no check asks
how their words were understood, except "not understood", which is about words.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from portrait_app.engines.sketch.art.clothes import GARMENTS
from portrait_app.engines.sketch.art.headwear import HEADWEAR
from portrait_app.engines.sketch.art.neck import NECKWEAR
from portrait_app.engines.sketch.casting import cast
from portrait_app.engines.sketch.lorelei import HAIR
from portrait_app.engines.sketch.words import understand
from tests.engines.sketch.colours import COLOURS, LIGHTNESS, lightness
from tests.engines.sketch.sight import Mask, Seen

_LINE_OF_BROWS, _NECK = 350, 850
_ADULT_SHOULDERS = 880  # canvas units


def drawn(prompt: str, seed: int) -> tuple[Seen, tuple[str, ...]]:
    """Return the drawing of a prompt, and the words that it is said to miss."""
    understanding = understand(prompt)
    return Seen(cast(understanding.traits, seed)), understanding.missed


def shows(seen: Seen, missed: tuple[str, ...], trait: str) -> bool:
    """Say whether a drawing shows a trait."""
    kind, _, value = trait.partition(":")
    if kind == "not understood":
        return any(_SAID.get(value, value) in words for words in missed)
    if kind in _MARKS:
        return _mark(seen, kind)
    return _KINDS[kind](seen, value)


_SAID = {"two people": "two people", "several people": "people"}


def _coloured(mask: Mask, name: str, share: float = 0.4) -> bool:
    return mask.share(COLOURS[name]) >= share


def _split(value: str, kinds: Container[str]) -> tuple[str, str]:
    """Return a thing and its colour, which may be empty: ("santa hat", "red")."""
    if value in kinds:
        return value, ""
    thing, _, colour = value.rpartition(" ")
    return thing or value, colour if thing else ""


# --- people ---


def _age(seen: Seen, value: str) -> bool:
    shoulders = seen.clothes.box
    width = (shoulders[2] - shoulders[0]) / _ADULT_SHOULDERS if seen.clothes.pixels else 1.0
    eyes, skull = seen.eyes, seen.painted("skin", "hair", "hairShade", "outline")
    size = eyes.width / max(1.0, skull.within(200, 100, 800, 600).width)
    lines = seen.variant("age").area if "age" in seen.look.variants else 0.0
    grown = width > 0.9
    checks = {
        "baby": width < 0.66 and size > 0.5,
        "child": 0.5 < width < 0.72,
        "teenager": 0.75 < width < 0.92,
        "young": grown and lines == 0,
        "adult": grown and lines == 0,
        "middle-aged": grown and lines > 0.4,
        "old": grown and lines > 1.0,
    }
    return checks[value]


def _gender(seen: Seen, value: str) -> bool:
    bearded = seen.beard.area > 1
    if value in {"man", "boy"}:
        return bearded or seen.hair.box[3] < _NECK + 60 or seen.hair.area < 60
    ornaments = any(
        worn.part.name in {"hoops", "studs", "pearls", "drops", "ring"} for worn in seen.look.parts
    )
    lashes = seen.look.variants["eyes"][-2:] in {"04", "11", "20", "21", "23", "10"}
    covered = any(worn.part.cover == "all" for worn in seen.look.parts)
    return not bearded and (lashes or ornaments or covered or seen.hair.box[3] > 640 or seen.mouth.area > 4)


def _skin(seen: Seen, value: str) -> bool:
    face = seen.skin.within(330, 300, 740, 740)
    if value in LIGHTNESS:
        low, high = LIGHTNESS[value]
        return low <= lightness(face.mean) <= high
    return _coloured(face, value)


# --- hair ---


def _hair(seen: Seen, value: str) -> bool:
    hair = seen.hair
    left, top, right, bottom = hair.box
    tags = _tags(seen)
    own = {worn.part.name for worn in seen.look.parts}
    shapes: dict[str, Callable[[], bool]] = {
        "bald": lambda: hair.area < 4,
        "balding": lambda: hair.within(420, 150, 740, 330).area < 8 and hair.area > 4,
        "shaved": lambda: 0 < hair.area < 90 and bottom < 560,
        "short": lambda: bottom < 790,
        "long": lambda: bottom > 760,
        "very long": lambda: bottom > 1000,
        "braids": lambda: (
            hair.within(60, 840, 330, 1060).area > 6 and hair.within(660, 840, 900, 1060).area > 6
        ),
        "pigtails": lambda: left < 180 and right > 800 and top < 320,
        "cornrows": lambda: "cornrows" in own and seen.part("cornrows").area > 3,
        "dreadlocks": lambda: "dreadlocks" in own and bottom > 800,
        "afro": lambda: right - left > 560 and top < 120,
        "slicked": lambda: "widow's peak" in own and top > 130,
        "mohawk": lambda: top < 120 and hair.within(240, 300, 420, 460).area < 8,
        "bun": lambda: hair.within(260, 40, 460, 240).area > 8 and "bun" in tags,
        "topknot": lambda: "topknot" in tags and left < 330,
        "bob": lambda: "bob" in tags and 600 < bottom < 860,
        "curly": lambda: "curly" in tags or "curls" in own,
        "wavy": lambda: "wavy" in tags,
        "straight": lambda: "straight" in tags,
        "messy": lambda: "messy" in tags,
        "spiky": lambda: "spiky" in tags,
    }
    if value in shapes:
        return shapes[value]()
    return hair.area > 2 and _coloured(hair, value)


def _tags(seen: Seen) -> frozenset[str]:
    return HAIR[seen.look.variants["hair"]]


def _beard(seen: Seen, value: str) -> bool:
    if value == "none":
        return seen.beard.area < 4 and "beard" not in seen.look.variants
    if value == "stubble":
        return seen.part("stubble").area > 20
    kind, colour = _split(value, frozenset({"goatee", "short", "full", "long"}))
    if value in COLOURS:
        kind, colour = "", value
    beard = seen.beard.within(280, 480, 800, 1140)
    sizes = {
        "": beard.area > 8,
        "goatee": 3 < beard.area < 24 and beard.box[1] > 560,
        "short": beard.area > 20,
        "full": beard.area > 40,
        "long": beard.box[3] > 900,
    }
    return sizes[kind] and (not colour or _coloured(beard, colour))


def _moustache(seen: Seen, value: str) -> bool:
    lip = seen.beard.within(380, 520, 760, 660)
    return lip.area > 2 and (not value or _coloured(lip, value, 0.3))


# --- the face ---


def _curve(seen: Seen) -> float:
    """Return how far the corners of the mouth are above its middle; negative for drooping ones."""
    mouth = seen.mouth
    corners = (mouth.mean_y(0, 0.15) + mouth.mean_y(0.85, 1)) / 2
    return mouth.mean_y(0.35, 0.65) - corners


def _mood(seen: Seen, value: str) -> bool:
    eyes, mouth, brows = seen.eyes, seen.mouth, seen.brows
    closed = eyes.height < 60
    inner = brows.within(480, 200, 600, 420)
    frown = bool(inner.pixels) and inner.mean_y(0.6, 1) > brows.mean_y(0, 0.15) + 4
    faces: dict[str, Callable[[], bool]] = {
        "smiling": lambda: _curve(seen) > 0,
        "laughing": lambda: closed and mouth.area > 3,
        "serious": lambda: _curve(seen) < 8,
        "not smiling": lambda: _curve(seen) < 8,
        "calm": lambda: abs(_curve(seen)) < 12 and mouth.area < 4,
        "proud": lambda: brows.pixels != [] and mouth.area < 4,
        "bored": lambda: eyes.height < 60 and _curve(seen) < 10,
        "sleepy": lambda: eyes.height < 60,
        "eyes closed": lambda: closed,
        "crying": lambda: seen.part("tears").share(COLOURS["blue"]) > 0.4,
        "angry": lambda: frown,
        "shouting": lambda: frown and mouth.height > 40,
        "evil": lambda: frown and _curve(seen) > -4,
        "surprised": lambda: mouth.height / max(1, mouth.width) > 0.5,
        "scared": lambda: seen.part("sweat").area > 0.4 and mouth.area > 2,
        "worried": lambda: not frown and _curve(seen) < 8,
        "winking": lambda: _wink(eyes),
        "tongue": lambda: mouth.height > 30,
        "smirk": lambda: mouth.area < 5,
        "shy": lambda: _blushes(seen),
    }
    return faces[value]()


def _blushes(seen: Seen) -> bool:
    """Say whether the cheek is redder than the face round it."""
    cheek, face = seen.skin.within(370, 535, 450, 600), seen.skin.within(330, 440, 720, 740)

    def redness(mask: Mask) -> float:
        return mask.mean[0] / max(1, mask.mean[1])

    return redness(cheek) > 1.06 * redness(face)


def _wink(eyes: Mask) -> bool:
    left, right = eyes.within(360, 350, 600, 560), eyes.within(600, 350, 780, 560)
    return min(left.height, right.height) < 0.7 * max(left.height, right.height)


def _eyes(seen: Seen, value: str) -> bool:
    iris = seen.part("irises")
    return iris.area > 0.8 and iris.share(COLOURS[value]) > 0.25


def _lips(seen: Seen, value: str) -> bool:
    return seen.mouth.share(COLOURS[value]) > 0.25


# --- what is worn ---


_ANY_HAT = frozenset({"hat", "cap", "helmet"})  # of any form


def _headwear(seen: Seen, value: str) -> bool:
    kind, colour = _split(value, HEADWEAR)
    worn = [each.part.name for each in seen.look.parts if each.part.name in HEADWEAR]
    fits = kind in worn or (kind in _ANY_HAT and any(name.endswith(kind) for name in worn))
    mask = seen.part(*worn)
    on_top = mask.area > 8 and mask.box[1] < _LINE_OF_BROWS
    return fits and on_top and (not colour or _coloured(mask, colour, 0.3))


def _glasses(seen: Seen, value: str) -> bool:
    if value == "none":
        return (
            "glasses" not in seen.look.variants and seen.part("heart", "star", "cat-eye", "monocle").area == 0
        )
    if value == "heart":
        return seen.part("heart").share(COLOURS["pink"]) > 0.3
    frames = seen.variant("glasses")
    over_eyes = frames.area > 2 and frames.box[1] > 330 and frames.box[3] < 640
    if value in COLOURS:
        return over_eyes and _coloured(frames, value)
    if value == "sunglasses":
        return over_eyes and frames.share(COLOURS["black"]) * frames.area > 10
    forms = {"round": {"01"}, "square": {"03", "04"}}
    return over_eyes and seen.look.variants["glasses"][-2:] in forms[value]


def _earrings(seen: Seen, value: str) -> bool:
    names = ("hoops", "studs", "pearls", "drops", "ring")
    mask = seen.part(*names)
    if value == "none":
        return mask.area == 0
    at_ear = mask.area > 0.3 and mask.box[0] > 200 and mask.box[2] < 380
    if value in COLOURS:
        return at_ear and mask.share(COLOURS[value]) > 0.25
    return (
        at_ear
        and (value != "hoops" or mask.height > 90)
        and (value != "pearls" or _coloured(mask, "white", 0.3))
    )


_NECK_PARTS = {"pearls": "pearl necklace", "flower lei": "lei"}


def _neckwear(seen: Seen, value: str) -> bool:
    kind, colour = _split(_NECK_PARTS.get(value, value), NECKWEAR)
    mask = seen.part(kind)
    return mask.area > 1 and mask.box[1] > 700 and (not colour or _coloured(mask, colour, 0.3))


def _clothes(seen: Seen, value: str) -> bool:
    if value == "bow tie":
        return _neckwear(seen, value)
    kind, colour = _split(value, GARMENTS)
    if value in COLOURS:
        kind, colour = "", value
    plain = replace(seen.look, garment=replace(seen.look.garment, part=GARMENTS["crew neck"]))
    formed = not kind or (seen.look.garment.part.name == kind and seen.changed(plain).area > 10)
    return formed and (not colour or _coloured(seen.clothes, colour))


def _pattern(seen: Seen, value: str) -> bool:
    return seen.look.pattern is not None and seen.look.pattern.part.name == value and seen.pattern.area > 20


def _background(seen: Seen, value: str) -> bool:
    behind = seen.changed(replace(seen.look, background="#ff00ff"))
    return behind.area > 200 and _coloured(behind, value)


def _scene(seen: Seen, value: str) -> bool:
    return seen.look.scene == value and seen.scene.area > 60


_MARKS = {
    "freckles": ("", "freckles"),
    "flowers": ("", "hairAccessories"),
    "eyepatch": ("eyepatch", ""),
    "scar": ("scar", ""),
    "pipe": ("pipe", ""),
    "cigarette": ("cigarette", ""),
    "monocle": ("monocle", ""),
    "plaster": ("plaster", ""),
    "mole": ("mole", ""),
    "tattoo": ("face tattoo", ""),
    "face mask": ("face mask", ""),
    "domino mask": ("domino mask", ""),
    "clown nose": ("clown nose", ""),
}


def _mark(seen: Seen, kind: str) -> bool:
    part, component = _MARKS[kind]
    mask = seen.part(part) if part else seen.variant(component)
    return mask.area > 0.15


def _piercing(seen: Seen, value: str) -> bool:
    return seen.part({"nose": "nose ring", "brow": "brow ring"}[value]).area > 0.3


def _ears(seen: Seen, value: str) -> bool:
    assert value == "pointed"
    return seen.part("pointed ears").box[0] < 190


def _bindi(seen: Seen, value: str) -> bool:
    return seen.part("bindi").share(COLOURS[value]) > 0.3


_KINDS: Mapping[str, Callable[[Seen, str], bool]] = {
    "age": _age,
    "gender": _gender,
    "skin": _skin,
    "hair": _hair,
    "beard": _beard,
    "moustache": _moustache,
    "mood": _mood,
    "eyes": _eyes,
    "lips": _lips,
    "headwear": _headwear,
    "glasses": _glasses,
    "earrings": _earrings,
    "neckwear": _neckwear,
    "clothes": _clothes,
    "pattern": _pattern,
    "background": _background,
    "scene": _scene,
    "piercing": _piercing,
    "ears": _ears,
    "bindi": _bindi,
}
