r"""Weights in a prompt, read as AUTOMATIC1111's web UI reads them.

    (word)      1.1 times            \( \) \[ \]   the brackets themselves
    [word]      1/1.1 times          ((word))      nested: 1.21 times
    (word:1.3)  1.3 times            BREAK         the text after it begins a new chunk

A bracket that is not closed reaches to the end; one that was not opened is text. Differences: BREAK inside
brackets is a break too, ":1.2.3)" is text instead of an error, and a weight has a largest value.
"""

import re
from dataclasses import dataclass

_UP = 1.1
_DOWN = 1 / 1.1
LARGEST = 100.0  # a larger weight leaves nothing of the rest of the prompt, and in the end only infinities

_PIECES = re.compile(
    r"""
    \\[()\[\]\\] | \\                                       # an escaped character; a backslash alone
    | :\s*(?P<weight>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*\)  # the end of (word:1.3)
    | [()\[\]]
    | [^\\()\[\]:]+ | :                                     # text
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
    round_opened: list[int] = []
    square_opened: list[int] = []

    def multiply(first: int, factor: float) -> None:
        for piece in pieces[first:]:
            piece.weight *= factor

    for match in _PIECES.finditer(prompt):
        found = match.group()
        if found.startswith("\\"):
            pieces.append(Piece(found[1:]))
        elif found == "(":
            round_opened.append(len(pieces))
        elif found == "[":
            square_opened.append(len(pieces))
        elif match["weight"] and round_opened:
            multiply(round_opened.pop(), float(match["weight"]))
        elif found == ")" and round_opened:
            multiply(round_opened.pop(), _UP)
        elif found == "]" and square_opened:
            multiply(square_opened.pop(), _DOWN)
        else:
            pieces += _with_breaks(found)
    for first in round_opened:
        multiply(first, _UP)
    for first in square_opened:
        multiply(first, _DOWN)
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
