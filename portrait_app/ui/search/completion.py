"""Suggestions for the word before the cursor: field names, known values of a field, and signs."""

import re
from collections.abc import Callable, Sequence

from portrait_app.core.search.fields import SEARCH_FIELDS, SearchField, search_field
from portrait_app.ui.kit.suggestion_list import Suggestion
from portrait_app.ui.search.messages import SIGNS, example_of, field_help, sign_help

MOST = 12  # most suggestions in a list

_QUOTES = '"“”„'
_PART = re.compile(
    rf"-?\(|\)|-?(?:[^\W\d_]+:)?(?:[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?|[^\s(){_QUOTES}]+)?|\s+"
)
_TERM = re.compile(r"(?P<minus>-?)(?:(?P<key>[^\W\d_]+):)?(?P<value>.*)", re.DOTALL)
_LEAST = 2  # letters before field names are suggested; the first letter of most words would match a field


ValuesOf = Callable[[SearchField], Sequence[str]]


def suggestions(text: str, cursor: int, values_of: ValuesOf) -> list[Suggestion]:
    """Return suggestions for the word before the cursor; `values_of` returns a field's known values."""
    start = _start_of_word(text[:cursor])
    term = _TERM.fullmatch(text, start, cursor)
    if term is None:
        return []
    if term["key"] is None:
        return _fields(term["value"], term.start("value"))
    field = search_field(term["key"])
    if field is None:
        return []
    return _values(values_of(field), term["value"], term.start("value"))


def all_fields(cursor: int) -> list[Suggestion]:
    """Return a suggestion for every field and sign of a search, to insert at the cursor."""
    signs = [Suggestion(sign, sign_help(sign), cursor) for sign in SIGNS]
    return signs + [_field_row(row, cursor) for row in SEARCH_FIELDS]


def tag_search(tag: str) -> str:
    """Return the search text that finds a tag."""
    return f"tag:{_written(tag)} "


def _start_of_word(before: str) -> int:
    start = 0
    for part in _PART.finditer(before):
        if part.end() == len(before) and part[0].strip():
            return part.start()
        start = part.end()
    return start


def _fields(typed: str, start: int) -> list[Suggestion]:
    if len(typed) < _LEAST:
        return []
    return [_field_row(row, start) for row in SEARCH_FIELDS if row.key.startswith(typed.lower())]


def _field_row(row: SearchField, start: int) -> Suggestion:
    return Suggestion(f"{row.key}:", f"{field_help(row)}, {example_of(row)}", start)


def _values(known: Sequence[str], typed: str, start: int) -> list[Suggestion]:
    wanted = typed.strip(_QUOTES).casefold()
    first = [value for value in known if value.casefold().startswith(wanted)]
    later = [value for value in known if wanted in value.casefold() and value not in first]
    found = [_written(value) for value in first + later]
    if found == [typed]:  # the value is already complete
        return []
    return [Suggestion(text, "", start) for text in found[:MOST]]


def _written(value: str) -> str:
    """Return a value as text for a search; its own quotation marks are replaced by spaces."""
    plain = " ".join(re.sub(f"[{_QUOTES}]", " ", value).split())
    return f'"{plain}"' if re.search(r"[\s:()]", plain) or plain != value else plain
