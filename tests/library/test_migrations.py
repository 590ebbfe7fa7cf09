import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from portrait_app.core.backup import BackupReason
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library import migrations
from portrait_app.library.library import DATABASE, PictureLibrary, open_library
from portrait_app.library.migrations import STEPS
from portrait_app.library.rescue.backups import KEPT as KEPT_OF
from portrait_app.library.rescue.backups import backups
from tests.library.making import some_pictures
from tests.support.clock import FixedClock

KEPT = KEPT_OF[BackupReason.MIGRATION]
FIXTURES = Path(__file__).parents[1] / "fixtures"


def add_mood(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE pictures ADD COLUMN mood INTEGER NOT NULL DEFAULT 0")


def fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half_way (id INTEGER)")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


def use_steps(monkeypatch: pytest.MonkeyPatch, *more: migrations.Step) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, *more))


@pytest.fixture
def old_library(library: PictureLibrary) -> Path:
    some_pictures(library, 3)
    library.close()
    return library.folder


def test_a_new_library_needs_no_backup(library: PictureLibrary) -> None:
    assert version_of(library.folder / DATABASE) == len(STEPS)
    assert not (library.folder / "backups").exists()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_released_schema_still_opens(folder: Path, clock: FixedClock, version: int) -> None:
    folder.mkdir()
    shutil.copy(FIXTURES / f"library-v{version}.db", folder / DATABASE)
    library = open_library(folder, clock)
    assert version_of(folder / DATABASE) == len(STEPS)
    shown = {row.key: list(library.picture_ids(LibraryQuery(row, clock.now()))) for row in FILTERS}
    assert shown == {"all": [3, 2, 1], "favourites": [2], "today": [3, 2, 1], "trash": [4]}
    everything = library.pictures([1, 2, 3, 4])
    assert [picture.request.prompt for picture in everything] == ["first", "second", "third \0 é", "fourth"]
    assert [picture.seed for picture in everything] == [1000, 1001, 1000, 1000]
    waiting = ["waiting"] if version >= 3 else []
    assert [job.state for job in library.unfinished_jobs()] == ["queued", "sending", *waiting]
    assert library.known_requests(["abc-1", "rq-1"]) == {"abc-1", *(["rq-1"] if waiting else [])}
    assert len(some_pictures(library, 1)) == 1
    library.close()


def test_an_older_library_is_backed_up_and_then_migrated(
    old_library: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_steps(monkeypatch, add_mood)
    library = open_library(old_library, clock)
    assert len(library.pictures([1, 2, 3])) == 3
    library.close()
    assert version_of(old_library / DATABASE) == len(STEPS) + 1
    (backup,) = backups(old_library / "backups")
    assert backup.name == f"library-2026-11-22-120000-v{len(STEPS)}.db"
    assert version_of(backup) == len(STEPS)
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT count(*) FROM pictures").fetchone() == (3,)
    connection.close()
    open_library(old_library, clock).close()
    assert backups(old_library / "backups") == [backup]


def test_a_step_that_fails_changes_nothing(
    old_library: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        use_steps(newer, add_mood, fail_half_way)
        with pytest.raises(AppError) as caught:
            open_library(old_library, clock)
    assert caught.value.kind is ErrorKind.LIBRARY_FAILED
    assert version_of(old_library / DATABASE) == len(STEPS) + 1  # the step before it stands
    connection = sqlite3.connect(old_library / DATABASE)
    assert connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half_way'").fetchall() == []
    connection.close()


def test_without_room_for_a_backup_nothing_is_migrated(
    old_library: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old_library / "backups").write_bytes(b"")  # no folder can be made here
    use_steps(monkeypatch, add_mood)
    with pytest.raises(AppError) as caught:
        open_library(old_library, clock)
    assert caught.value.kind is ErrorKind.FILE_FAILED
    assert version_of(old_library / DATABASE) == len(STEPS)


def test_the_newest_backups_are_kept(old_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock()
    (old_library / "backups").mkdir()
    (old_library / "backups" / "my own.db").write_bytes(b"")
    for _ in range(KEPT + 3):
        clock.advance(days=1)
        connection = sqlite3.connect(old_library / DATABASE)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.close()
        use_steps(monkeypatch, lambda _: None)
        open_library(old_library, clock).close()
    kept = backups(old_library / "backups")
    assert len(kept) == KEPT
    assert kept[-1].name.startswith(f"library-{clock.now():%Y-%m-%d}")
    assert kept[0].name.startswith(f"library-{clock.now() - timedelta(days=KEPT - 1):%Y-%m-%d}")
    assert len(list((old_library / "backups").iterdir())) == KEPT + 1


def test_a_newer_library_is_left_alone(old_library: Path, clock: FixedClock) -> None:
    connection = sqlite3.connect(old_library / DATABASE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (old_library / DATABASE).read_bytes()
    with pytest.raises(AppError) as caught:
        open_library(old_library, clock)
    assert caught.value.kind is ErrorKind.LIBRARY_NEWER
    assert caught.value.facts == {"path": str(old_library / DATABASE), "version": 99}
    assert (old_library / DATABASE).read_bytes() == before
