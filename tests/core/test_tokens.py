"""The estimate stays near what CLIP's own tokenizer says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.tokens import estimate_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 2),
        ("a face", 4),
        ("a 25-year-old american", 10),  # a, 2, 5, -, year, -, old, american
        ("(((masterpiece)))", 6),  # a run of punctuation is one piece, a long word two
        ("élan", 3),
    ],
)
def test_pieces_are_counted_as_clip_splits_them(text: str, count: int) -> None:
    assert estimate_tokens(text) == count


def test_the_sample_fits_and_its_negative_prompt_does_not() -> None:
    assert estimate_tokens(str(SAMPLE_VALUES["prompt"])) == 26
    assert estimate_tokens(str(SAMPLE_VALUES["negative_prompt"])) > 77


@given(st.text(), st.text())
def test_more_text_never_counts_less(one: str, other: str) -> None:
    assert estimate_tokens(f"{one} {other}") >= estimate_tokens(one)
