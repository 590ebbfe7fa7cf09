import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from portrait_app.core.curation import SetFavourite
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.library import Library
from portrait_app.library import jobs
from portrait_app.library.database import sqlite_errors
from portrait_app.library.library import DATABASE, PictureLibrary, open_library
from tests.library.making import a_delivery, a_request, a_sent_job, files_below, some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.marks import mark

ROOT = Path(__file__).parents[2]


def refused(folder: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        open_library(folder, FixedClock())
    return caught.value


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE somebody_else (id INTEGER)")
    connection.close()


def test_it_is_the_port(folder: Path, clock: FixedClock) -> None:
    library: Library = open_library(folder / "deep" / "down", clock)
    assert library.folder == folder / "deep" / "down"
    library.close()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (
            lambda path: path.write_bytes(b"a letter to my aunt, and long enough for a header" * 100),
            ErrorKind.LIBRARY_DAMAGED,
        ),
        (lambda path: path.write_bytes(b"x"), ErrorKind.LIBRARY_DAMAGED),
        (lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096), ErrorKind.LIBRARY_DAMAGED),
        (foreign_database, ErrorKind.LIBRARY_NOT_A_DATABASE),
    ],
    ids=["text", "one byte", "damaged", "another program's"],
)
def test_what_is_not_a_library_is_left_alone(
    folder: Path, make: Callable[[Path], object], kind: ErrorKind
) -> None:
    folder.mkdir()
    path = folder / DATABASE
    make(path)
    before = path.read_bytes()
    error = refused(folder)
    assert (error.kind, error.facts["path"]) == (kind, str(path))
    assert path.read_bytes() == before
    assert files_below(folder) == {DATABASE}


def test_an_empty_file_is_a_new_library(folder: Path, clock: FixedClock) -> None:
    folder.mkdir()
    (folder / DATABASE).touch()
    library = open_library(folder, clock)
    assert library.add_job(a_request()).id == 1
    library.close()


def test_a_file_where_the_folder_should_be(folder: Path) -> None:
    folder.write_bytes(b"mine")
    for place in (folder, folder / "below"):
        error = refused(place)
        assert (error.kind, error.facts["path"]) == (ErrorKind.LIBRARY_FAILED, str(place))
    assert folder.read_bytes() == b"mine"


def test_a_folder_where_the_database_should_be(folder: Path) -> None:
    (folder / DATABASE).mkdir(parents=True)
    assert refused(folder).kind is ErrorKind.LIBRARY_FAILED


def test_a_page_damaged_later_is_said_and_remembered(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 30)
    library.close()
    damaged = open_library(library.folder, clock)
    path = library.folder / DATABASE
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'pictures'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    with pytest.raises(AppError) as caught:
        damaged.pictures([1])
    damaged.close()
    assert caught.value.kind is ErrorKind.LIBRARY_DAMAGED
    assert refused(library.folder).kind is ErrorKind.LIBRARY_DAMAGED


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that another user can reach; pytest's own are private."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="permissions, and giving them up")
@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_folder(public_folder: Path, exists: bool) -> None:
    if exists:
        open_library(public_folder, FixedClock()).close()
        (public_folder / DATABASE).chmod(0o444)
    public_folder.chmod(0o555)
    place = public_folder if exists else public_folder / "library"
    program = f"""
import os
from pathlib import Path
from portrait_app.core.errors import AppError
from portrait_app.library.library import open_library
from tests.support.clock import FixedClock
if os.geteuid() == 0:  # nothing is read-only to root
    os.setuid(65534)
try:
    open_library(Path({str(place)!r}), FixedClock())
except AppError as error:
    print(error.kind, error.facts["path"])
"""
    child = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    path = place / DATABASE if exists else place
    assert child.stdout.split() == ["library_read_only", str(path)], child.stderr


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, ErrorKind.DISK_FULL),
        (sqlite3.SQLITE_READONLY_DBMOVED, ErrorKind.LIBRARY_READ_ONLY),
        (sqlite3.SQLITE_CORRUPT, ErrorKind.LIBRARY_DAMAGED),
        (sqlite3.SQLITE_IOERR_FSYNC, ErrorKind.LIBRARY_FAILED),
        (sqlite3.SQLITE_CANTOPEN, ErrorKind.LIBRARY_FAILED),
        (None, ErrorKind.LIBRARY_FAILED),
    ],
)
def test_what_sqlite_says_becomes_a_kind(tmp_path: Path, code: int | None, kind: ErrorKind) -> None:
    (tmp_path / "x.db").touch()  # else the error is that the library is not there
    said = sqlite3.OperationalError("words")
    if code is not None:
        said.sqlite_errorcode = code
    with pytest.raises(AppError) as caught, sqlite_errors(tmp_path / "x.db"):
        raise said
    assert (caught.value.kind, caught.value.__cause__) == (kind, said)


def test_a_full_disk_loses_nothing_of_before(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    with database_of(library).write(durable=True) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    database_of(library)._writer.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "disk full"
    with pytest.raises(AppError) as caught:
        library.add_job(a_request(prompt="x" * 100_000))
    assert caught.value.kind is ErrorKind.DISK_FULL
    database_of(library)._writer.execute("PRAGMA max_page_count = 1000000")
    assert len(library.keep(job.id, a_delivery())) == 1


def test_reading_goes_on_while_another_thread_writes(library: PictureLibrary) -> None:
    (made,) = some_pictures(library, 1)
    writing, finish = Event(), Event()

    def write() -> None:
        with database_of(library).write(durable=True) as connection:
            connection.execute("UPDATE pictures SET favourite = 1")
            writing.set()
            finish.wait(10)

    writer = Thread(target=write)
    writer.start()
    assert writing.wait(10)
    assert library.pictures([made.id]) == [made]
    finish.set()
    writer.join()
    assert library.pictures([made.id])[0].favourite is True


def test_a_read_sees_one_state(library: PictureLibrary) -> None:
    (made,) = some_pictures(library, 1)
    with database_of(library).read() as connection:
        count = "SELECT count(*) FROM pictures WHERE favourite = 1"
        assert tuple(connection.execute(count).fetchone()) == (0,)
        mark(library, [made.id], SetFavourite(True))
        assert tuple(connection.execute(count).fetchone()) == (0,)


def test_a_failed_block_leaves_no_trace(library: PictureLibrary) -> None:
    with suppress(ZeroDivisionError), database_of(library).write(durable=True) as connection:
        jobs.add(connection, a_request(), datetime.now(UTC))
        raise ZeroDivisionError
    assert library.add_job(a_request()).id == 1


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_what_was_paid_for_waits_for_the_disk(library: PictureLibrary, durable: bool, level: int) -> None:
    with database_of(library).write(durable=durable) as connection:
        assert tuple(connection.execute("PRAGMA synchronous").fetchone()) == (level,)
        assert tuple(connection.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
        assert tuple(connection.execute("PRAGMA foreign_keys").fetchone()) == (1,)


def test_closing_leaves_one_file_and_no_way_back(library: PictureLibrary) -> None:
    some_pictures(library, 2)
    library.close()
    library.close()
    assert [path.name for path in library.folder.glob("library.db*")] == [DATABASE]
    for act in (lambda: library.pictures([1]), lambda: library.add_job(a_request())):
        with pytest.raises(AppError, match="closed"):
            act()


def test_closing_does_not_wait_for_a_reader(library: PictureLibrary) -> None:
    some_pictures(library, 2)
    count = "SELECT count(*) FROM pictures"
    with database_of(library).read() as connection:
        assert tuple(connection.execute(count).fetchone()) == (2,)
        started = time.monotonic()
        library.close()
        assert time.monotonic() - started < 5  # SQLite's patience with a lock is ten seconds
        assert tuple(connection.execute(count).fetchone()) == (2,)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute(count)
    assert [path.name for path in library.folder.glob("library.db*")] == [DATABASE]


@pytest.mark.parametrize("name", ["with space", "q?uestion#hash%20", "ünïcode \N{GRINNING FACE}", "it's"])
def test_folders_of_any_name(tmp_path: Path, clock: FixedClock, name: str) -> None:
    library = open_library(tmp_path / name, clock)
    some_pictures(library, 1)
    assert library.pictures([1])
    library.close()
    assert (tmp_path / name / DATABASE).is_file()
