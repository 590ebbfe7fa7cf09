import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.metadata.infotext_reader import read_infotext

SETTINGS = "Steps: 30, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768"
PAIRS = {"Steps": "30", "Sampler": "Euler a", "CFG scale": "7", "Seed": "42", "Size": "512x768"}


def test_the_three_parts_are_told_apart() -> None:
    text = read_infotext(f"a face,\nred hair\nNegative prompt: blur,\nhands\n{SETTINGS}")
    assert text is not None
    assert (text.prompt, text.negative_prompt, text.pairs) == ("a face,\nred hair", "blur,\nhands", PAIRS)


@pytest.mark.parametrize("prompt", ["", "eyes: blue, hair: red", "say: yes", "Steps: 3", "“quoted”, 肖像 🎨"])
def test_a_prompt_that_looks_like_settings_is_a_prompt(prompt: str) -> None:
    text = read_infotext(f"{prompt}\nNegative prompt: \n{SETTINGS}")
    assert text is not None
    assert (text.prompt, text.negative_prompt, text.pairs) == (prompt, "", PAIRS)


def test_a_value_in_quotes_may_hold_anything() -> None:
    text = read_infotext('x\nNegative prompt: \nSteps: 30, Model: "a, b: \\"c\\"\\nd", Seed: 1, Size: 1x1')
    assert text is not None
    assert text.pairs["Model"] == 'a, b: "c"\nd'
    assert text.pairs["Seed"] == "1"


def test_no_negative_prompt_is_an_empty_one() -> None:
    text = read_infotext(f"a face\r\n{SETTINGS}\r\n")
    assert text is not None
    assert (text.prompt, text.negative_prompt, text.pairs) == ("a face", "", PAIRS)


@pytest.mark.parametrize(
    "text", ["", "\n", "a face", "a: b, c: d", '{"prompt": "x"}', "Steps: 30, and then", "::::"]
)
def test_what_is_no_infotext_is_none(text: str) -> None:
    assert read_infotext(text) is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read = read_infotext(text)
    assert read is None or read.pairs or "Negative prompt:" in text


def test_a_hostile_line_takes_no_longer_than_its_length() -> None:
    before = time.process_time()
    for line in ("a" * 300_000, 'a: "' * 60_000, "a:," * 100_000, "a " * 100_000, 'k: "' + "\\" * 200_001):
        assert read_infotext(line) is None
    assert time.process_time() - before < 10  # it takes half a second; with the square of the length, hours
