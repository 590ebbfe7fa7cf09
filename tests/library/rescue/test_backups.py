"""Daily copies of the database: whole, checked, few, and in nobody's way."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from portrait_app.core.backup import BackupReason
from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import SetFavourite
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.backups import Backups
from portrait_app.library.database import Database
from portrait_app.library.library import PictureLibrary
from portrait_app.library.rescue import backups as module
from portrait_app.library.rescue.backups import BACKUPS, KEPT
from tests.library.making import a_request, some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.marks import mark


def count_in(path: Path, table: str = "pictures") -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_one_a_day(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 2)
    mark(library, [1], SetFavourite(True))
    keeper: Backups = library.backups()
    assert keeper.make_if_due(Cancel())
    assert not keeper.make_if_due(Cancel())
    clock.advance(hours=23, minutes=59)
    assert not keeper.make_if_due(Cancel())
    clock.advance(minutes=1)
    some_pictures(library, 1)
    assert keeper.make_if_due(Cancel())
    newest, oldest = keeper.available()
    assert (newest.made, newest.reason) == (clock.now(), BackupReason.DAILY)
    assert (newest.pictures, newest.favourites) == (3, 1)
    assert (oldest.pictures, oldest.made) == (2, clock.now() - timedelta(days=1))
    assert newest.size == newest.path.stat().st_size
    assert {path.name for path in (library.folder / BACKUPS).iterdir()} == {
        newest.path.name,
        oldest.path.name,
    }


def test_a_backup_from_the_future_keeps_none_away(library: PictureLibrary, clock: FixedClock) -> None:
    clock.advance(days=400)
    library.backups().make_if_due(Cancel())
    clock.advance(days=-400)
    assert library.backups().make_if_due(Cancel())


def test_a_week_of_days_and_what_was_kept_for_other_reasons(
    library: PictureLibrary, clock: FixedClock
) -> None:
    folder = library.folder / BACKUPS
    folder.mkdir()
    others = ["library-2020-01-01-000000-v3.db", "library-2020-01-01-000000-replaced.db", "mine.db"]
    for name in [*others, "damaged-2020-01-01-000000.db"]:
        (folder / name).write_bytes(b"")
    for _ in range(KEPT[BackupReason.DAILY] + 2):
        library.add_job(a_request())
        library.backups().make_if_due(Cancel())
        clock.advance(days=1)
    found = library.backups().available()
    assert [backup.reason for backup in found].count(BackupReason.DAILY) == KEPT[BackupReason.DAILY]
    assert found[-1].pictures is None  # empty files are no backups that anybody can use
    assert {path.name for path in folder.iterdir()} >= {*others, "damaged-2020-01-01-000000.db"}


def test_days_without_a_change_push_nothing_out(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 2)
    library.backups().make_if_due(Cancel())
    mark(library, [1], SetFavourite(True))
    for _ in range(KEPT[BackupReason.DAILY] + 1):
        clock.advance(days=1)
        assert library.backups().make_if_due(Cancel())
        assert not library.backups().make_if_due(Cancel())
    found = library.backups().available()
    assert [backup.favourites for backup in found] == [1, 1, 0]  # one may be damaged
    assert found[0].made == clock.now()


def test_the_last_room_is_left_to_pictures(
    library: PictureLibrary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (library.folder / "library.db").stat().st_size

    def disk(free: int) -> None:
        usage = SimpleNamespace(total=10 * size, used=0, free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    disk(size)
    with pytest.raises(AppError) as caught:
        library.backups().make_if_due(Cancel())
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert not (library.folder / BACKUPS).exists()
    disk(10 * size)
    assert library.backups().make_if_due(Cancel())


def test_who_writes_meanwhile_waits_for_nothing_and_is_not_in_it(
    library: PictureLibrary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_pictures(library, 3)
    monkeypatch.setattr(module, "_STEP", 4)
    looks = 0

    class Busy(Cancel):
        @property
        def cancelled(self) -> bool:  # asked between two steps
            nonlocal looks
            looks += 1
            assert looks < 1000
            library.add_job(a_request(prompt=f"meanwhile {looks}"))
            return False

    with database_of(library).read() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    assert library.backups().make_if_due(Busy())
    assert 4 < looks < pages  # it did not begin anew each time
    (made,) = library.backups().available()
    assert count_in(made.path, "jobs") == 3
    assert len(library.unfinished_jobs()) == looks


@pytest.mark.parametrize("moment", ["copying", "checking"])
def test_a_backup_that_fails_leaves_no_half_file_and_the_older_ones(
    library: PictureLibrary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    library.backups().make_if_due(Cancel())
    before = library.backups().available()
    clock.advance(days=1)

    def full(*_: Any) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(module, "_copy" if moment == "copying" else "check_fully", full)
    monkeypatch.setitem(KEPT, BackupReason.DAILY, 0)
    with pytest.raises(AppError) as caught:
        library.backups().make_if_due(Cancel())
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert library.backups().available() == before
    assert [path.name for path in (library.folder / BACKUPS).iterdir()] == [before[0].path.name]
    assert some_pictures(library, 1)


def test_a_copy_that_is_not_whole_does_not_count(
    library: PictureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_pictures(library, 60)
    library.close()
    path = library.folder / "library.db"
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'pictures_sha256'"
        ).fetchone()
    data[(page - 1) * 4096 + 100 : page * 4096] = b"\xa5" * 3996
    path.write_bytes(data)
    opened = Database(path, lambda _: None)
    with pytest.raises(AppError) as caught:
        module.LibraryBackups(library.folder, opened, FixedClock()).make_if_due(Cancel())
    opened.close()
    assert caught.value.kind is ErrorKind.LIBRARY_DAMAGED
    assert list((library.folder / BACKUPS).iterdir()) == []


def test_stopping_stops(library: PictureLibrary) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError) as caught:
        library.backups().make_if_due(cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert list((library.folder / BACKUPS).iterdir()) == []
