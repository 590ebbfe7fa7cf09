r"""Weights in a prompt, read as AUTOMATIC1111's web UI reads them.

    (word)      1.1 times            \( \) \[ \]   the brackets themselves
    [word]      1/1.1 times          ((word))      nested: 1.21 times
    (word:1.3)  1.3 times            BREAK         the text after it begins a new chunk

A bracket that is not closed reaches to the end; one that was not opened is text. Differences: BREAK inside
brackets is a break too, ":1.2.3)" is text instead of an error, and a weight has a largest value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LARGEST = 100.0  # a larger weight leaves nothing of the rest of the prompt, and in the end only infinities

_FACTORS: Mapping[str, float] = {"(": 1.1, "[": 1 / 1.1}
_OPENED_BY: Mapping[str, str] = {")": "(", "]": "["}
_PIECES = re.compile(
    r"""
    \\(?P<escaped>[()\[\]\\]?)
    | (?P<opening>[(\[])
    | :\s*(?P<weight>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*\)  # the end of (word:1.3)
    | (?P<closing>[)\]])
    | (?P<text>[^\\()\[\]:]+|:)
    """,
    re.VERBOSE,
)
_BREAK = re.compile(r"\s*\bBREAK\b\s*")


@dataclass(slots=True)
class Piece:
    """A piece of a prompt with one weight. `text` is None where a new chunk begins."""

    text: str | None
    weight: float = 1.0


def parse_weights(prompt: str) -> list[Piece]:
    """Return the pieces of a prompt in their order."""
    pieces: list[Piece] = []
    opened: dict[str, list[int]] = {
        bracket: [] for bracket in _FACTORS
    }  # the pieces with which brackets begin

    def close(bracket: str, factor: float) -> None:
        for piece in pieces[opened[bracket].pop() :]:
            piece.weight *= factor

    for match in _PIECES.finditer(prompt):
        bracket = _OPENED_BY.get(match.group(), "")
        match match.lastgroup:
            case "escaped":
                pieces.append(Piece(match["escaped"]))
            case "opening":
                opened[match.group()].append(len(pieces))
            case "weight" if opened["("]:
                close("(", float(match["weight"]))
            case "closing" if opened[bracket]:
                close(bracket, _FACTORS[bracket])
            case _:
                pieces += _with_breaks(match.group())
    for bracket, factor in _FACTORS.items():
        while opened[bracket]:
            close(bracket, factor)
    return _joined(pieces)


def _with_breaks(text: str) -> list[Piece]:
    first, *others = _BREAK.split(text)
    pieces = [Piece(first)]
    for other in others:
        pieces += [Piece(None), Piece(other)]
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join neighbours of the same weight: an escaped bracket is a piece of its own within a text."""
    joined: list[Piece] = []
    for piece in pieces:
        weight = min(max(piece.weight, -LARGEST), LARGEST)
        if piece.text is None:
            joined.append(Piece(None))
        elif joined and joined[-1].text is not None and joined[-1].weight == weight:
            joined[-1].text += piece.text
        else:
            joined.append(Piece(piece.text, weight))
    return joined
