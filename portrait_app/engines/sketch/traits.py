"""What a prompt says about a portrait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NONE = "none"  # the prompt excludes it
YES = "yes"  # the prompt asks for it, in any form
COLOURFUL = "colourful"  # several colours
MARK = "mark/"  # the beginning of the feature of each thing on a face: there may be several

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Traits:
    """The features that are settled, and their values. The seed decides the others.

    Features and values are those of the tables in `english`, and the drawing has a row for each.
    """

    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    without: frozenset[tuple[str, str]] = frozenset()  # (feature, value) pairs that must not be chosen

    def __getitem__(self, feature: str) -> str:
        """Return the value of a feature; an empty text where the seed decides."""
        return self.values.get(feature, "")

    def refuses(self, feature: str, value: str) -> bool:
        return (feature, value) in self.without

    @property
    def marks(self) -> tuple[str, ...]:
        """The things on the face that were asked for."""
        return tuple(
            name.removeprefix(MARK)
            for name, value in self.values.items()
            if name.startswith(MARK) and value == YES
        )


@dataclass(frozen=True, slots=True)
class Understanding:
    """The traits, the words that are drawn, and the words that are not, in the order of the prompt."""

    traits: Traits
    words: tuple[str, ...]
    missed: tuple[str, ...] = ()
