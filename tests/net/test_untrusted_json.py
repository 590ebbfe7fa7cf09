"""JSON of strangers: read like anybody's, but for what would hold the window."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.net.untrusted_json import MEGABYTE, parse_json


@pytest.mark.parametrize("part", [b"1,", b"[],", b'"x",', b'{"a":1},'])
def test_json_of_very_many_parts_is_not_parsed(part: bytes) -> None:
    """It would hold Python, and so the window, for as long as that takes."""
    assert parse_json(b"[" + part * 1_000 + b"0]") is not None
    assert parse_json(b"[" + part * 200_000 + b"0]") is None


def test_a_full_page_of_a_history_is_parsed() -> None:
    row = {"request_body": {"prompt": "red, " * 60, "negative_prompt": "blurred, " * 60}, "rest": [1] * 30}
    page = {"data": [row] * 100}
    assert parse_json(json.dumps(page).encode()) == page


def test_much_beside_pictures_is_not_parsed() -> None:
    assert parse_json(b"[1" + b" " * 3 * MEGABYTE + b"]") == [1]
    assert parse_json(b"[1" + b" " * 5 * MEGABYTE + b"]") is None
    assert parse_json(b"[" + b'"' * 2 * MEGABYTE + b"]") is None


LONG = st.sampled_from(
    [
        "A" * 5_000,
        "é" * (MEGABYTE + 1),
        '\\"' * 3_000,
        "/" * MEGABYTE,
        "\n" * 5_000,
        "\U0001f600" * 2_000,
        "\0000",
    ]
)
DATA = st.recursive(
    LONG | st.text(max_size=10) | st.integers() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(LONG | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=50)
@given(DATA, st.booleans())
def test_a_large_body_says_the_same_as_to_anybody(data: Any, ascii_only: bool) -> None:
    body = json.dumps(["A" * MEGABYTE, data], ensure_ascii=ascii_only).encode()
    assert parse_json(body) == json.loads(body)


@pytest.mark.parametrize(
    "body",
    [
        b'["' + b"A" * MEGABYTE,
        b'["' + b"A" * MEGABYTE + b'\\"]',
        b'["' + b"\xff" * MEGABYTE + b'"]',
        b'["' + b"\x01" * MEGABYTE + b'\\x"]',
        b'"' + b"A" * MEGABYTE + b'",',
    ],
)
def test_a_large_body_that_is_no_json_says_nothing(body: bytes) -> None:
    assert parse_json(body) is None


# What may stand at the border of two pieces, some of it no JSON.
BITS = st.sampled_from(
    [
        rb"\n",
        rb"\u0041",
        rb"\ud83d\ude00",
        rb"\uD83D",
        rb"\udE00",
        rb"\\",
        rb"\"",
        rb"\/",
        rb"\ud83d\\ude00",
        "\U0001f600é".encode(),
        b"\xed\xa0\xbd",  # half of a character
        b"\n\t",
        b"A",
        b"[{,",
        rb"\u00",
        rb"\x",
        b"\xff",
    ]
)
RUNS = st.lists(st.tuples(BITS, st.sampled_from([1, 2, 999, 1_000, 2_001])), min_size=1, max_size=6)
BESIDE = st.sampled_from(
    [b"NaN", b"-Infinity", b"1e999", b"null", b'"x"', b'{"a":1,"a":2}', b"[[]]", b"01", b"]"]
)


@settings(max_examples=150)
@given(st.lists(RUNS, min_size=1, max_size=3), BESIDE, st.booleans(), st.booleans())
def test_any_large_body_is_read_as_by_anybody_or_not_at_all(
    texts: list[list[tuple[bytes, int]]], beside: bytes, has_mark: bool, has_names: bool
) -> None:
    written = [b'"' + b"".join(bit * count for bit, count in runs) + b'"' for runs in texts]
    if has_names:  # the same name may come twice
        written = [b"{" + text + b":1," + text + b":" + text + b"}" for text in written]
    body = b"\xef\xbb\xbf" * has_mark + b"[" + b",".join([*written, beside]) + b" " * MEGABYTE + b"]"
    assert repr(parse_json(body)) == repr(_read(body))  # one that is no number is not equal to itself


def _read(body: bytes) -> Any:
    try:
        return json.loads(body, strict=False)
    except ValueError:
        return None


def test_a_large_body_that_is_not_in_utf_8_says_nothing() -> None:
    body = json.dumps(["A" * MEGABYTE, "B" * 5_000])
    assert parse_json(body.encode("utf-8-sig")) == json.loads(body)
    assert parse_json(body.encode("utf-16")) is None
    assert parse_json(body.encode("utf-32-le")) is None
