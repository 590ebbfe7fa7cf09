"""Prompts in chunks of 77 tokens."""

import pytest

from portrait_app.engines.local.text.chunks import Chunk, Encoded, encode, encode_pair
from portrait_app.engines.local.text.tokenizer import ClipTokenizer
from portrait_app.engines.local.text.vocabulary import clip_vocabulary

START, END, COMMA, CAT = 49406, 49407, 267, 2368


@pytest.fixture(scope="module")
def tokenizer() -> ClipTokenizer:
    return ClipTokenizer(clip_vocabulary())


def inner(chunk: Chunk) -> list[int]:
    """Return the tokens of a chunk without start, end and filling."""
    assert len(chunk.ids) == len(chunk.weights) == 77
    assert chunk.ids[0] == START
    assert chunk.ids[-1] == END
    ids = list(chunk.ids[1:])
    return ids[: ids.index(END)]


def lengths(encoded: Encoded) -> list[int]:
    return [len(inner(chunk)) for chunk in encoded.chunks]


def test_a_short_prompt_is_one_chunk(tokenizer: ClipTokenizer) -> None:
    found = encode("a photo of a cat", tokenizer)
    assert found.ids == ((START, 320, 1125, 539, 320, CAT, *[END] * 71),)
    assert found.weights == ((1.0,) * 77,)
    assert (found.tokens, found.room) == (5, 75)


def test_an_empty_prompt_is_one_empty_chunk(tokenizer: ClipTokenizer) -> None:
    found = encode("", tokenizer)
    assert found.ids == ((START, *[END] * 76),)
    assert found.tokens == 0


def test_weights_stand_at_their_tokens(tokenizer: ClipTokenizer) -> None:
    found = encode("a (cat:1.5) [dog]", tokenizer)
    assert found.weights[0][1:4] == pytest.approx((1, 1.5, 1 / 1.1))
    assert set(found.weights[0][4:]) == {1.0}


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("cat " * 75, [75]),
        ("cat " * 76, [75, 1]),
        ("cat " * 150, [75, 75]),
        ("cat " * 151, [75, 75, 1]),
        # A comma among the last 20: what follows it moves to the next chunk
        ("cat " * 69 + ", " + "cat " * 6, [70, 6]),
        ("cat " * 55 + ", " + "cat " * 20, [56, 20]),
        ("cat " * 54 + ", " + "cat " * 21, [75, 1]),  # too far from the end
        ("cat " * 75 + ", cat", [75, 2]),  # a comma itself does not move anything
        ("cat " * 69 + ", " + "cat " * 5 + ", cat", [75, 2]),
        ("cat BREAK cat cat", [1, 2]),
        ("cat BREAK", [1]),
        ("BREAK cat", [0, 1]),
        ("BREAK BREAK cat", [0, 0, 1]),
        ("cat " * 75 + "BREAK cat", [75, 1]),
    ],
)
def test_a_long_prompt_is_cut_into_chunks(tokenizer: ClipTokenizer, prompt: str, expected: list[int]) -> None:
    found = encode(prompt, tokenizer)
    assert lengths(found) == expected
    assert found.tokens == sum(expected)
    assert found.room == 75 * len(expected)


def test_no_token_is_lost(tokenizer: ClipTokenizer) -> None:
    words = "old fisherman, weathered face, (soft light:1.2), [blurry], " * 20
    found = encode(words, tokenizer)
    plain = words.translate({ord(sign): None for sign in "()[]"}).replace(":1.2", "")
    assert [token for chunk in found.chunks for token in inner(chunk)] == tokenizer.tokens(plain)


def test_both_prompts_have_as_many_chunks(tokenizer: ClipTokenizer) -> None:
    empty = (START, *[END] * 76)
    long = "cat " * 160
    positive, negative = encode_pair(long, "blurry", tokenizer)
    assert len(positive.ids) == len(negative.ids) == 3
    assert negative.ids[1:] == (empty, empty)
    assert negative.weights[1:] == ((1.0,) * 77,) * 2
    assert (positive.tokens, negative.tokens) == (160, 1)
    assert encode_pair("blurry", long, tokenizer) == (negative, positive)
