from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrait_app.core.query import FILTERS, Filter, LibraryQuery, filter_by_key
from portrait_app.library import search
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.library.values import stored_moment
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.library_builder import NOW, build_library

HONOLULU = timezone(timedelta(hours=-10))
AUCKLAND = timezone(timedelta(hours=13))


def query(key: str, now: datetime) -> LibraryQuery:
    return LibraryQuery(filter_by_key(key), now)


def test_an_empty_library_shows_nothing(library: PictureLibrary, clock: FixedClock) -> None:
    for row in FILTERS:
        assert list(library.picture_ids(LibraryQuery(row, clock.now()))) == []


def test_ids_come_newest_first_as_64_bit_numbers(library: PictureLibrary, clock: FixedClock) -> None:
    made = some_pictures(library, 5)
    ids = library.picture_ids(query("all", clock.now()))
    assert (ids.typecode, ids.itemsize) == ("q", 8)
    assert list(ids) == [picture.id for picture in reversed(made)]


def test_today_is_the_local_day(library: PictureLibrary, clock: FixedClock) -> None:
    (picture,) = some_pictures(library, 1)  # at noon of the 22nd in UTC
    clock.advance(hours=11)  # 23:00 in UTC, noon of the 23rd in Auckland
    assert list(library.picture_ids(query("today", clock.now()))) == [picture.id]
    assert list(library.picture_ids(query("today", clock.now().astimezone(HONOLULU)))) == [picture.id]
    assert list(library.picture_ids(query("today", clock.now().astimezone(AUCKLAND)))) == [picture.id]
    clock.advance(hours=12)
    assert list(library.picture_ids(query("today", clock.now().astimezone(AUCKLAND)))) == []


EXTRA = (
    Filter("not favourites", "", "", favourite=False),
    Filter("favourites of today", "", "", favourite=True, created_since=FILTERS[2].created_since),
    Filter("trashed favourites", "", "", favourite=True, trashed=True),
    Filter("trashed today", "", "", trashed=True, created_since=FILTERS[2].created_since),
)


@given(
    rows=st.lists(
        st.tuples(
            st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 25), timezones=st.just(UTC)),  # noqa: DTZ001
            st.booleans(),
            st.booleans(),
        ),
        max_size=12,
    ),
    offset=st.integers(-12 * 60, 14 * 60),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_python_agree_about_every_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[datetime, bool, bool]], offset: int
) -> None:
    folder = tmp_path_factory.mktemp("agree")
    build_library(folder, len(rows), image_side=8)
    library = open_library(folder, FixedClock())
    with library._database.write(durable=False) as connection:
        for number, (created, favourite, trashed) in enumerate(rows, 1):
            connection.execute(
                "UPDATE pictures SET created = ?, favourite = ?, trashed = ? WHERE id = ?",
                (stored_moment(created), favourite, 1 if trashed else None, number),
            )
    now = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(minutes=offset)))
    everything = library.pictures(range(1, len(rows) + 1))
    assert len(everything) == len(rows)
    for shown in FILTERS + EXTRA:
        asked = LibraryQuery(shown, now)
        expected = [picture.id for picture in reversed(everything) if asked.matches(picture)]
        assert list(library.picture_ids(asked)) == expected
    library.close()


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("all", "SCAN pictures USING INDEX pictures_live"),
        ("favourites", "SCAN pictures USING INDEX pictures_favourite"),
        ("today", "SEARCH pictures USING INDEX pictures_live_created (created>?)"),
        ("trash", "SCAN pictures USING INDEX pictures_trashed"),
    ],
)
def test_each_filter_has_its_index(library: PictureLibrary, clock: FixedClock, key: str, index: str) -> None:
    with library._database.read() as connection:
        sql, values = search.statement(connection, query(key, clock.now()))
        plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert index in plan
    assert ("USE TEMP B-TREE FOR ORDER BY" in plan) is (key == "today")


def test_more_ids_than_one_slice_holds(tmp_path: Path) -> None:
    build_library(tmp_path, 20_000, image_side=8)
    library = open_library(tmp_path, FixedClock())
    ids = library.picture_ids(query("all", NOW))
    in_trash = library.picture_ids(query("trash", NOW))
    assert len(in_trash) == 200
    assert list(ids) == sorted(set(range(1, 20_001)) - set(in_trash), reverse=True)
    library.close()
