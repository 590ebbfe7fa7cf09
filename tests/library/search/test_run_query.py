import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key, order_by_key
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.library.search import plan as search_plan
from portrait_app.library.search import run_query
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
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


def plan_of(library: PictureLibrary, asked: LibraryQuery, limit: int = 0) -> list[str]:
    """Return what SQLite does to answer: the steps that read pictures or sort them."""
    said: list[str] = []
    with database_of(library).read() as connection:
        connection.set_trace_callback(said.append)
        run_query.picture_ids(connection, asked, limit)
        connection.set_trace_callback(None)
        answer = next(sql for sql in reversed(said) if "group_concat" in sql)
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {answer}")]
    return [step for step in steps if "pictures" in step or "picture_search" in step or "B-TREE" in step]


SORTED = "USE TEMP B-TREE FOR ORDER BY"
LOOKED_UP = "SEARCH pictures USING COVERING INDEX pictures_facts (id=? AND trashed=?)"
ALL_FACTS = "SCAN pictures USING COVERING INDEX pictures_facts"


@pytest.mark.parametrize(
    ("key", "plan"),
    [
        ("all", ["SCAN pictures USING INDEX pictures_live"]),
        ("favourites", ["SCAN pictures USING INDEX pictures_favourite"]),
        ("trash", ["SCAN pictures USING INDEX pictures_trashed"]),
        (
            "today",
            ["SEARCH pictures USING INDEX pictures_live_created (created>?)", LOOKED_UP, SORTED],
        ),
    ],
)
def test_each_filter_has_its_index(
    library: PictureLibrary, clock: FixedClock, key: str, plan: list[str]
) -> None:
    assert plan_of(library, query(key, clock.now())) == plan


def test_more_ids_than_one_slice_holds(tmp_path: Path) -> None:
    build_library(tmp_path, 20_000, image_side=8)
    library = open_library(tmp_path, FixedClock())
    ids = library.picture_ids(query("all", NOW))
    in_trash = library.picture_ids(query("trash", NOW))
    assert len(in_trash) == 200
    assert library.picture_ids(asked("-zebra")) == ids
    assert list(ids) == sorted(set(range(1, 20_001)) - set(in_trash), reverse=True)
    library.close()


@pytest.mark.parametrize(
    ("typed", "order", "few", "plan"),
    [
        ("", "rating", 0, ["SCAN pictures USING INDEX pictures_rating"]),
        ("", "cost", 0, ["SCAN pictures USING INDEX pictures_cost"]),
        ("", "seed", 0, ["SCAN pictures USING INDEX pictures_seed"]),
        # What many have is read in the order that is shown, from an index that holds all facts.
        ("steps:>30 size:512", "newest", -1, [ALL_FACTS]),
        ("-is:noted -is:tagged", "oldest", 0, [ALL_FACTS]),
        ("date:2026 is:noted", "rating", -1, ["SCAN pictures USING INDEX pictures_rating"]),
        ("seed:>7 is:noted", "seed", -1, ["SCAN pictures USING INDEX pictures_seed"]),
        ("rating:>=4", "rating", -1, ["SEARCH pictures USING INDEX pictures_rating (rating>?)"]),
        ("is:rated size:768x512", "cost", -1, ["SCAN pictures USING INDEX pictures_cost"]),
        # What few have leads, and is looked up.
        ("guidance:7..9", "cost", 0, ["pictures_guidance (guidance>? AND guidance<?)", LOOKED_UP, SORTED]),
        ("steps:>98 -is:noted", "newest", 0, ["pictures_steps (steps>?)", LOOKED_UP, SORTED]),
        ("rating:>=4", "newest", 0, ["pictures_rating (rating>?)", LOOKED_UP, SORTED]),
        ("seed:7", "rating", 0, ["pictures_seed (<expr>=? AND seed>? AND seed<?)", LOOKED_UP, SORTED]),
        ("size:768x", "newest", 0, ["pictures_size (width=?)", LOOKED_UP, SORTED]),
        ("smile steps:30", "rating", 0, ["picture_search VIRTUAL TABLE INDEX 0:M6", LOOKED_UP, SORTED]),
        ("smile steps:30", "newest", 0, ["picture_search VIRTUAL TABLE INDEX 192:M6", LOOKED_UP]),
        ("smile -hat", "newest", 0, ["picture_search VIRTUAL TABLE INDEX 192:M6"]),  # 192: in order of ids
    ],
)
def test_each_search_has_its_plan(
    library: PictureLibrary,
    typed: str,
    order: str,
    few: int,  # pictures: up to so many lead; there are none
    plan: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_plan, "_FEW", few)
    steps = plan_of(library, LibraryQuery(FILTERS[0], NOW, parse_search(typed), order_by_key(order)))
    assert len(steps) == len(plan)
    assert all(step.endswith(expected) for step, expected in zip(steps, plan, strict=True)), steps


def test_many_with_words_are_read_in_the_order_that_is_shown(
    large: PictureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_plan, "_FEW", 100)
    for typed, order in (("woman", "seed"), ("-portrait", "seed"), ("portrait steps:>30", "rating")):
        asked = LibraryQuery(FILTERS[0], NOW, parse_search(typed), order_by_key(order))
        assert plan_of(large, asked) == [f"SCAN pictures USING INDEX pictures_{order}"]
    asked = LibraryQuery(FILTERS[0], NOW, parse_search("woman steps:>30"))
    assert plan_of(large, asked, 100) == [ALL_FACTS]


def test_the_negative_prompt_is_searched_only_by_its_field(library: PictureLibrary) -> None:
    (picture,) = some_pictures(library, 1, negative_prompt="extra hands", prompt="a face")
    assert list(library.picture_ids(asked("hands"))) == []
    for typed in (
        "negative:hands",
        "fac",
        "negative:hands face",
        "hands OR face",
        "-hands",
        "-(hands OR hat)",
    ):
        assert list(library.picture_ids(asked(typed))) == [picture.id], typed


def test_a_file_is_found_by_its_name(library: PictureLibrary) -> None:
    first, second = some_pictures(library, 2)
    assert list(library.picture_ids(asked("file:j000002"))) == [second.id]
    assert list(library.picture_ids(asked("j000002"))) == []
    assert list(library.picture_ids(asked("-file:j000002"))) == [first.id]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "woman OR rating:5",
            "(woman rating:0) OR (man rating:5)",
            "woman OR -hat",
            "-(woman OR rating:>=4)",
        ),
        *(
            "heliotrope OR is:untagged",
            "nun OR dancer",
            "golden (nun OR -tag:print)",
            "hat OR steps:>98 -woman",
        ),
    ],
)
def test_alternatives_find_the_same_in_sql_and_python(large: PictureLibrary, typed: str) -> None:
    query = asked(typed)
    everything = large.pictures(range(1, 3_001))
    found = [picture.id for picture in reversed(everything) if query.matches(picture)]
    assert found
    assert list(large.picture_ids(query)) == found
    assert list(large.picture_ids(query, 100)) == found[:100]
    assert large.picture_count(query) == len(found)


def test_missing_files_are_found_once_the_library_has_looked(library: PictureLibrary) -> None:
    first, second, third = some_pictures(library, 3)
    library.path(second).unlink()
    assert list(library.picture_ids(asked("is:missing"))) == []
    assert library.find_missing(Cancel()) == [second.id]
    assert library.find_missing(Cancel()) == []
    assert list(library.picture_ids(asked("is:missing"))) == [second.id]
    assert list(library.picture_ids(asked("-is:missing"))) == [third.id, first.id]
    assert [picture.missing for picture in library.pictures([1, 2, 3])] == [False, True, False]
    library.path(first).unlink()
    library.path(second).write_bytes(b"")  # damaged, but not missing
    assert library.find_missing(Cancel()) == [first.id, second.id]
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError):
        library.find_missing(cancel)


def test_names_that_few_have_lead(large: PictureLibrary) -> None:
    asked = LibraryQuery(FILTERS[0], NOW, parse_search("scheduler:eul engine:sketch"))
    leading = "SEARCH pictures USING COVERING INDEX pictures_scheduler (scheduler=?)"
    assert plan_of(large, asked) == [leading, LOOKED_UP]  # these are in the order of ids already


def test_a_period_long_ago_is_read_from_where_it_begins(
    large: PictureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_plan, "_FEW", 100)
    monkeypatch.setattr(search_plan, "_FAR", 100)
    for order, sign in (("newest", "<"), ("oldest", ">")):
        asked = LibraryQuery(FILTERS[0], NOW, parse_search("date:2024"), order_by_key(order))
        plan = [f"SEARCH pictures USING COVERING INDEX pictures_facts (id{sign}?)"]
        assert plan_of(large, asked, 100) == plan
        assert large.picture_ids(asked, 100) == large.picture_ids(asked)[:100]


def asked(typed: str, shown: str = "all") -> LibraryQuery:
    return LibraryQuery(filter_by_key(shown), NOW, parse_search(typed))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PictureLibrary]:
    folder = tmp_path_factory.mktemp("large")
    build_library(folder, 3_000, image_side=8)
    opened = open_library(folder, FixedClock(NOW))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "typed",
    [
        'AND OR NOT NEAR( ) * ^ + - " ',
        "a AND NOT b OR NEAR(c d, 2) ^e f* {prompt}:g prompt:^h",
        "\"; DROP TABLE pictures; -- '",
        "%_'\"`[]{}()",
        "x" * 10_000,
        '"' + "x " * 300,
        '"' * 10_000,
        "-" * 10_000,
        "(" * 10_000,
        " ".join(f"{chr(97 + number % 26)}{number}" for number in range(390)),
        " ".join(f"-{chr(97 + number % 26)}{number}" for number in range(390)),
        " ".join(f"steps:>{number}" for number in range(390)),
        "שלום עולם مرحبا \u202e\u202d",
        "👩\u200d🎨👍🏽 🇫🇷",
        "a\0b \0 prompt:\0",
        "\ud800 \udfff",
        "\U0010ffff \uffff",
        "\U0010ffff*",
        "ÅÄÖ ﬁ ½ ǅ İ ß",
        'note:"" tag:"" scheduler:\'',
        "seed:999999999999999999 -seed:-999999999999999999 cost:.5..",
    ],
)
@pytest.mark.parametrize("shown", ["all", "favourites"])
def test_hostile_text_finds_or_does_not(large: PictureLibrary, typed: str, shown: str) -> None:
    query = asked(typed, shown)
    newest = large.pictures(range(2_941, 3_001))
    found = list(large.picture_ids(query))
    assert {picture.id for picture in newest if query.matches(picture)} == set(found) & set(
        range(2_941, 3_001)
    )
    assert list(large.picture_ids(query, 5)) == found[:5] == sorted(found, reverse=True)[:5]


def test_known_values(large: PictureLibrary, library: PictureLibrary) -> None:
    assert large.known_values("scheduler") == ["DDIM", "dpmpp_2m", "Euler a", "Heun", "UniPC"]
    assert large.known_values("engine") == ["segmind", "sketch"]
    assert large.known_values("model") == ["Lorelei", "Small-SD", "Tiny-SD Portrait"]
    assert large.known_values("size") == ["8x8"]
    assert large.known_values("tag")[:2] == ["client-a", "client-b"]
    assert large.known_values("steps") == large.known_values("nonsense") == []
    assert library.known_values("scheduler") == library.known_values("size") == []
    some_pictures(library, 3)
    assert library.known_values("size") == ["48x64", "49x64", "50x64"]


def test_a_search_that_was_cancelled_before_it_began(large: PictureLibrary) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError) as caught:
        large.picture_ids(asked("portrait"), cancel=cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert len(large.picture_ids(asked("portrait"))) > 2_000


def test_a_search_is_cancelled_while_it_runs(large: PictureLibrary) -> None:
    begun, cancel = Event(), Cancel()

    def begin() -> int:
        begun.set()
        return 1

    def endless(connection: sqlite3.Connection, *_: object) -> search_plan.Statement:
        connection.create_function("begin", 0, begin)
        return "WITH RECURSIVE n (i) AS (SELECT begin() UNION ALL SELECT i FROM n) SELECT max(i) FROM n", ()

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(1) as pool:
        patched.setattr(run_query, "statement", endless)
        running = pool.submit(large.picture_ids, asked("is:noted"), 0, cancel)
        assert begun.wait(10)
        cancel.cancel()
        with pytest.raises(AppError) as caught:
            running.result(10)
    assert caught.value.kind is ErrorKind.CANCELLED
    cancel.cancel()
    assert len(large.picture_ids(asked("portrait"))) > 2_000  # by the same connection


def test_a_cancel_that_comes_too_late_stops_nothing(large: PictureLibrary) -> None:
    cancel = Cancel()
    first = large.picture_ids(asked("portrait"), 3, cancel)
    cancel.cancel()
    assert large.picture_ids(asked("portrait"), 3) == first
