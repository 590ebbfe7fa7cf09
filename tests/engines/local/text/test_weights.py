"""Weights in prompts, as AUTOMATIC1111's web UI reads them: the values were compared with its parser."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.engines.local.text.weights import LARGEST, parse_weights

UP, DOWN = 1.1, 1 / 1.1


@pytest.mark.parametrize(
    ("prompt", "pieces"),
    [
        ("", []),
        ("plain text", [("plain text", 1)]),
        ("a (b) c", [("a ", 1), ("b", UP), (" c", 1)]),
        ("a ((b)) c", [("a ", 1), ("b", UP**2), (" c", 1)]),
        ("a [b] c", [("a ", 1), ("b", DOWN), (" c", 1)]),
        ("(a:1.3)", [("a", 1.3)]),
        ("(a: .5 )", [("a", 0.5)]),
        ("(a:-1)", [("a", -1)]),
        ("(a:0)", [("a", 0)]),
        ("((a:1.5) b)", [("a", 1.5 * UP), (" b", UP)]),
        ("(a [b] c:2)", [("a ", 2), ("b", 2 * DOWN), (" c", 2)]),
        ("[a:1.3]", [("a:1.3", DOWN)]),  # only round brackets have a number
        (r"\(a\) \[b\] \\", [(r"(a) [b] " + "\\", 1)]),
        (r"(a\):1.2)", [("a)", 1.2)]),
        (r"a\b", [("ab", 1)]),
        ("(a", [("a", UP)]),
        ("[a (b", [("a ", DOWN), ("b", DOWN * UP)]),
        ("a) b] c:1.2)", [("a) b] c:1.2)", 1)]),
        ("(a [b) c]", [("a ", UP), ("b", UP * DOWN), (" c", DOWN)]),  # brackets may cross
        ("(a)(b)", [("ab", UP)]),
        ("time 10:30", [("time 10:30", 1)]),
        ("(a:1.2.3)", [("a:1.2.3", UP)]),
        ("a BREAK b", [("a", 1), (None, 1), ("b", 1)]),
        ("BREAKFAST", [("BREAKFAST", 1)]),
        ("(a BREAK b:2)", [("a", 2), (None, 1), ("b", 2)]),
        ("(a:99999999999)", [("a", LARGEST)]),
        ("(a:-" + "9" * 400 + ")", [("a", -LARGEST)]),
        ("(a:٣)", [("a:٣", UP)]),  # digits of another script are text
    ],
)
def test_weights(prompt: str, pieces: list[tuple[str | None, float]]) -> None:
    found = [(piece.text, piece.weight) for piece in parse_weights(prompt) if piece.text != ""]
    assert [text for text, _ in found] == [text for text, _ in pieces]
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in pieces])


@given(st.text(alphabet=r"ab ()[]\:.1-+BREAK,", max_size=60))
def test_any_text_gives_usable_weights(prompt: str) -> None:
    pieces = parse_weights(prompt)
    assert all(math.isfinite(piece.weight) and abs(piece.weight) <= LARGEST for piece in pieces)
    assert all(first != second for first, second in pairwise(pieces) if first.text)
