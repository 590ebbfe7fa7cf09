"""Split a text into clauses, and these into terms: known phrases, ages and single words."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from portrait_app.engines.sketch.english.people import AGE_SUFFIX
from portrait_app.engines.sketch.english.tables import LONGEST_PHRASE, NUMBERS, PHRASES

_MOST_CHARACTERS = 60_000  # the rest is ignored, so that every text is read quickly
_MOST_WORDS = 8_000

_WEIGHT = re.compile(r":[ \t]{0,4}\d{1,4}(?:\.\d{1,4})?")  # the weight in "(smile:1.3)" of other programs
_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)|\d+|(?P<end>[,.;!?|/\n])")
_POSSESSIVES = frozenset({"her", "his", "their"})


def clauses_of(text: str) -> Iterator[list[str]]:
    """Yield the terms of each clause, in lower case. Brackets, hyphens and weights are ignored."""
    text = _WEIGHT.sub("", text[:_MOST_CHARACTERS].lower().replace("’", "'"))
    words: list[str] = []
    for match in islice(_TOKEN.finditer(text), _MOST_WORDS):
        if match["end"]:
            yield _terms(words)
            words = []
        else:
            words.append(match.group().removesuffix("'s"))
    yield _terms(words)


def _terms(words: Sequence[str]) -> list[str]:
    terms: list[str] = []
    start = 0
    while start < len(words):
        years, width = _number(words, start)
        length = _age_length(words, start, years, width)
        if length:
            terms.append(f"{years}{AGE_SUFFIX}")
        else:
            length = _phrase_length(words, start)
            terms.append(" ".join(words[start : start + length]))
        start += length
    return terms


def _number(words: Sequence[str], start: int) -> tuple[int, int]:
    """Return the number that begins at `start`, in digits or in words, and how many words it takes."""
    word = words[start]
    if word.isdecimal() and len(word) <= 3:
        return int(word), 1
    tens = NUMBERS.get(word, 0)
    if tens >= 20 and start + 1 < len(words) and 0 < NUMBERS.get(words[start + 1], 0) < 10:
        return tens + NUMBERS[words[start + 1]], 2
    return tens, 1


def _phrase_length(words: Sequence[str], start: int) -> int:
    for length in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
        if " ".join(words[start : start + length]) in PHRASES:
            return length
    return 1


def _age_length(words: Sequence[str], start: int, years: int, width: int) -> int:
    """Return the number of words from `start` that give an age ("25 year old", "aged seventy"); else 0."""
    if not 0 < years <= 120:
        return 0
    end = start + width
    before, after = words[max(0, start - 3) : start], words[end : end + 2]
    if after and after[0] in {"year", "years", "yr", "yrs", "yo"}:
        return width + (2 if after[1:] and after[1] in {"old", "olds"} else 1)
    if before and before[-1] in {"age", "aged"}:
        return width
    if after and after[0] == "s" and _POSSESSIVES.intersection(before):
        return width + 1
    return 0
