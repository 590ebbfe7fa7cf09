"""Names in the database that lead out of the library, and links planted in it."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import Fault
from portrait_app.core.curation import SetTrashed
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.export.ledger_csv import CsvLedgerExport
from portrait_app.imaging.reading import check_image
from portrait_app.library.library import DATABASE, PictureLibrary, open_library
from portrait_app.library.places import place_of
from portrait_app.library.rescue.recovery import NOTE, open_or_recover
from portrait_app.library.safe_files import open_for_append, write_atomically
from portrait_app.library.search.schema import add_functions
from portrait_app.library.thumbnails import THUMBNAILS, SqliteThumbnailStore
from portrait_app.system.trash import send_to_trash
from tests.library.making import some_pictures
from tests.support.clock import FixedClock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links")

THESIS = "three years of work"
PLACES = ("../thesis.odt", "{home}/thesis.odt", "pictures/../../thesis.odt", "pictures/link.jpg", "a\0b")


@pytest.fixture
def thesis(tmp_path: Path) -> Path:
    path = tmp_path / "thesis.odt"
    path.write_text(THESIS)
    return path


def plant(library: PictureLibrary, picture_id: int, file: str) -> None:
    """Have a row name a file, as somebody could who gives a library away."""
    with closing(sqlite3.connect(library.folder / DATABASE)) as connection, connection:
        add_functions(connection)
        connection.execute("UPDATE pictures SET file = ? WHERE id = ?", (file, picture_id))


@pytest.mark.parametrize("place", PLACES)
def test_a_row_that_names_a_file_elsewhere_moves_and_reads_nothing(
    library: PictureLibrary, clock: FixedClock, thesis: Path, place: str
) -> None:
    (picture,) = some_pictures(library, 1)
    (library.folder / "pictures" / "link.jpg").symlink_to(thesis)
    plant(library, picture.id, place.format(home=thesis.parent))
    (planted,) = library.pictures([picture.id])
    assert not library.path(planted).exists()
    housekeeping = library.housekeeping(check_image)
    assert housekeeping.missing([picture.id]) == [picture.id]
    report = housekeeping.check(thorough=True, report=lambda _: None, cancel=Cancel())
    assert set(report.faults) == {Fault.MISSING}
    assert housekeeping.adopt([planted.file], Cancel()) == []
    assert housekeeping.remove_leftovers(["../x.part"]) == ["../x.part"]  # there is none

    curation = library.curation(send_to_trash)
    curation.edit([picture.id], SetTrashed(True))
    emptied = curation.empty_trash(with_favourites=True, report=lambda *_: None, cancel=Cancel())
    assert (emptied.missing, emptied.failed) == (1, ())
    assert thesis.read_text() == THESIS


def test_missing_pictures_are_put_back_inside_only(
    library: PictureLibrary, thesis: Path, tmp_path: Path
) -> None:
    (picture,) = some_pictures(library, 1)
    away = tmp_path / "away.jpg"
    library.path(picture).rename(away)
    plant(library, picture.id, "../found.jpg")
    with pytest.raises(AppError) as raised:
        library.housekeeping(check_image).locate([picture.id], away, lambda _: None, Cancel())
    assert raised.value.kind is ErrorKind.FILE_FAILED
    assert not (tmp_path / "found.jpg").exists()


def test_what_is_behind_a_link_of_a_folder_goes_only_if_it_is_the_picture(
    library: PictureLibrary, thesis: Path, tmp_path: Path
) -> None:
    first, second = some_pictures(library, 2)
    gone: list[Path] = []

    def take(path: Path) -> None:
        gone.append(path)

    month = library.path(first).parent
    month.rename(tmp_path / "another disk")
    month.symlink_to(tmp_path / "another disk", target_is_directory=True)
    thesis.rename(tmp_path / "another disk" / "thesis.odt")
    plant(library, second.id, f"{first.file.rpartition('/')[0]}/thesis.odt")
    curation = library.curation(take)
    curation.edit([first.id, second.id], SetTrashed(True))
    emptied = curation.empty_trash(with_favourites=True, report=lambda *_: None, cancel=Cancel())
    assert gone == [month / first.file.rpartition("/")[2]]
    assert [file.rpartition("/")[2] for file, _ in emptied.failed] == ["thesis.odt"]


@pytest.mark.parametrize("name", [".a.jpg.part", "a.jpg"])
def test_a_temporary_file_is_made_and_no_link_is_followed(tmp_path: Path, thesis: Path, name: str) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / name).symlink_to(thesis)
    write_atomically(folder / "a.jpg", b"picture")
    assert (folder / "a.jpg").read_bytes() == b"picture"
    assert not (folder / "a.jpg").is_symlink()
    assert thesis.read_text() == THESIS


def test_records_are_not_written_through_a_link(tmp_path: Path, thesis: Path) -> None:
    (tmp_path / "2026-11.jsonl").symlink_to(thesis)
    with pytest.raises(OSError, match="symbolic links"):
        open_for_append(tmp_path / "2026-11.jsonl")


def test_links_for_backups_costs_and_thumbnails_are_not_followed(
    library: PictureLibrary, clock: FixedClock, thesis: Path
) -> None:
    backups = library.folder / "backups"
    backups.mkdir()
    stamp = f"{clock.now():%Y-%m-%d-%H%M%S}"
    (backups / f"library-{stamp}-daily.db.part").symlink_to(thesis)
    assert library.backups().make_if_due(Cancel())
    assert [path.is_symlink() for path in backups.iterdir()] == [False]

    costs = thesis.parent / "costs.csv"
    costs.with_name(".costs.csv.part").symlink_to(thesis)
    CsvLedgerExport().write([], True, costs)

    other = thesis.parent / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = other.read_bytes()
    (library.folder / THUMBNAILS).symlink_to(other)
    SqliteThumbnailStore(library.folder / THUMBNAILS).close()
    assert other.read_bytes() == before
    assert not (library.folder / THUMBNAILS).is_symlink()
    assert thesis.read_text() == THESIS


@pytest.mark.logs_warnings
@pytest.mark.parametrize("name", ["../x.db", "/x.db", "..", "a/b.db"])
def test_a_note_of_a_recovery_names_backups_only(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "library"
    open_library(folder, FixedClock()).close()
    for field, said in (("backup", name), ("set_aside", name), ("set_aside", 5), ("backup", [name])):
        (folder / NOTE).write_text(json.dumps({"damaged": False, "placed": True, field: said}))
        library, recovery = open_or_recover(folder, FixedClock(), check_image)
        library.close()
        assert recovery is not None
        assert (recovery.damaged, recovery.backup, recovery.set_aside) == (True, None, "")


@pytest.mark.parametrize(
    ("file", "is_inside"),
    [
        ("pictures/2026/11/a.jpg", True),
        ("spool/000001.reply", True),
        ("pictures/a..b.jpg", True),
        ("", False),
        ("pictures", False),
        ("pictures/", False),
        ("pictures//a.jpg", False),
        ("pictures/./a.jpg", False),
        ("./pictures/a.jpg", False),
        ("library.db", False),
        ("other/a.jpg", False),
    ],
)
def test_which_names_are_of_the_library(tmp_path: Path, file: str, is_inside: bool) -> None:
    assert (place_of(tmp_path, file) == tmp_path / file) is is_inside
