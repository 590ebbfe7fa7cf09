"""Long texts are cut, and say so."""

import pytest

from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.cut_words import MOST_LINES, MOST_SHOWN, cut_words


@pytest.mark.parametrize(
    "text", ["", "a face\n\nred hair", "x" * MOST_SHOWN, "\n" * (MOST_LINES - 1), "\u202ex"]
)
def test_a_text_of_a_usual_length_stays_as_it_is(text: str) -> None:
    assert cut_words(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x" * 4_000_000, MOST_SHOWN),
        ("y\n" * 1_900_000, 2 * MOST_LINES - 1),
        ("z" * (MOST_SHOWN + 1), MOST_SHOWN),
    ],
)
def test_a_longer_one_is_cut_and_says_how_much_is_left(text: str, shown: int) -> None:
    cut = cut_words(text)
    begin, _line, end = cut.rpartition("\n")
    assert text.startswith(begin.rstrip("…"))
    assert abs(len(begin) - shown) <= 2
    assert end == KitCounts().cut(len(text) - shown)


@pytest.mark.parametrize(
    ("prompt", "begin"),
    [
        ("a face", "a face"),
        ("a  face\n" * 1_000_000, "a face a…"),
        (" " * 4_000_000 + "x", "…"),
        ("x" * 99, "xxxxxxxxxx…"),
    ],
)
def test_the_start_of_a_prompt_needs_its_beginning_only(prompt: str, begin: str) -> None:
    assert start_of(prompt, 10) == begin
