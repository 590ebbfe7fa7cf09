"""Our own record of a picture, as it travels in a file."""

import json
from typing import Any

import pytest

from portrait_app.core.metadata.picture_record import read_record, write_record
from tests.support.pictures import a_picture

PICTURE = a_picture(
    prompt="new\nline “é” 👩‍🎨",
    rating=3,
    tags=("a", "b"),
    note="for Ann",
    favourite=True,
    cost=0.5,
    drawing=2,
)


def test_it_is_read_back_whole() -> None:
    record = read_record(write_record(PICTURE, "Portrait Studio 1.0"))
    assert record is not None
    assert record.request == PICTURE.request
    for name in ("created", "sha256", "seed", "sample", "favourite", "rating", "tags", "note", "drawing"):
        assert getattr(record, name) == getattr(PICTURE, name)


def test_it_says_nothing_of_the_library_or_the_account() -> None:
    text = write_record(PICTURE, "Portrait Studio 1.0")
    assert PICTURE.file not in text
    assert "cost" not in json.loads(text)


@pytest.mark.parametrize(
    "change",
    [
        {"created": "yesterday"},
        {"created": "2026-11-22T12:00:00"},
        {"created": 5},
        {"seed": "531327"},
        {"seed": True},
        {"rating": 6},
        {"sample": -1},
        {"drawing": "2"},
        {"drawing": -1},
        {"tags": [1]},
        {"tags": "ab"},
        {"request": None},
        {"request": {"endpoint": 3, "values": {}}},
        {"request": {"endpoint": "x"}},
    ],
)
def test_what_is_wrong_is_no_record(change: dict[str, Any]) -> None:
    known = json.loads(write_record(PICTURE, ""))
    assert read_record(json.dumps(known | change)) is None


def test_a_record_without_a_drawing_is_read() -> None:
    """Files from before drawings had a version, and pictures of models, say nothing of it."""
    known = json.loads(write_record(PICTURE, ""))
    del known["drawing"]
    record = read_record(json.dumps(known))
    assert record is not None
    assert record.drawing == 0


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "{}", "[" * 100_000])
def test_what_is_not_ours_is_no_record(text: str) -> None:
    assert read_record(text) is None
