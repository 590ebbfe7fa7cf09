"""Where a library has been used, and what somebody else put into it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.library import DATABASE, PictureLibrary, open_library
from portrait_app.library.search.schema import add_functions
from portrait_app.system.machine_identity import user_and_machine_id
from tests.library.making import some_pictures
from tests.support.clock import FixedClock


def test_a_library_is_at_home_where_it_was_settled(
    library: PictureLibrary, clock: FixedClock, tmp_path: Path
) -> None:
    here, elsewhere = library.home("desk 1000"), library.home("lap 1000")
    assert not here.is_known()
    here.settle()
    here.settle()
    assert here.is_known()
    assert not elsewhere.is_known()
    assert not library.home("desk 1001").is_known()
    library.close()
    shutil.copytree(library.folder, tmp_path / "copy")
    copy = open_library(tmp_path / "copy", clock)
    assert not copy.home("desk 1000").is_known()  # the other is still there, and may send the same jobs
    assert not copy.home("lap 1000").is_known()
    copy.home("lap 1000").settle()
    assert copy.home("lap 1000").is_known()
    copy.close()


def test_a_library_does_not_say_whose_it_is(library: PictureLibrary, tmp_path: Path) -> None:
    other = open_library(tmp_path / "other", FixedClock())
    for one in (library, other):
        one.home("desk 1000").settle()
        one.close()
    digests = []
    for folder in (library.folder, other.folder):
        assert b"desk" not in (folder / DATABASE).read_bytes()
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            digests += connection.execute("SELECT digest FROM places").fetchall()
    assert len(set(digests)) == 2


@pytest.mark.logs_warnings
def test_a_disk_that_is_full_does_not_keep_a_library_closed(
    library: PictureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise AppError(ErrorKind.DISK_FULL)

    monkeypatch.setattr(library._database, "write", full)
    library.home("desk 1000").settle()
    library.home("desk 1000").close_to_others()
    assert not library.home("desk 1000").is_known()


def test_a_place_is_a_machine_and_a_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "machine-id"
    file.write_text("0123456789abcdef0123456789abcdef\n")
    if os.name != "nt":
        monkeypatch.setattr("os.getuid", lambda: 1000)
        first = user_and_machine_id((tmp_path / "none", file))
        assert first == "0123456789abcdef0123456789abcdef 1000"
        monkeypatch.setattr("os.getuid", lambda: 1001)
        assert user_and_machine_id((file,)) != first
    assert user_and_machine_id((tmp_path / "none",))


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER quiet AFTER INSERT ON jobs BEGIN UPDATE jobs SET record = '{}'; END",
        "DROP TRIGGER pictures_added; CREATE TRIGGER pictures_added AFTER INSERT ON jobs BEGIN SELECT 1; END",
        "CREATE VIEW more AS SELECT * FROM pictures",
        "ALTER TABLE jobs RENAME TO orders; CREATE VIEW jobs AS SELECT * FROM orders",
    ],
)
@pytest.mark.parametrize("version", [3, None])
def test_triggers_and_views_of_others_are_refused_before_they_do_anything(
    library: PictureLibrary, clock: FixedClock, planted: str, version: int | None
) -> None:
    some_pictures(library, 1)
    library.close()
    path = library.folder / DATABASE
    with closing(sqlite3.connect(path)) as connection:
        add_functions(connection)
        connection.executescript(planted)
        if version is not None:
            connection.execute(f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(AppError) as raised:
        open_library(library.folder, clock)
    assert raised.value.kind is ErrorKind.LIBRARY_ALTERED
    assert raised.value.facts["path"] == str(path)
    assert path.read_bytes() == before
    assert not (library.folder / "backups").exists()
