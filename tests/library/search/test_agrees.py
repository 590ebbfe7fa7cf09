"""SQL and `LibraryQuery.matches` give the same answer about every picture, whatever is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrait_app.core.catalog import PARAMETERS, Endpoint
from portrait_app.core.curation import Collect, CreateCollection
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import SearchError, parse_search
from portrait_app.core.search.query import FILTERS, ORDERS, Filter, LibraryQuery, Order, start_of_day
from portrait_app.library import pictures as rows
from portrait_app.library.collections import collect
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.library.search import hits, plan, run_query
from portrait_app.system.trash import send_to_trash
from tests.library.making import a_request
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.pictures import a_picture

# A model that is not shipped, of an engine that this version does not know: its pictures describe it
DREAM = Endpoint("local:dream-1", "Dream", "of tomorrow", "", parameters=PARAMETERS)
WORDS = (
    "smile",
    "smiling",
    "Été",
    "ete",
    "hat",
    "straße",
    "STRASSE",
    "東京",
    "京",
    "🙂",
    "x\0y",
    "25-year-old",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join) | st.text(max_size=12)
VALUES = (
    *("seed:7", "seed:>6", "-seed:7", "seed:..8", "steps:>30", "steps:<=30", "-steps:30", "guidance:7..9"),
    *("guidance:<7.5", "guidance:7.5", "cost:>0", "-cost:>0", "rating:>=4", "-rating:..3", "rating:0"),
    *("size:768x512", "size:x512", "size:512", "-size:768", "is:favourite", "-is:rated", "is:tagged"),
    *("is:noted", "-is:noted", 'scheduler:"Euler"', "scheduler:eul", "-scheduler:euler", "engine:seg"),
    *("engine:sketch", "-engine:sketch", "model:tiny", "model:gone", 'model:"Tiny-SD"', "tag:client"),
    *('tag:"client-a"', "-tag:client", "tag:été", "date:today", "date:2026-11", "date:2026-11-22"),
    *("date:>2026-11-22", "-date:<=2026-11-21", "date:2026-11-21..2026-11-22", "date:last-week"),
    *("model:dream", "-model:dream", "engine:of", 'engine:"of tomorrow"', "model:local"),
    *("collection:may", '-collection:"Best of May"', "collection:gone"),
    *(
        "note:smile",
        "-negative:hat",
        'prompt:"hat smile"',
        "prompt:sm",
        "file:hat",
        "-file:j00",
        "is:missing",
    ),
    *(
        "-is:missing",
        "is:untagged",
        "-is:untagged",
        "is:unrated",
        "has:note",
        "no:note",
        "no:tag",
        "-no:rating",
    ),
    *("has:collection", "no:collection", "OR", "OR", "OR", "(", "-(", ")"),
)
TYPED = st.one_of(
    st.sampled_from(VALUES),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.sampled_from(WORDS).map(lambda word: f'"{word}"'),
    st.sampled_from(WORDS).map(lambda word: word[:2]),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    st.text(max_size=8).filter(lambda text: ":" not in text),
)
COLLECTIONS = ("Best of May", "May", "Été")
EXTRA = (
    Filter("not favourites", "", "", favourite=False),
    Filter("favourites of today", "", "", favourite=True, created_since=start_of_day),
    Filter("trashed favourites", "", "", favourite=True, trashed=True),
    Filter("trashed today", "", "", trashed=True, created_since=start_of_day),
    Filter("noted", "", "", search=parse_search("is:noted -rating:..2")),
    Filter("smiling favourites", "", "", favourite=True, search=parse_search("smile -hat")),
)
MOMENTS = st.datetimes(datetime(2026, 11, 8), datetime(2026, 11, 25), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def a_row(draw: st.DrawFn) -> Picture:
    """A picture as strange as an import or an older version may have left it."""
    scheduler = draw(st.sampled_from(["Euler", "Euler a", "UniPC", ""]))
    steps = draw(st.sampled_from([20, 30, 31]) | st.just("many"))
    guidance = draw(st.sampled_from([7, 7.5, 9.0, 9.1]) | st.just("much"))
    picture = a_picture(
        endpoint=draw(
            st.sampled_from(
                ["potraitsd1.5-txt2img", "tinysd1.5-txt2img", "sketch-lorelei", "gone", DREAM.slug]
            )
        ),
        created=draw(MOMENTS),
        trashed=draw(st.none() | MOMENTS),
        favourite=draw(st.booleans()),
        rating=draw(st.integers(0, 5)),
        width=draw(st.sampled_from([512, 768])),
        height=draw(st.sampled_from([512, 768])),
        seed=draw(st.sampled_from([None, 6, 7, 8])),
        cost=draw(st.sampled_from([None, 0.0, 0.003])),
        tags=tuple(sorted(draw(st.sets(st.sampled_from(["client-a", "client", "Été", 'a "b" \\ c']))))),
        note=draw(TEXTS | st.just("")),
        missing=draw(st.booleans()),
        file=draw(st.sampled_from(["pictures/2026/11/hat j000001-1.jpg", "pictures/hat/Été.png", "x.jpg"])),
        collections=tuple(sorted(draw(st.sets(st.sampled_from(COLLECTIONS))))),
    )
    request = picture.request.with_values(
        prompt=draw(TEXTS),
        negative_prompt=draw(TEXTS),
        scheduler=scheduler,
        num_inference_steps=steps,
        guidance_scale=guidance,
    )
    return replace(picture, request=replace(request, carried=DREAM))


IN_NO_COLLECTION = st.lists(a_row().map(lambda row: replace(row, collections=())), max_size=6)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PictureLibrary]:
    opened = open_library(tmp_path_factory.mktemp("agree"), FixedClock())
    opened.add_job(a_request())
    for name in COLLECTIONS:
        opened.curation(send_to_trash).edit((), CreateCollection(name))
    yield opened
    opened.close()


def fill(library: PictureLibrary, pictures: list[Picture]) -> list[Picture]:
    with database_of(library).write(durable=False) as connection:
        connection.execute("DELETE FROM pictures")
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'pictures'")
        for sample, picture in enumerate(pictures):
            rows.add(connection, replace(picture, job_id=1, sample=sample), "segmind")
            if picture.missing:
                connection.execute("INSERT INTO missing_files VALUES (?)", (sample + 1,))
            for name in picture.collections:
                collect(connection, [sample + 1], Collect(name))
    return library.pictures(range(1, len(pictures) + 1))


def agree(library: PictureLibrary, stored: list[Picture], query: LibraryQuery, limit: int) -> list[int]:
    """Assert that the database finds what the rows say, and return the ids of all that is found."""
    expected = [picture.id for picture in sorted(filter(query.matches, stored), key=query.order.sort_key)]
    assert list(library.picture_ids(query, limit)) == (expected[:limit] if limit else expected)
    assert library.picture_count(query) == len(expected)
    return expected


@given(
    pictures=st.lists(a_row(), max_size=8),
    typed=st.lists(TYPED, max_size=8).map(" ".join),
    shown=st.sampled_from(FILTERS + EXTRA),
    order=st.sampled_from(ORDERS),
    collection=st.sampled_from(["", "", "Best of May", "gone"]),
    offset=st.integers(-12 * 60, 14 * 60),
    limit=st.integers(0, 3),
    looked_at=st.sampled_from([1, 3, 400]),
    sample=st.sampled_from([1, 2, 100]),
    few=st.sampled_from([0, 2, 30_000]),
    far=st.sampled_from([0, 100_000]),
    widest=st.sampled_from([0, 2**25]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_sql_and_python_agree_about_every_row(
    library: PictureLibrary,
    pictures: list[Picture],
    typed: str,
    shown: Filter,
    order: Order,
    collection: str,
    offset: int,
    limit: int,
    looked_at: int,
    sample: int,
    few: int,
    far: int,
    widest: int,
) -> None:
    stored = fill(library, pictures)
    assert len(stored) == len(pictures)
    now = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(minutes=offset)))
    try:
        query = LibraryQuery(shown, now, parse_search(typed), order, collection)
    except SearchError:  # of the random texts, `-:` may be one
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run_query, "_LOOKED_AT", looked_at)
        patched.setattr(run_query, "_SAMPLE", sample)
        patched.setattr(plan, "_FAR", far)
        patched.setattr(hits, "_WIDEST", widest)
        patched.setattr(plan, "_FEW", few)
        agree(library, stored, query, limit)


@given(before=a_row(), after=a_row())
@settings(max_examples=50, deadline=None)
def test_the_index_follows_every_change(library: PictureLibrary, before: Picture, after: Picture) -> None:
    fill(library, [before])
    with database_of(library).write(durable=False) as connection:
        rows.add(connection, replace(after, job_id=1, sample=1), "segmind")
        wanted = connection.execute("SELECT tags, note, prompt, negative_prompt FROM pictures WHERE id = 2")
        connection.execute(
            "UPDATE pictures SET (tags, note, prompt, negative_prompt) = (?, ?, ?, ?) WHERE id = 1",
            tuple(wanted.fetchone()),
        )
        connection.execute("DELETE FROM pictures WHERE id = 2")
        connection.execute("INSERT INTO picture_search (picture_search, rank) VALUES ('integrity-check', 1)")
        tags = connection.execute("SELECT tag FROM picture_tags ORDER BY tag").fetchall()
    assert tuple(row["tag"] for row in tags) == after.tags
