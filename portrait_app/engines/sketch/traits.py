"""What the words of a prompt settle about a portrait; everything else is open."""

from dataclasses import dataclass

NONE = "none"  # asked not to be there
YES = "yes"  # asked to be there, in whichever form


@dataclass(frozen=True, slots=True)
class Traits:
    """One value for each thing the art can show; an empty one leaves it to the seed.

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
    without: frozenset[tuple[str, str]] = frozenset()  # (field, value) that must not be chosen

    def refuses(self, field: str, value: str) -> bool:
        return (field, value) in self.without


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read: the traits, and the words they came from in the order they were written."""

    traits: Traits
    words: tuple[str, ...]
