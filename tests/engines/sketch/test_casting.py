from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import MAX_SEED
from portrait_app.engines.sketch import lorelei, palette
from portrait_app.engines.sketch.art.clothes import GARMENTS, PATTERNS
from portrait_app.engines.sketch.art.face import EARRINGS, EYEWEAR, MARKS
from portrait_app.engines.sketch.art.headwear import HEADWEAR
from portrait_app.engines.sketch.art.neck import NECKWEAR
from portrait_app.engines.sketch.art.part import Part
from portrait_app.engines.sketch.art.scenes import SCENES
from portrait_app.engines.sketch.casting import Appearance, cast
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.draw import draw
from portrait_app.engines.sketch.english.people import AGES_BELOW
from portrait_app.engines.sketch.english.settings import Setting
from portrait_app.engines.sketch.english.tables import ADJECTIVES, ALONE, PRONOUNS, ROLES, SEX
from portrait_app.engines.sketch.traits import MARK, YES, Traits
from portrait_app.engines.sketch.words import understand

SEEDS = range(60)


def looks(prompt: str, negative_prompt: str = "") -> list[Appearance]:
    traits = understand(prompt, negative_prompt).traits
    return [cast(traits, seed) for seed in SEEDS]


def hair_tags(look: Appearance) -> frozenset[str]:
    return lorelei.HAIR[look.variants["hair"]]


def every_setting() -> list[Setting]:
    tables = [*ADJECTIVES.values(), ALONE, SEX, PRONOUNS]
    brought = {setting for role in ROLES.values() for setting in role}
    said = {setting for table in tables for setting in table.values()}
    return sorted(brought | said | {("age", name) for name, _ in AGES_BELOW})


# What an adjective settles shows only where its noun's thing is worn: on one of these at least.
_WITH: Mapping[str, tuple[dict[str, str], ...]] = {
    "headwear_colour": ({"headwear": "beret"}, {"headwear": "cap"}),
    "neckwear_colour": ({"neckwear": "scarf"}, {"neckwear": "medal"}),
    "earrings_colour": ({"earrings": "hoops"}, {"earrings": "pearls"}),
    "eyewear_colour": ({"eyewear": "round"},),
    "mark_colour": ({"mark/face paint": "yes"}, {"mark/eyepatch": "yes"}),
    "beard_colour": ({"beard": "full"},),
    "pattern": ({"garment": "shirt"},),
    "presentation": ({},),
    "beard": ({"presentation": "masculine"},),
    "moustache": ({"presentation": "masculine"},),
}
_WOMAN = {"beard": "none", "presentation": "feminine"}
# These say what a picture may show anyhow.
_OPEN = {("age", "adult"), ("age", "young")}


@pytest.mark.parametrize("feature", sorted({feature for feature, _ in every_setting()}))
def test_every_word_of_the_tables_is_drawn(feature: str) -> None:
    """Some seed's picture changes by it: no word is listed as drawn that the drawing ignores."""
    for value in (value for name, value in every_setting() if name == feature):
        bases = _WITH.get(feature, (_WOMAN,))
        changed = any(
            cast(Traits(base | {feature: value}), seed) != cast(Traits(base), seed)
            for base in bases
            for seed in range(30)
        )
        assert changed or (feature, value) in _OPEN, f"{feature}={value} draws nothing"


_ART: Mapping[str, Mapping[str, Part]] = {
    "headwear": HEADWEAR,
    "garment": GARMENTS,
    "pattern": PATTERNS,
    "neckwear": NECKWEAR,
    "eyewear": EYEWEAR,
    "scene": SCENES,
    "earrings": EARRINGS,
} | {f"{MARK}{name}": {YES: part} for name, part in MARKS.items()}


@pytest.mark.parametrize("feature", _ART)
def test_every_part_of_the_art_can_be_seen(feature: str) -> None:
    base = {"garment": "shirt", "pattern": "none", "eyewear": "none", "earrings": "none", "beard": "none"}
    plain = draw(cast(Traits(base), 4), 160, 160)
    for name, part in _ART[feature].items():
        nothing = not (part.front or part.back or part.body) or name == "shirt"
        assert nothing or draw(cast(Traits(base | {feature: name}), 4), 160, 160) != plain, name


def test_no_two_hats_look_alike() -> None:
    hats = [draw(cast(Traits({"headwear": name, "headwear_colour": "red"}), 4), 96, 96) for name in HEADWEAR]
    assert len(set(hats)) == len(HEADWEAR)


def test_every_hair_of_the_art_is_tagged() -> None:
    assert set(lorelei.style().components()["hair"].variants()) == set(lorelei.HAIR)


@pytest.mark.parametrize(
    ("prompt", "tags"),
    [
        ("long hair", {"long"}),
        ("short curly hair", {"short", "curly"}),
        ("long wavy hair", {"long", "wavy"}),
        ("bald", {"bald"}),
        ("hair in a bun", {"bun"}),
        ("ponytail with bangs", {"ponytail", "fringe"}),
        ("long straight hair with fringe", {"long", "straight", "fringe"}),
        ("mohawk", {"mohawk"}),
        ("shaved hair", {"shaved"}),
        ("afro", {"afro"}),
        ("space buns", {"buns"}),
        ("man bun", {"topknot"}),
        ("messy bun", {"bun", "messy"}),
        ("spiky hair", {"spiky"}),
        ("curly hair", {"curly"}),
    ],
)
def test_hair_shows_what_was_said(prompt: str, tags: set[str]) -> None:
    for look in looks(prompt):
        assert tags <= hair_tags(look)


def test_striking_hair_comes_only_when_asked_for() -> None:
    rare = {"bald", "balding", "mohawk", "tuft", "veiled", "buns"}
    assert not any(rare & hair_tags(look) for look in looks("portrait"))


def test_a_denied_length_is_never_drawn() -> None:
    assert all("long" not in hair_tags(look) for look in looks("woman", "long hair"))


def test_a_denied_colour_is_never_drawn() -> None:
    plain, denied = looks("portrait"), looks("portrait", "blonde, black hair")

    def colours(found: list[Appearance]) -> set[str]:
        return {look.colours["hairShade"][0] for look in found}

    ruled_out = {palette.mix(palette.HAIR[name], palette.INK, 0.3) for name in ("blonde", "black")}
    assert ruled_out <= colours(plain)
    assert not ruled_out & colours(denied)


@pytest.mark.parametrize("prompt", ["woman", "a girl", "portrait of a child", "man, no beard", "red lips"])
def test_some_never_get_a_beard_by_chance(prompt: str) -> None:
    assert not any({"beard", "moustache"} & look.variants.keys() for look in looks(prompt))


def test_some_men_have_beards_and_some_have_not() -> None:
    bearded = ["beard" in look.variants for look in looks("man")]
    assert any(bearded)
    assert not all(bearded)


def test_the_seed_decides_what_words_leave_open() -> None:
    drawn = looks("long blonde hair")
    assert len({look.background for look in drawn}) > 3
    assert len({look.variants["hair"] for look in drawn}) > 2
    assert len({look.colours["hair"] for look in drawn}) == 1


def test_one_word_more_keeps_the_person() -> None:
    for seed in SEEDS:
        calm = cast(understand("woman, black hair, serious").traits, seed)
        glad = cast(understand("woman, black hair, smiling, glasses").traits, seed)
        for part in ("hair", "head", "nose"):
            assert calm.variants[part] == glad.variants[part]
        assert (calm.colours["skin"], calm.background, calm.clothes) == (
            glad.colours["skin"],
            glad.background,
            glad.clothes,
        )


def test_a_named_background_and_garment_are_used() -> None:
    look = cast(understand("dark blue background, red dress").traits, 5)
    assert look.background == palette.shaded("dark blue", palette.PAINTS)
    assert palette.lightness(look.background) < palette.lightness(palette.PAINTS["blue"])
    assert look.clothes == palette.PAINTS["red"]


def test_an_open_background_stands_off_from_hair() -> None:
    for prompt in ("white hair", "platinum hair, pale skin", "black hair"):
        hair = palette.HAIR[understand(prompt).traits["hair_colour"]]
        nearest = min(palette.distance(tone, hair) for tone in palette.BACKGROUNDS)
        assert all(palette.distance(look.background, hair) > nearest for look in looks(prompt))


@given(st.integers(0, MAX_SEED), st.text(max_size=8))
def test_dice_stay_in_range(seed: int, name: str) -> None:
    dice = Dice(seed)
    assert 0 <= dice.roll(name) < 1
    assert dice.pick(name, ["a", "b"]) in {"a", "b"}
    assert dice.weigh(name, {"a": 0, "b": 0.1, "c": 2, "d": 0}) in {"b", "c"}


def test_dice_are_fair() -> None:
    picks = [Dice(seed).weigh("x", {"a": 1, "b": 3}) for seed in range(4000)]
    assert 2850 < picks.count("b") < 3150
