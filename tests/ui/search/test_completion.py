"""What is suggested while a search is typed, and what a mistake is called."""

import pytest

from portrait_app.core.search.expression import SearchError, SearchProblem, parse_search
from portrait_app.core.search.fields import SEARCH_FIELDS, SearchField
from portrait_app.ui.search.completion import all_fields, suggestions
from portrait_app.ui.search.messages import search_problem_text

KNOWN = {"scheduler": ["DDIM", "Euler a", 'say "hi"']}


def values_of(field: SearchField) -> list[str]:
    return KNOWN.get(field.key, list(field.values))


def offered(text: str, cursor: int | None = None) -> list[str]:
    return [row.text for row in suggestions(text, len(text) if cursor is None else cursor, values_of)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("s", []),  # every word begins with a letter
        ("se", ["seed:"]),
        ("smile -St", ["steps:"]),
        ("sche", ["scheduler:"]),
        ("smile", []),
        ("scheduler:", ["DDIM", '"Euler a"', '"say hi"']),
        ("scheduler:eul", ['"Euler a"']),
        ('-scheduler:"eul', ['"Euler a"']),
        ("scheduler:a", ['"Euler a"', '"say hi"']),
        ("scheduler:DDIM", []),  # nothing is left to complete
        ("scheduler:DDIM ", []),
        ('"golden se', []),  # within a phrase
        ('"golden" se', ["seed:"]),
        ("is:fav", ["favourite"]),
        ("unknown:x", []),
        ("date:last", ["last-week", "last-month", "last-year"]),
        ("steps:3", []),
        ("\0\ud800 se", ["seed:"]),
        ("(se", ["seed:"]),
        ("smile OR -(hat OR se", ["seed:"]),
        ("(is:fav", ["favourite"]),
        ("is:un", ["unrated", "untagged"]),
        ("no:", ["note", "tag", "rating", "collection"]),
        ("has:no", ["note"]),
    ],
)
def test_what_could_be_meant(text: str, expected: list[str]) -> None:
    assert offered(text) == expected


def test_the_word_before_the_cursor_is_what_is_completed() -> None:
    (row,) = suggestions("se golden", 2, values_of)
    assert (row.text, row.start) == ("seed:", 0)
    text = 'a -scheduler:"Eu'
    (row,) = suggestions(text, len(text), values_of)
    assert text[: row.start] + row.text == 'a -scheduler:"Euler a"'


def test_ten_thousand_characters_are_looked_through() -> None:
    assert offered('" -' * 3000 + "x" * 1000) == []


def test_every_example_is_a_search_and_every_field_is_listed() -> None:
    rows = all_fields(7)
    fields = [f"{field.key}:" for field in SEARCH_FIELDS]
    assert [row.text for row in rows] == ["OR", "(", "-", *fields]
    assert {row.start for row in rows} == {7}
    for field in SEARCH_FIELDS:
        assert not parse_search(f"{field.key}:{field.example}").is_empty


@pytest.mark.parametrize(
    ("text", "problem", "words"),
    [
        ("stps:3", SearchProblem.UNKNOWN_FIELD, ["“stps”", "steps", "quotes"]),
        ("a steps:many", SearchProblem.BAD_NUMBER, ["“many”", "steps:>30"]),
        ("guidance:9..7", SearchProblem.BAD_RANGE, ["“9..7”"]),
        ("size:big", SearchProblem.BAD_SIZE, ["“big”", "size:768x1024"]),
        ("date:2026-13", SearchProblem.BAD_DATE, ["“2026-13”", "today"]),
        ("is:pretty", SearchProblem.UNKNOWN_VALUE, ["“pretty”", "favourite"]),
        ("word " * 500, SearchProblem.TOO_LONG, ["fewer words"]),
    ],
)
def test_a_mistake_is_explained_with_the_part_that_is_meant(
    text: str, problem: SearchProblem, words: list[str]
) -> None:
    if problem is SearchProblem.TOO_LONG:
        text = " ".join(f"word{number}" for number in range(500))
    with pytest.raises(SearchError) as caught:
        parse_search(text)
    assert caught.value.problem is problem
    sentence = search_problem_text(caught.value)
    assert all(word in sentence for word in words), sentence
    assert len(sentence) < 250
