"""Reads a prompt: which traits do its words name, and which words were understood?"""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from portrait_app.engines.sketch.lexicon import (
    AGAINST,
    BREAKS,
    DENIED,
    IMPLIED,
    JOINERS,
    LINKS,
    MODIFIERS,
    NEGATORS,
    NOUNS,
    PHRASE_STARTS,
    PHRASES,
    PLACES,
    Noun,
)
from portrait_app.engines.sketch.traits import (
    NO,
    YES,
    Age,
    Expression,
    Eyewear,
    Fact,
    Gender,
    Length,
    Style,
    Texture,
    Traits,
)

_TOKEN = re.compile(r"[^\W\d_]+|[.,;!?()\[\]{}|\n]")
_YEARS = re.compile(
    r"\b([0-9]{1,3})[ -]?(?:years?[ -]old|year[ -]olds|y/?o)\b"
    r"|\bage[d:]? ([0-9]{1,3})\b"
    r"|\bin (?:his|her|their) (?:early |mid |late )?([1-9]0)s\b"
)
_AGES = ((13, Age.CHILD), (20, Age.YOUNG), (45, Age.ADULT), (60, Age.MIDDLE), (131, Age.OLD))
_KINDS: dict[str, Any] = {
    "length": Length,
    "texture": Texture,
    "style": Style,
    "age": Age,
    "gender": Gender,
    "eyewear": Eyewear,
    "expression": Expression,
}
_MARKS = frozenset({"fringe", "beard", "moustache", "freckles", "earrings", "flowers"})
_MOST_MODIFIERS = 6  # before one noun


def understand(prompt: str, negative_prompt: str = "") -> tuple[Traits, tuple[str, ...]]:
    """Return the traits that the words name, and the words they were read from, in their order.

    Where words contradict one another the first counts; what is refused counts above all.
    """
    wanted = _Reader()
    wanted.read_age(prompt)
    wanted.read(prompt)
    unwanted = _Reader(refusing=True)
    unwanted.read(negative_prompt)
    refused = wanted.refused | unwanted.refused
    return _traits(wanted.facts, refused), tuple(wanted.words | unwanted.words)


def _traits(facts: dict[str, str], refused: set[Fact]) -> Traits:
    stated = {trait: value for trait, value in facts.items() if (trait, value) not in refused}
    implied = {fact for base in refused for fact in IMPLIED.get(base, ()) if fact not in stated.items()}
    for trait in _MARKS:
        if (trait, YES) in refused:
            stated[trait] = NO
    return Traits(
        **{trait: _value(trait, value) for trait, value in stated.items()},
        refused=frozenset(refused | implied),
    )


def _value(trait: str, value: str) -> Any:
    if trait in _MARKS:
        return value == YES
    return _KINDS.get(trait, str)(value)


def _tokens(text: str) -> Iterator[str]:
    """Yield words, phrases of the lexicon and punctuation."""
    words = _TOKEN.findall(text.casefold())
    at = 0
    while at < len(words):
        size = 1
        if words[at] in PHRASE_STARTS:
            size = next((n for n in (3, 2) if " ".join(words[at : at + n]) in PHRASES), 1)
        yield " ".join(words[at : at + size])
        at += size


class _Reader:
    """Goes through a text once. Modifiers wait for their noun; a break in the sentence ends the wait."""

    def __init__(self, *, refusing: bool = False) -> None:
        self.facts: dict[str, str] = {}
        self.refused: set[Fact] = set()
        self.words: dict[str, None] = {}  # an ordered set
        self._refusing = refusing
        self._waiting: list[tuple[str, bool]] = []  # modifiers, and whether each is negated
        self._last: Noun | None = None  # the noun just read
        self._linked = Noun.ALONE  # what waiting modifiers belong to if no noun follows
        self._placed = False  # after "in" or "on": a comma ends what began there
        self._negator = ""
        self._spent = False  # the negation has met what it denies

    def read_age(self, text: str) -> None:
        for match in _YEARS.finditer(text.casefold()):
            years = int(match[match.lastindex or 1])
            if age := next((age for limit, age in _AGES if years < limit), None):
                self._note(" ".join(match[0].split()), [("age", age)], negated=False)
                return

    def read(self, text: str) -> None:
        for token in _tokens(text):
            self._end_negation(token)
            self._take(token)
        self._settle()

    def _take(self, token: str) -> None:
        last, self._last = self._last, None
        if token in MODIFIERS:
            self._waiting = [*self._waiting[1 - _MOST_MODIFIERS :], (token, self._negated)]
        elif token in NOUNS:
            self._bind(token)
        elif token in NEGATORS:
            self._settle()
            self._negator, self._spent = token, False
        elif token in AGAINST:
            self._settle()
            self._linked, self._placed = Noun.BACKDROP, True
        elif token in LINKS or token in PLACES:
            self._link(token, last)
        elif token == ",":
            self._comma()
        elif token in BREAKS or not token[0].isalpha():
            self._settle()
            self._negator = ""
        elif token == "and":
            self._last = last
        elif token in ("a", "the", "very", "her", "his"):
            self._last = last

    @property
    def _negated(self) -> bool:
        return bool(self._negator) and not self._refusing

    def _end_negation(self, token: str) -> None:
        """End a negation after what it denied: "no beard, long hair" and "no beard and long hair"."""
        goes_on = token in JOINERS or (token == "and" and self._negator == "without")
        if self._spent and not goes_on:
            self._settle()
            self._negator = ""
        self._spent = False

    def _link(self, token: str, last: Noun | None) -> None:
        """Let what follows belong to the noun before: "hair is red", "hair in a bun"."""
        self._settle()
        self._placed = token in PLACES
        if last is not None and (token in LINKS or last in (Noun.HAIR, Noun.BACKDROP)):
            self._linked = last
        elif token == "on":
            self._linked = Noun.BACKDROP

    def _comma(self) -> None:
        """End the wait, except in a row of modifiers: "long, wavy hair"."""
        if self._placed or self._linked is not Noun.ALONE or not self._waiting or self._negator:
            self._settle()
            self._negator = ""

    def _settle(self) -> None:
        """Give waiting modifiers the meaning they have without a noun of their own."""
        for word, negated in self._waiting:
            self._note(word, self._meaning(word, self._linked), negated=negated)
        self._waiting = []
        self._linked, self._placed = Noun.ALONE, False

    def _bind(self, token: str) -> None:
        """Give waiting modifiers the meaning they have with this noun."""
        noun, facts = NOUNS[token]
        for word, negated in self._waiting:
            own = word in MODIFIERS and noun in MODIFIERS[word]
            self._note(f"{word} {token}" if own else word, self._meaning(word, noun), negated=negated)
        denied = self._negated and not self._waiting
        if denied and not facts and noun in DENIED:
            self._note(f"{self._negator} {token}", [DENIED[noun]], negated=False)
        else:
            self._note(token, list(facts), negated=self._negated and (denied or noun is not Noun.PERSON))
        self._spent = bool(self._negator)
        self._waiting = []
        self._last, self._linked, self._placed = noun, Noun.ALONE, False

    @staticmethod
    def _meaning(word: str, noun: Noun) -> list[Fact]:
        meanings = MODIFIERS[word]
        fact = meanings.get(noun) or meanings.get(Noun.ALONE)
        return [fact] if fact else []

    def _note(self, words: str, facts: list[Fact], *, negated: bool) -> None:
        if not facts:
            return
        if negated or self._refusing:
            self.refused.update(fact for fact in facts if fact[0] != "gender" and fact[1] != NO)
            self.words[f"no {words}"] = None
            return
        for trait, value in facts:
            self.facts.setdefault(trait, value)
        self.words[words] = None


_NAMES = frozenset(field.name for field in fields(Traits))
