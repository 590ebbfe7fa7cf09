"""Tidying up: what is dropped, what is given back, and what is left alone on a full disk."""

from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckStage, Progress, Tidied
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.imaging.reading import check_image
from portrait_app.library.check import database_size
from portrait_app.library.housekeeping import LibraryHousekeeping
from portrait_app.library.library import DATABASE, PictureLibrary
from portrait_app.library.thumbnails import THUMBNAILS, SqliteThumbnailStore
from portrait_app.library.tidy import _full_text_tables
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of

ROOMY = 1 << 40


def keeper(library: PictureLibrary, free: int = ROOMY) -> LibraryHousekeeping:
    return LibraryHousekeeping(
        library.folder, database_of(library), FixedClock(), check_image, free=lambda _folder: free
    )


def tidy(library: PictureLibrary, free: int = ROOMY) -> tuple[Tidied, list[CheckStage]]:
    stages: list[CheckStage] = []
    tidied = keeper(library, free).tidy(lambda progress: stages.append(progress.stage), Cancel())
    return tidied, stages


def with_holes(library: PictureLibrary) -> int:
    """Leave unused pages in the database, and return its size."""
    with database_of(library).write(durable=False) as connection:
        connection.execute("CREATE TABLE ballast (data BLOB)")
        connection.executemany("INSERT INTO ballast VALUES (zeroblob(?))", [(4000,)] * 500)
    with database_of(library).write(durable=False) as connection:
        connection.execute("DROP TABLE ballast")
    with database_of(library).maintain() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (library.folder / DATABASE).stat().st_size


def test_unused_room_is_given_back_and_nothing_is_lost(library: PictureLibrary) -> None:
    kept = some_pictures(library, 3)
    before = with_holes(library)
    tidied, stages = tidy(library)
    after = (library.folder / DATABASE).stat().st_size
    assert tidied == Tidied(freed=before - after)
    assert tidied.freed > 1_500_000
    assert stages == [CheckStage.THUMBNAILS, CheckStage.DATABASE]
    assert library.pictures([picture.id for picture in kept]) == kept
    assert tidy(library)[0].freed == 0


def test_without_room_it_says_so_and_leaves_the_file(library: PictureLibrary) -> None:
    before = with_holes(library)
    tidied, _stages = tidy(library, free=1000)
    assert (library.folder / DATABASE).stat().st_size == before
    needed = 2 * database_size(library.folder / DATABASE)  # with what SQLite has just learned of it
    assert tidied == Tidied(room_needed=needed, room_available=1000)


def test_a_full_disk_is_no_matter_where_nothing_has_to_be_compacted(library: PictureLibrary) -> None:
    some_pictures(library, 1)
    assert tidy(library, free=0)[0].room_needed == 0


def test_thumbnails_of_pictures_that_are_gone_are_dropped(library: PictureLibrary) -> None:
    kept = some_pictures(library, 2)
    store = SqliteThumbnailStore(library.folder / THUMBNAILS)
    store.put(dict.fromkeys((*range(1, 3), *range(100, 300)), b"x" * 20000), 256)
    store.put({100: b"y"}, 512)
    tidied, _stages = tidy(library)
    assert tidied.thumbnails == 200
    assert tidied.freed > 3_000_000
    assert set(store.get([1, 2, 100, 299], 256)) == {picture.id for picture in kept}
    assert store.get([100], 512) == {}
    store.put({1: b"new"}, 256)  # the store, open all the while, goes on
    assert store.get([1], 256) == {1: b"new"}
    store.close()


def test_damaged_thumbnails_do_not_matter(library: PictureLibrary) -> None:
    (library.folder / THUMBNAILS).write_bytes(b"this is no database" * 100)
    assert tidy(library)[0].thumbnails == 0


def test_tidying_is_stopped_and_writing_goes_on(library: PictureLibrary) -> None:
    some_pictures(library, 1)
    before = with_holes(library)
    cancel = Cancel()

    def stop(progress: Progress) -> None:
        if progress.stage is CheckStage.DATABASE:
            cancel.cancel()

    with pytest.raises(AppError) as stopped:
        keeper(library).tidy(stop, cancel)
    assert stopped.value.kind is ErrorKind.CANCELLED
    assert (library.folder / DATABASE).stat().st_size == before
    assert len(some_pictures(library, 1)) == 1
    assert tidy(library)[0].freed > 0


def test_the_words_to_search_by_are_put_in_order_too(library: PictureLibrary) -> None:
    """One piece of the index for each transaction becomes one piece altogether."""
    some_pictures(library, 3)
    with database_of(library).read() as connection:
        (table,) = _full_text_tables(connection)
        pieces = f"SELECT count(DISTINCT segid) FROM {table}_idx"
        before = connection.execute(pieces).fetchone()[0]
    tidy(library)
    with database_of(library).read() as connection:
        assert connection.execute(pieces).fetchone()[0] == 1 < before


def test_the_real_disk_is_asked(library: PictureLibrary, tmp_path: Path) -> None:
    with_holes(library)
    done = library.housekeeping(check_image).tidy(lambda _progress: None, Cancel())
    assert done.freed > 0 or done.room_needed > done.room_available
