"""Parses and cleans the tags, collection names and notes that the user types or a file contains."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from itertools import islice

from portrait_app.core.search.words import words

LONGEST_NAME = 100  # characters of a tag, or of a collection's name
MOST_TAGS = 50  # typed in one go: more are a text that was pasted by mistake
MOST_KEPT = 1000  # tags read from one file
LONGEST_NOTE = 10_000  # characters

_BETWEEN = re.compile(r"[,;\n\r\u060c\u3001\uff0c\uff1b]")  # with the commas of Arabic, Chinese and Japanese
_JOINERS = "\u200c\u200d"  # parts of emoji, and of words in Persian and Indian scripts
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})  # controls, lone surrogates, bidirectional marks


class NameProblem(Enum):
    """What is wrong with a name."""

    TOO_LONG = "too long"
    NO_WORD = "no word"  # it contains no word that a search could find
    TOO_MANY = "too many"


class BadName(ValueError):
    """An invalid tag or collection name.

    Attributes:
        problem: what is wrong.
        word: the invalid part, shortened.
    """

    def __init__(self, problem: NameProblem, word: str) -> None:
        super().__init__(f"{problem.value}: {word[:40]!r}")
        self.problem = problem
        self.word = word if len(word) <= 40 else f"{word[:40]}…"


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a typed text, in order, without duplicates that differ only in case.

    Raises:
        BadName: a tag is invalid, or there are too many.
    """
    tags: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if tag := _clean(part):
            _check(tag)
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > MOST_TAGS:
        raise BadName(NameProblem.TOO_MANY, str(len(tags)))
    return tuple(tags.values())


def keep_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the valid tags of a file, cleaned like typed ones and without duplicates. Drop invalid ones."""
    kept: dict[str, str] = {}
    for tag in map(_clean, islice(tags, MOST_KEPT)):
        if len(tag) <= LONGEST_NAME and words(tag):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())


def read_name(text: str) -> str:
    """Return a typed collection name, cleaned; empty if nothing was typed. Raises BadName."""
    name = _clean(text)
    if name:
        _check(name)
    return name


def read_note(text: str) -> str:
    """Return a typed note, cleaned: lines end in \\n, without controls, lone surrogates and final space."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept = (
        "".join(c for c in line if c == "\t" or unicodedata.category(c) not in {"Cc", "Cs"}) for line in lines
    )
    return "\n".join(kept).rstrip()[:LONGEST_NOTE].rstrip()


def _clean(text: str) -> str:
    visible = "".join(
        character if character in _JOINERS or unicodedata.category(character) not in _HIDDEN else " "
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(visible.split())


def _check(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise BadName(NameProblem.TOO_LONG, name)
    if not words(name):
        raise BadName(NameProblem.NO_WORD, name)
