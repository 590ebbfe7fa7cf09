"""Words out of whatever a service sent."""

import json

import pytest

from portrait_app.engines.segmind.words import blacked_out, parse_json


@pytest.mark.parametrize("part", [b"1,", b"[],", b'"x",', b'{"a":1},'])
def test_json_of_very_many_parts_is_not_parsed(part: bytes) -> None:
    """It would hold Python, and so the window, for as long as that takes."""
    assert parse_json(b"[" + part * 1_000 + b"0]") is not None
    assert parse_json(b"[" + part * 200_000 + b"0]") is None


def test_a_full_page_of_a_history_is_parsed() -> None:
    row = {"request_body": {"prompt": "red, " * 60, "negative_prompt": "blurred, " * 60}, "rest": [1] * 30}
    page = {"data": [row] * 100}
    assert parse_json(json.dumps(page).encode()) == page


def test_a_secret_is_blacked_out_and_the_length_stays() -> None:
    assert blacked_out(b'{"error": "SG_01"}', "SG_01") == b'{"error": "*****"}'
    assert blacked_out(b"as it is", "") == b"as it is"
