"""What a person may type for tags, names of collections and notes, and what is made of it."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from itertools import islice

from portrait_app.core.search.words import words

LONGEST_NAME = 100  # characters of a tag, or of a collection's name
MOST_TAGS = 50  # at once: more is a text that was pasted by mistake
MOST_KEPT = 1000  # of those that a file brings
LONGEST_NOTE = 10_000  # characters

_BETWEEN = re.compile(r"[,;\n\r\u060c\u3001\uff0c\uff1b]")  # also the commas of Arabic, Chinese and Japanese
_JOINERS = "\u200c\u200d"  # parts of emoji, and of words in Persian and Indian scripts
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})  # controls, half characters, marks that turn text around


class NameProblem(Enum):
    """What is wrong with a name."""

    TOO_LONG = "too long"
    NO_WORD = "no word"  # nothing that a search could find
    TOO_MANY = "too many"


class BadName(ValueError):
    """A tag or a collection's name that cannot be one.

    Attributes:
        problem: what is wrong.
        word: the part that is meant, shortened.
    """

    def __init__(self, problem: NameProblem, word: str) -> None:
        super().__init__(f"{problem.value}: {word[:40]!r}")
        self.problem = problem
        self.word = word if len(word) <= 40 else f"{word[:40]}…"


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags that are typed, each once in any case, in the order typed.

    Raises:
        BadName: one of them cannot be a tag, or they are too many.
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
    """Return tags that come from a file: each as it could be typed and once in any case, without the rest."""
    kept: dict[str, str] = {}
    for tag in map(_clean, islice(tags, MOST_KEPT)):
        if len(tag) <= LONGEST_NAME and words(tag):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())


def read_name(text: str) -> str:
    """Return a collection's name as it is kept, empty where nothing is typed. Raises BadName."""
    name = _clean(text)
    if name:
        _check(name)
    return name


def read_note(text: str) -> str:
    """Return a note as it is kept: lines end in \\n, without space at the end, NUL and half characters."""
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
