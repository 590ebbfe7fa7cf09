"""Edits in the library: carried out, seen, and taken back to exactly what was there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import (
    AddTags,
    Collect,
    Collection,
    CreateCollection,
    DeleteCollection,
    Edit,
    Marks,
    PreviousMarks,
    RemoveTags,
    RenameCollection,
    RenameTags,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
)
from portrait_app.core.picture import MOST_RETURNED, Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key
from portrait_app.library.curation import LibraryCuration
from portrait_app.library.library import PictureLibrary
from portrait_app.library.search.plan import statement
from portrait_app.system.trash import send_to_trash
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of


@pytest.fixture
def curation(library: PictureLibrary) -> LibraryCuration:
    return library.curation(send_to_trash)


EDITS = (
    SetFavourite(True),
    SetRating(3),
    SetTrashed(True),
    AddTags(("client-a", "Été")),
    RemoveTags(("client-a",)),
    RenameTags(("client-a", "b"), "c"),
    RenameTags(("client-a",), "B"),
    SetNote("first line\nsecond"),
    Collect("May"),
    Collect("May", inside=False),
)


def everything(library: PictureLibrary, count: int) -> list[Picture]:
    return library.pictures(range(1, count + 1))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{type(edit).__name__}")
def test_each_edit_changes_what_it_should_and_goes_back(
    library: PictureLibrary, curation: LibraryCuration, clock: FixedClock, edit: Edit
) -> None:
    some_pictures(library, 4)
    curation.edit((), CreateCollection("May"))
    for ids, before in (
        ([1], AddTags(("client-a", "b"))),
        ([1], SetTrashed(True)),
        ([2], SetRating(5)),
        ([2], SetNote("old")),
        ([1, 2], Collect("May")),
    ):
        curation.edit(ids, before)
    clock.advance(days=1)
    first = everything(library, 4)
    done = curation.edit([1, 2, 3, 77], edit)
    after = everything(library, 4)
    assert done.pictures == [new for old, new in zip(first, after, strict=True) if old != new]
    assert 0 < done.former.count == len(done.pictures) < 4
    assert after[3] == first[3]
    assert curation.put_back(done.former) == [first[picture.id - 1] for picture in done.pictures]
    assert everything(library, 4) == first
    assert curation.edit(done.former.ids(), edit).pictures == done.pictures  # and again


_IDS = st.lists(st.integers(1, 3), max_size=3, unique=True)
_NAMES = st.sampled_from(["a", "B", "c"])
_TAGS = st.lists(st.sampled_from(["x", "X", "y"]), min_size=1, max_size=2).map(tuple)
_ANY = st.one_of(
    st.builds(SetFavourite, st.booleans()),
    st.builds(SetRating, st.integers(0, 5)),
    st.builds(SetTrashed, st.booleans()),
    st.builds(AddTags, _TAGS),
    st.builds(RemoveTags, _TAGS),
    st.builds(SetNote, st.sampled_from(["", "n", "m"])),
    st.builds(Collect, _NAMES, st.booleans()),
    st.builds(CreateCollection, _NAMES),
    st.builds(RenameCollection, _NAMES, _NAMES),
    st.builds(DeleteCollection, _NAMES),
)


@given(st.lists(st.tuples(_IDS, _ANY), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_of_edits_goes_back_step_by_step(
    library: PictureLibrary, curation: LibraryCuration, steps: list[tuple[list[int], Edit]]
) -> None:
    if not library.pictures([1]):
        some_pictures(library, 3)

    def state() -> tuple[list[Picture], list[Collection], list[str]]:
        return everything(library, 3), curation.collections(), library.known_values("tag")

    states = [state()]
    done = []
    for ids, edit in steps:
        names = {row.name for row in curation.collections()}
        if isinstance(edit, CreateCollection) and edit.name in names:
            continue
        if isinstance(edit, RenameCollection) and (edit.name not in names or edit.to in names):
            continue
        if isinstance(edit, DeleteCollection) and edit.name not in names:
            continue
        done.append(curation.edit(ids, edit).former)
        states.append(state())
    for former in reversed(done):
        assert state() == states.pop()
        curation.put_back(former)
    assert state() == states.pop()


def test_very_many_are_not_all_brought_back(library: PictureLibrary, curation: LibraryCuration) -> None:
    some_pictures(library, 1)
    with database_of(library).write(durable=False) as connection:
        for sample in range(1, MOST_RETURNED + 1):
            connection.execute(
                """
                INSERT INTO pictures (job_id, sample, created, width, height, size, endpoint, engine,
                    scheduler, format, file, sha256, prompt, negative_prompt, record)
                SELECT job_id, ?, created, width, height, size, endpoint, engine, scheduler, format, file,
                    sha256, prompt, negative_prompt, record FROM pictures WHERE id = 1
                """,
                (sample,),
            )
    ids = range(1, MOST_RETURNED + 2)
    done = curation.edit(ids, AddTags(("t",)))
    assert (done.former.count, done.pictures) == (MOST_RETURNED + 1, [])
    assert curation.marks(ids) == Marks(MOST_RETURNED + 1, 0, 0, {"t": MOST_RETURNED + 1}, {}, "")
    curation.put_back(done.former)
    assert library.known_values("tag") == []


def test_nothing_new_is_nothing_to_take_back(library: PictureLibrary, curation: LibraryCuration) -> None:
    some_pictures(library, 2)
    curation.edit([1, 2], SetRating(3))
    assert curation.edit([1, 2], SetRating(3)).is_nothing
    assert curation.edit([99], SetNote("x")).is_nothing
    assert curation.edit([1], Collect("no such collection")).is_nothing
    assert not curation.edit([], CreateCollection("May")).is_nothing
    assert not curation.edit([], CreateCollection("June")).is_nothing
    for edit in (CreateCollection("May"), RenameCollection("May", "June"), DeleteCollection("no such")):
        assert curation.edit([], edit).is_nothing
    assert not curation.edit([], DeleteCollection("June")).is_nothing


def test_what_is_left_of_an_edit_is_about_pictures_that_are_there(
    library: PictureLibrary, curation: LibraryCuration
) -> None:
    some_pictures(library, 3)
    rated = curation.edit([1, 2], SetRating(3)).former
    curation.edit([1], SetRating(4))
    assert curation.remaining(rated) is rated
    curation.edit([1], SetTrashed(True))
    curation.empty_trash(with_favourites=True, report=lambda _done, _all: None, cancel=Cancel())
    left = curation.remaining(rated)
    assert (left.groups(), left.count) == ([(0, [2])], 1)
    assert curation.remaining(PreviousMarks.of(SetRating(3), {0: [1]})).is_nothing
    assert not curation.remaining(PreviousMarks.of(DeleteCollection("May"), {5: [1]})).is_nothing


def test_a_tag_is_spelled_as_it_is_in_use(library: PictureLibrary, curation: LibraryCuration) -> None:
    some_pictures(library, 2)
    curation.edit([1], AddTags(("Straße",)))
    curation.edit([2], AddTags(("STRASSE", "new")))
    assert library.pictures([2])[0].tags == ("Straße", "new")


def test_marks_tell_what_all_have_from_what_some_have(
    library: PictureLibrary, curation: LibraryCuration
) -> None:
    some_pictures(library, 3)
    curation.edit((), CreateCollection("May"))
    for ids, edit in (
        ([1, 2], AddTags(("all", "some"))),
        ([2], RemoveTags(("some",))),
        ([1], SetFavourite(True)),
        ([1, 2], SetRating(2)),
        ([2], SetNote("n")),
        ([1, 2], Collect("May")),
    ):
        curation.edit(ids, edit)
    assert curation.marks([1, 2]) == Marks(2, 1, 2, {"all": 2, "some": 1}, {"May": 2}, None)
    assert curation.marks([1, 3]).rating is None
    assert curation.marks([1]) == Marks.of(library.pictures([1])[0])
    assert curation.marks([]) == Marks(0, 0, None, {}, {}, "")


def test_toggling_marks_all_unless_all_are_marked(library: PictureLibrary, curation: LibraryCuration) -> None:
    some_pictures(library, 2)
    curation.edit([2], SetFavourite(True))
    assert curation.toggled([1, 2]) == SetFavourite(True)
    assert curation.toggled([2]) == SetFavourite(False)


def test_collections_are_counted_without_what_is_in_the_trash(
    library: PictureLibrary, curation: LibraryCuration
) -> None:
    some_pictures(library, 4)
    for name in ("zoo", "Été", "apple"):
        curation.edit((), CreateCollection(name))
    curation.edit([1, 2, 3], Collect("zoo"))
    curation.edit([1, 4], Collect("apple"))
    curation.edit([1], SetTrashed(True))
    assert curation.collections() == [Collection("apple", 1), Collection("zoo", 2), Collection("Été", 0)]
    assert library.known_values("collection") == ["apple", "zoo", "Été"]


def test_a_collection_is_shown_and_searched(
    library: PictureLibrary, curation: LibraryCuration, clock: FixedClock
) -> None:
    some_pictures(library, 4)
    curation.edit((), CreateCollection("Best of May"))
    curation.edit([1, 2, 4], Collect("Best of May"))
    curation.edit([2], SetTrashed(True))

    def found(text: str = "", key: str = "all", name: str = "") -> list[int]:
        query = LibraryQuery(
            filter_by_key(key), clock.now().astimezone(), parse_search(text), collection=name
        )
        return list(library.picture_ids(query))

    assert found(name="Best of May") == [4, 1]
    assert found("seed:1000", name="Best of May") == [4, 1]
    assert found("portrait", name="Best of May") == [4, 1]
    assert found(key="trash", name="Best of May") == [2]
    assert found(name="gone") == []
    assert found('collection:"best of may"') == found("collection:be") == [4, 1]
    assert found("-collection:best") == [3]
    assert FILTERS[0].key == "all"


def test_a_collection_leads_a_query_by_its_own_key(
    library: PictureLibrary, curation: LibraryCuration, clock: FixedClock
) -> None:
    query = LibraryQuery(FILTERS[0], clock.now().astimezone(), collection="May")
    with database_of(library).read() as connection:
        sql, values = statement(connection, query, 200)
        plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("SEARCH collection_pictures USING PRIMARY KEY (collection_id=?)" in step for step in plan)
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN pictures") for step in plan)
