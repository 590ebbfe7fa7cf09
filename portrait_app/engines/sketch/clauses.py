"""Split a text into clauses, and these into terms: known phrases, ages and single words."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from portrait_app.engines.sketch.vocabulary import AGE_SUFFIX, LONGEST_PHRASE, PHRASES

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
        length = _age_length(words, start)
        if length:
            terms.append(f"{int(words[start])}{AGE_SUFFIX}")
        else:
            length = _phrase_length(words, start)
            terms.append(" ".join(words[start : start + length]))
        start += length
    return terms


def _phrase_length(words: Sequence[str], start: int) -> int:
    for length in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
        if " ".join(words[start : start + length]) in PHRASES:
            return length
    return 1


def _age_length(words: Sequence[str], start: int) -> int:
    """Return the number of words from `start` that give an age ("25 year old", "aged 70"); else 0."""
    if not (words[start].isdecimal() and len(words[start]) <= 3 and 0 < int(words[start]) <= 120):
        return 0
    before, after = words[max(0, start - 2) : start], words[start + 1 : start + 3]
    if after and after[0] in {"year", "years", "yr", "yrs", "yo"}:
        return 3 if after[1:] and after[1] in {"old", "olds"} else 2
    if before and before[-1] in {"age", "aged"}:
        return 1
    if after and after[0] == "s" and _POSSESSIVES.intersection(before):
        return 2
    return 0
