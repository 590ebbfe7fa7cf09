"""The search language: words, quoted phrases, fields and excluded terms.

    smile "golden hour" -hat scheduler:"Euler a" steps:>30 guidance:7..9 date:last-week is:favourite

A word also matches longer words that begin with it, because the search runs while the user types. A phrase
in quotes matches whole words only. A picture must match all terms. An unfinished term, such as `steps:` or
`-`, is ignored.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
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
from portrait_app.core.search.fields import FieldKind, SearchField, search_field
from portrait_app.core.search.periods import Period
from portrait_app.core.search.words import words

MOST_WORDS = 400  # a pasted prompt has about 100; a whole page of text would take the database seconds

_QUOTES = '"“”„'
_TERM = re.compile(
    rf"""
    (?P<minus>-)?
    (?:(?P<key>[^\W\d_]+):)?
    (?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?|(?P<plain>[^\s{_QUOTES}]*))
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[\s\0]*")
_SIGNS = {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}  # longest first
_ANY_DAY = date(2000, 1, 1)  # any value, to validate a period
_SIZE = re.compile(r"(\d{1,6})?(?:([xX×*])(\d{1,6})?)?")
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})", re.ASCII)
_SPELLINGS = {"favorite": "favourite"}


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

    condition: Condition
    excluded: bool = False

    @property
    def length(self) -> int:
        """The number of words in the term; a condition that is not about words counts as one."""
        return len(self.condition.phrase) if isinstance(self.condition, HasWords) else 1

    @property
    def is_text(self) -> bool:
        """Whether the term searches the texts in PLAIN, which are in the full-text index."""
        return isinstance(self.condition, HasWords) and self.condition.is_plain

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

    def matches(self, picture: Picture, now: datetime) -> bool:
        """Return whether `picture` matches. `now` has the local time zone."""
        return all(term.holds(picture, now) for term in self.terms)


EVERYTHING = Search()


def parse_search(text: str) -> Search:
    """Parse a search text.

    Raises:
        SearchError: a field is unknown, a value is invalid, or the text is too long.
    """
    terms: dict[Term, None] = {}  # an ordered set
    counted = 0
    position = 0
    while (position := _end_of_space(text, position)) < len(text):
        found = _TERM.match(text, position)
        if found is None or found.end() == position:  # no term can begin with this character
            position += 1
            continue
        condition = _condition(found)
        term = None if condition is None else Term(condition, excluded=found["minus"] is not None)
        if term is not None and term not in terms:
            terms[term] = None
            counted += term.length
        if counted > MOST_WORDS:
            raise SearchError(SearchProblem.TOO_LONG, text[position:], position, len(text))
        position = found.end()
    return Search(tuple(terms))


_Refuse = Callable[[SearchProblem], SearchError]


def _end_of_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _condition(found: "re.Match[str]") -> Condition | None:
    """Return the condition of a term; None if the term is unfinished."""
    which = "plain" if found["quoted"] is None else "quoted"
    value = found[which]
    begun = found["closed"] is None
    if found["key"] is None:
        return _words(value, begun)
    row = search_field(found["key"])
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
    flag = _SPELLINGS.get(value.lower(), value.lower())
    if flag and flag not in row.values:
        raise refuse(SearchProblem.UNKNOWN_VALUE)
    return HasFlag(flag) if flag else None


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
