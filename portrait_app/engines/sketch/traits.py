"""What a prompt says about a portrait."""

from dataclasses import dataclass

NONE = "none"  # the prompt excludes it
YES = "yes"  # the prompt asks for it, in any form


@dataclass(frozen=True, slots=True)
class Traits:
    """One value for each feature of the drawing. An empty value leaves the choice to the seed.

    The values are those of the tables in `vocabulary`, and `casting` has a row for each.
    """

    presentation: str = ""
    age: str = ""
    hair_colour: str = ""
    hair_length: str = ""
    hair_texture: str = ""
    hair_style: str = ""
    hair_finish: str = ""
    fringe: str = ""
    skin: str = ""
    eyes: str = ""
    lips: str = ""
    expression: str = ""
    beard: str = ""
    beard_colour: str = ""
    moustache: str = ""
    eyewear: str = ""
    freckles: str = ""
    earrings: str = ""
    flowers: str = ""
    clothes: str = ""
    background: str = ""
    without: frozenset[tuple[str, str]] = frozenset()  # (field, value) pairs that must not be chosen

    def refuses(self, field: str, value: str) -> bool:
        return (field, value) in self.without


@dataclass(frozen=True, slots=True)
class Understanding:
    """The traits, and the words that were understood, in the order of the prompt."""

    traits: Traits
    words: tuple[str, ...]
