from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import MAX_SEED
from portrait_app.engines.sketch import lorelei, palette
from portrait_app.engines.sketch.casting import Appearance, cast
from portrait_app.engines.sketch.dice import Dice
from portrait_app.engines.sketch.traits import Traits
from portrait_app.engines.sketch.vocabulary import ADJECTIVES, AGES_BELOW, ALONE, NUDGES, Setting
from portrait_app.engines.sketch.words import understand

SEEDS = range(60)


def looks(prompt: str, negative_prompt: str = "") -> list[Appearance]:
    traits = understand(prompt, negative_prompt).traits
    return [cast(traits, seed) for seed in SEEDS]


def hair_tags(look: Appearance) -> frozenset[str]:
    return lorelei.HAIR[look.variants["hair"]]


def every_setting() -> list[Setting]:
    tables = [*ADJECTIVES.values(), ALONE, NUDGES]
    return sorted(
        {setting for table in tables for setting in table.values()} | {("age", a) for a, _ in AGES_BELOW}
    )


@pytest.mark.parametrize(("field", "value"), every_setting())
def test_every_word_of_the_tables_can_be_drawn(field: str, value: str) -> None:
    wanted: dict[str, Any] = {field: value}
    look = cast(Traits(**wanted), seed=1)
    components = lorelei.style().components()
    for component, variant in look.variants.items():
        assert variant in components[component].variants()


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
        ("messy bun", {"bun", "messy"}),
        ("braids", {"braids"}),
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
        hair = palette.HAIR[understand(prompt).traits.hair_colour]
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
