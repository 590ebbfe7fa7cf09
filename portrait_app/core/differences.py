"""The differences between the requests of pictures that are compared side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portrait_app.core.catalog import PARAMETERS, Parameter, Told
from portrait_app.core.field import Kind, Value
from portrait_app.core.picture import Picture

FEWEST_COMPARED, MOST_COMPARED = 2, 4  # pictures
_MOST_WORDS = 2_000  # in one text: longer texts are not compared word by word, which would take too long


@dataclass(frozen=True, slots=True)
class TextRun:
    """Consecutive words of a text that all compared texts share, or that they do not all share."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A parameter whose values differ between the pictures."""

    parameter: Parameter
    values: tuple[Value | None, ...]  # one per picture, in order; None if its record has no value

    @property
    def is_text(self) -> bool:
        return self.parameter.kind is Kind.PROMPT


def differences(pictures: Sequence[Picture]) -> list[Difference]:
    """Return the parameters whose values differ, in the catalogue's order.

    For the seed the value really used is compared.
    """
    found = []
    for parameter in PARAMETERS:
        values = tuple(_value(picture, parameter.key) for picture in pictures)
        if parameter.told is not Told.NOWHERE and any(value != values[0] for value in values):
            found.append(Difference(parameter, values))
    return found


def _value(picture: Picture, key: str) -> Value | None:
    if key in picture.request.model.unused:
        return None
    if key == "seed" and picture.seed is not None:
        return picture.seed
    return picture.request.values.get(key)


def runs(texts: Sequence[str]) -> list[list[TextRun]]:
    """Split each text into runs of words that all texts share in the same order, and runs that differ."""
    words = [text.split() for text in texts]
    if max(map(len, words), default=0) > _MOST_WORDS:
        return [[TextRun(" ".join(those), True)] for those in words]
    first = words[0] if words else []
    matched = [SequenceMatcher(None, first, those, autojunk=False).get_matching_blocks() for those in words]
    shared = set(range(len(first)))
    for blocks in matched:
        shared &= {block.a + step for block in blocks for step in range(block.size)}
    return [
        _runs(
            those,
            {block.b + step for block in blocks for step in range(block.size) if block.a + step in shared},
        )
        for those, blocks in zip(words, matched, strict=True)
    ]


def _runs(words: Sequence[str], shared: set[int]) -> list[TextRun]:
    found: list[TextRun] = []
    for place, word in enumerate(words):
        differs = place not in shared
        if found and found[-1].differs is differs:
            found[-1] = TextRun(f"{found[-1].text} {word}", differs)
        else:
            found.append(TextRun(word, differs))
    return found
