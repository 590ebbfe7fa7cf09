"""The search language: words, quoted phrases, fields, excluded terms, alternatives and parentheses.

    smile "golden hour" -hat scheduler:"Euler a" steps:>30 guidance:7..9 date:last-week is:favourite
    woman hat OR beret -(blurry OR "low quality") (tag:client-a rating:5) OR is:favourite

A word also matches longer words that begin with it, because the search runs while the user types. A phrase
in quotes matches whole words only. A picture must match all terms. `OR` joins the two terms beside it, as
in the search engines of the web. An unfinished term, such as `steps:`, `-` or `(`, is ignored.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import partial
from itertools import chain
from types import MappingProxyType

from portrait_app.core.picture import Picture
from portrait_app.core.search.conditions import (
    Condition,
    HasFlag,
    HasName,
    HasSize,
    HasWords,
    InRange,
    MadeIn,
    Number,
)
from portrait_app.core.search.fields import FieldKind, SearchField, flag_asked, search_field
from portrait_app.core.search.periods import Period
from portrait_app.core.search.words import words

MOST_WORDS = 400  # a pasted prompt has about 100; a whole page of text would take the database seconds
DEEPEST = 8  # alternatives inside each other; SQLite's parsers have limits of their own

_QUOTES = '"“”„'
_TERM = re.compile(
    rf"""
    (?P<minus>-)?
    (?:
        (?P<open>\()
        |(?:(?P<key>[^\W\d_]+):)?
        (?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?
        |(?P<plain>(?:\([^\s(){_QUOTES}]*\)|[^\s(){_QUOTES}])*))
    )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[\s\0]*")
_SIGNS = {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}  # longest first
_ANY_DAY = date(2000, 1, 1)  # any value, to validate a period
_SIZE = re.compile(r"(\d{1,6})?(?:([xX×*])(\d{1,6})?)?")
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})", re.ASCII)
_WEIGHT = re.compile(r"[\d.]+,?", re.ASCII)


class SearchProblem(Enum):
    """The errors a search can have."""

    UNKNOWN_FIELD = "unknown field"
    BAD_NUMBER = "bad number"
    BAD_RANGE = "bad range"  # the end is before the beginning
    BAD_SIZE = "bad size"
    BAD_DATE = "bad date"
    UNKNOWN_VALUE = "unknown value"  # in a field with a fixed set of values
    TOO_LONG = "too long"


class SearchError(ValueError):
    """A search text that cannot be parsed.

    Attributes:
        problem: what is wrong.
        word: the wrong part of the text.
        start, end: the position of `word`, in characters.
        field: the key of the field that `word` belongs to; empty if there is none.
    """

    def __init__(self, problem: SearchProblem, word: str, start: int, end: int, field: str = "") -> None:
        super().__init__(f"{problem.value} at {start}: {word[:100]!r}")
        self.problem = problem
        self.word = word
        self.start = start
        self.end = end
        self.field = field


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a search. With `excluded`, the condition must not hold."""

    condition: "Condition | AnyOf"
    excluded: bool = False

    @property
    def length(self) -> int:
        """The number of words in the term; a condition that is not about words counts as one."""
        return len(self.condition.phrase) if isinstance(self.condition, HasWords) else 1

    @property
    def is_text(self) -> bool:
        """Whether one expression of the full-text index can answer the term.

        Alternatives that exclude something are answered in parts: the index takes seconds for an exclusion
        inside another one.
        """
        if isinstance(self.condition, AnyOf):
            return all(term.is_text and not term.excluded for term in self.condition.terms)
        return isinstance(self.condition, HasWords) and self.condition.is_indexed

    @property
    def asks_words(self) -> bool:
        """Whether the full-text index is needed to answer the term or a part of it."""
        if isinstance(self.condition, AnyOf):
            return any(term.asks_words for term in self.condition.terms)
        return self.is_text

    def asks_for(self, flag: str) -> bool:
        """Return whether the term or a part of it asks for a flag of `conditions.FLAGS`."""
        if isinstance(self.condition, AnyOf):
            return any(term.asks_for(flag) for term in self.condition.terms)
        return isinstance(self.condition, HasFlag) and self.condition.flag == flag

    def holds(self, picture: Picture, now: datetime) -> bool:
        return self.condition.holds(picture, now) is not self.excluded


@dataclass(frozen=True, slots=True)
class Search:
    """A parsed search. A picture must match all terms."""

    terms: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the search has no terms, so that every picture matches."""
        return not self.terms

    @property
    def asks_words(self) -> bool:
        """Whether the full-text index is needed to answer the search."""
        return any(term.asks_words for term in self.terms)

    def asks_for(self, flag: str) -> bool:
        """Return whether a term asks for a flag of `conditions.FLAGS`."""
        return any(term.asks_for(flag) for term in self.terms)

    def matches(self, picture: Picture, now: datetime) -> bool:
        """Return whether `picture` matches. `now` has the local time zone."""
        return all(term.holds(picture, now) for term in self.terms)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several searches matches; none of them is empty."""

    searches: tuple[Search, ...]
    depth: int = field(init=False, compare=False, default=1)  # number of `AnyOf` inside each other

    def __post_init__(self) -> None:
        inner = (term.condition.depth for term in self.terms if isinstance(term.condition, AnyOf))
        object.__setattr__(self, "depth", 1 + max(inner, default=0))

    @property
    def terms(self) -> Iterator[Term]:
        """The terms of all searches."""
        return chain.from_iterable(search.terms for search in self.searches)

    def holds(self, picture: Picture, now: datetime) -> bool:
        return any(search.matches(picture, now) for search in self.searches)


EVERYTHING = Search()


def parse_search(text: str) -> Search:
    """Parse a search text.

    Raises:
        SearchError: a field is unknown, a value is invalid, or the text is too long.
    """
    levels = [_Level()]
    counted = 0
    position = 0
    while (position := _end_of_space(text, position)) < len(text):
        found = _TERM.match(text, position)
        if found is None or found.end() == position:  # no term can begin with this character
            if text[position] == ")" and len(levels) > 1:
                levels[-2].add(levels.pop().search(text))
            position += 1
            continue
        if found["open"]:
            levels.append(_Level(excluded=found["minus"] is not None))
        elif found[0] == "OR":
            levels[-1].is_choice = True
        elif (condition := _condition(found, within=len(levels) > 1)) is not None:
            counted += levels[-1].add_term(Term(condition, excluded=found["minus"] is not None))
        if counted > MOST_WORDS:
            raise SearchError(SearchProblem.TOO_LONG, text[position:], position, len(text))
        position = found.end()
    while len(levels) > 1:  # the user has not closed these yet
        levels[-2].add(levels.pop().search(text))
    return levels[0].search(text)


class _Level:
    """The terms between two parentheses, or those outside of all."""

    def __init__(self, *, excluded: bool = False) -> None:
        self.is_choice = False  # whether `OR` stands before the next term
        self._excluded = excluded
        self._choices: list[list[Search]] = []  # a picture must match one search of each list
        self._counted: set[Term] = set()

    def add_term(self, term: Term) -> int:
        """Add a term. Return its length, or 0 if this level has it already."""
        self.add(Search((term,)))
        is_new = term not in self._counted
        self._counted.add(term)
        return term.length if is_new else 0

    def add(self, search: Search) -> None:
        """Add what one term or one pair of parentheses asks for. An empty search is ignored."""
        if search.is_empty:
            return
        if self.is_choice and self._choices:
            self._choices[-1].append(search)
        else:
            self._choices.append([search])
        self.is_choice = False

    def search(self, text: str) -> Search:
        """Return the search of all terms together. Raises SearchError TOO_LONG about the whole `text`."""
        terms: dict[Term, None] = {}  # an ordered set
        for searches in self._choices:
            terms |= dict.fromkeys(_any_of(searches).terms)
        if any(isinstance(term.condition, AnyOf) and term.condition.depth > DEEPEST for term in terms):
            raise SearchError(SearchProblem.TOO_LONG, text, 0, len(text))
        search = Search(tuple(terms))
        if not self._excluded or search.is_empty:
            return search
        if len(search.terms) == 1:
            (term,) = search.terms
            return Search((Term(term.condition, excluded=not term.excluded),))
        return Search((Term(AnyOf((search,)), excluded=True),))


def _any_of(searches: list[Search]) -> Search:
    """Return the search that matches if one of `searches` does."""
    flat: dict[Search, None] = {}  # alternatives of alternatives are one list
    for search in searches:
        only = search.terms[0]
        if len(search.terms) == 1 and isinstance(only.condition, AnyOf) and not only.excluded:
            flat |= dict.fromkeys(only.condition.searches)
        else:
            flat[search] = None
    return next(iter(flat)) if len(flat) == 1 else Search((Term(AnyOf(tuple(flat))),))


_Refuse = Callable[[SearchProblem], SearchError]


def _end_of_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _condition(found: "re.Match[str]", *, within: bool) -> Condition | None:
    """Return the condition of a term; None if the term is unfinished. `within`: it is in parentheses.

    In parentheses, a word with a number is not a field but a word with a weight, as prompts have them.
    """
    which = "plain" if found["quoted"] is None else "quoted"
    value = found[which]
    begun = found["closed"] is None
    if found["key"] is None:
        return _words(value, begun)
    row = search_field(found["key"])
    if row is None and within and _WEIGHT.fullmatch(value):
        return _words(f"{found['key']} {value}", begun)
    if row is None:
        raise SearchError(SearchProblem.UNKNOWN_FIELD, found["key"], found.start("key"), found.end("key"))
    if row.kind is FieldKind.TEXT:
        return _words(value, begun, row.key)
    if row.kind is FieldKind.NAME:
        name = tuple(words(value))
        return HasName(row.key, name, begun) if name else None
    return _READ[row.kind](row, value.strip(), partial(_refusal, value, found.start(which), row))


def _refusal(value: str, start: int, row: SearchField, problem: SearchProblem) -> SearchError:
    return SearchError(problem, value, start, start + len(value), row.key)


def _words(value: str, begun: bool, text: str = "") -> HasWords | None:
    phrase = tuple(words(value))
    return HasWords(phrase, begun, text) if phrase else None


def _in_range(row: SearchField, value: str, refuse: _Refuse) -> InRange | None:
    def number(text: str) -> Number | None:
        written = _WHOLE if row.kind is FieldKind.WHOLE else _NUMBER
        if text and not written.fullmatch(text):
            raise refuse(SearchProblem.BAD_NUMBER)
        return (int(text) if _WHOLE.fullmatch(text) else float(text)) if text else None

    if ".." in value:
        low, high = map(number, value.split("..", 1))
        if low is not None and high is not None and low > high:
            raise refuse(SearchProblem.BAD_RANGE)
        return InRange(row.key, low, high) if (low, high) != (None, None) else None
    sign, rest = _compared(value)
    bound = number(rest)
    if bound is None:
        return None
    match sign:
        case ">" | ">=":
            return InRange(row.key, low=bound, above=sign == ">")
        case "<" | "<=":
            return InRange(row.key, high=bound, below=sign == "<")
    return InRange(row.key, bound, bound)


def _made_in(row: SearchField, value: str, refuse: _Refuse) -> MadeIn | None:
    del row

    def period(text: str) -> Period | None:
        if not text:
            return None
        written = Period(text.lower())
        try:
            written.days(_ANY_DAY)
        except ValueError:
            raise refuse(SearchProblem.BAD_DATE) from None
        return written

    if ".." in value:
        first, last = map(period, value.split("..", 1))
        if first and last and last.is_before(first):
            raise refuse(SearchProblem.BAD_RANGE)
        return MadeIn(first, last) if first or last else None
    sign, rest = _compared(value)
    when = period(rest)
    if when is None:
        return None
    match sign:
        case ">" | ">=":
            return MadeIn(first=when, after=sign == ">")
        case "<" | "<=":
            return MadeIn(last=when, before=sign == "<")
    return MadeIn(when, when)


def _compared(value: str) -> tuple[str, str]:
    """Split a comparison into its sign and its value. Without a sign it is "="."""
    for sign, usual in _SIGNS.items():
        if value.startswith(sign):
            return usual, value[len(sign) :].strip()
    return "=", value.strip()


def _has_flag(row: SearchField, value: str, refuse: _Refuse) -> HasFlag | None:
    if not value:
        return None
    asked = flag_asked(row, value)
    if asked is None:
        raise refuse(SearchProblem.UNKNOWN_VALUE)
    return HasFlag(*asked)


def _has_size(row: SearchField, value: str, refuse: _Refuse) -> HasSize | None:
    del row
    size = _SIZE.fullmatch(value)
    if size is None:
        raise refuse(SearchProblem.BAD_SIZE)
    width, by, height = size.groups()
    if width is None and height is None:
        return None
    return HasSize(_pixels(width), _pixels(height), either=by is None)


def _pixels(written: str | None) -> int | None:
    return None if written is None else int(written)


_READ: Mapping[FieldKind, Callable[[SearchField, str, _Refuse], Condition | None]] = MappingProxyType(
    {
        FieldKind.WHOLE: _in_range,
        FieldKind.NUMBER: _in_range,
        FieldKind.DATE: _made_in,
        FieldKind.FLAG: _has_flag,
        FieldKind.SIZE: _has_size,
    }
)
