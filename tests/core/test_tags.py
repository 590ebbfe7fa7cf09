"""What becomes of what a person types for tags, names and notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.tags import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_TAGS,
    BadName,
    NameProblem,
    read_name,
    read_note,
    read_tags,
)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", ()),
        (" , ;\n, ", ()),
        ("client-a, Best  of\tMay ,client-a, CLIENT-A", ("client-a", "Best of May")),
        ("one\ntwo;three،four、five", ("one", "two", "three", "four", "five")),
        ('the "big" one', ('the "big" one',)),
        ("E\u0301te\u0301", ("Été",)),  # composed, so that the same word is the same tag
        ("👩\u200d🎨", ("👩\u200d🎨",)),
        ("שלום", ("שלום",)),
        ("\u202eevil\u202c", ("evil",)),  # what turns text around is not seen, and not kept
        ("a\0b \ud83d c", ("a b c",)),
    ],
)
def test_tags(typed: str, tags: tuple[str, ...]) -> None:
    assert read_tags(typed) == tags


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("x" * 10_000, NameProblem.TOO_LONG),
        ("good, !!!", NameProblem.NO_WORD),
        (",".join(map(str, range(MOST_TAGS + 1))), NameProblem.TOO_MANY),
    ],
)
def test_what_is_refused(typed: str, problem: NameProblem) -> None:
    with pytest.raises(BadName) as refused:
        read_tags(typed)
    assert refused.value.problem is problem
    assert len(refused.value.word) <= 41


@given(st.text())
def test_what_is_read_is_read_again(typed: str) -> None:
    try:
        tags = read_tags(typed)
    except BadName:
        return
    assert read_tags(",".join(tags)) == tags
    for tag in tags:
        assert 0 < len(tag) <= LONGEST_NAME
        tag.encode()


def test_a_name_may_hold_a_comma() -> None:
    assert read_name("  Smith,  Jones & Co. ") == "Smith, Jones & Co."
    assert read_name("\0 ") == ""
    with pytest.raises(BadName):
        read_name("***")


@given(st.text())
def test_a_note_is_text_and_stays_as_it_is(typed: str) -> None:
    note = read_note(typed)
    assert read_note(note) == note
    assert "\0" not in note
    note.encode()


def test_a_note_keeps_its_lines() -> None:
    assert read_note("one\r\n\ttwo\0\rthree \n\n") == "one\n\ttwo\nthree"
    assert len(read_note("x" * 20_000)) == LONGEST_NOTE
