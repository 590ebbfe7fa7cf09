"""Which pictures a filter shows."""

from datetime import UTC, datetime, timedelta

import pytest

from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key
from tests.support.pictures import a_picture

NOW = datetime(2026, 11, 22, 0, 30).astimezone()
JUST_NOW = datetime(2026, 11, 22, 0, 10).astimezone().astimezone(UTC)


@pytest.mark.parametrize(
    ("key", "favourite", "trashed", "age", "shown"),
    [
        ("all", False, False, timedelta(days=90), True),
        ("all", True, True, timedelta(), False),
        ("favourites", True, False, timedelta(days=90), True),
        ("favourites", False, False, timedelta(), False),
        ("favourites", True, True, timedelta(), False),
        ("today", False, False, timedelta(), True),
        ("today", False, False, timedelta(minutes=20), False),  # before the local midnight
        ("today", False, True, timedelta(), False),
        ("trash", True, True, timedelta(days=90), True),
        ("trash", False, False, timedelta(), False),
    ],
)
def test_filters(key: str, favourite: bool, trashed: bool, age: timedelta, shown: bool) -> None:
    picture = a_picture(favourite=favourite, trashed=JUST_NOW if trashed else None, created=JUST_NOW - age)
    assert LibraryQuery(filter_by_key(key), NOW).matches(picture) is shown


def test_an_unknown_filter_shows_all() -> None:
    assert filter_by_key("from a newer version") is FILTERS[0]
