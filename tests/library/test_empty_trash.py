"""Emptying the Trash: into a real trash folder, and nothing is forgotten whose file is not there."""

from pathlib import Path
from urllib.parse import quote

import pytest
from send2trash import plat_other

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import Emptied, SetFavourite, SetRating, SetTrashed, TrashContents
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.library import PictureLibrary
from portrait_app.system.trash import send_to_trash
from tests.library.making import picture_files, some_pictures
from tests.support.database import database_of


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of the desktop's own form, in a folder of the test."""
    data = tmp_path / "share"
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", bytes(data))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", bytes(data / "Trash"))
    monkeypatch.setenv("HOME", str(tmp_path))  # the file's disk is held against its
    return data / "Trash"


def empty(library: PictureLibrary, *, with_favourites: bool = True, cancel: Cancel | None = None) -> Emptied:
    return library.curation(send_to_trash).empty_trash(
        with_favourites=with_favourites, report=lambda _done, _total: None, cancel=cancel or Cancel()
    )


@pytest.fixture
def trashed(library: PictureLibrary) -> list[int]:
    """Of four pictures three in the Trash: a favourite, one with stars, and one with neither."""
    some_pictures(library, 4)
    curation = library.curation(send_to_trash)
    curation.edit([1], SetFavourite(True))
    curation.edit([1, 2], SetRating(4))
    curation.edit([1, 2, 3], SetTrashed(True))
    return [1, 2, 3]


def test_what_is_there_is_counted(library: PictureLibrary, trashed: list[int]) -> None:
    sizes = [picture.size for picture in library.pictures([1, 2, 3])]
    contents = library.curation(send_to_trash).trash_contents()
    assert contents == TrashContents(3, 1, 1, sum(sizes), sizes[0])


def test_files_go_to_the_system_and_their_pictures_from_the_library(
    library: PictureLibrary, folder: Path, trash: Path, trashed: list[int]
) -> None:
    pictures = library.pictures([1, 2, 3])
    data = {Path(picture.file).name: library.path(picture).read_bytes() for picture in pictures}
    assert empty(library) == Emptied(gone=3)
    assert {path.name: path.read_bytes() for path in (trash / "files").iterdir()} == data
    first = library.path(pictures[0])
    assert f"Path={quote(str(first))}\n" in (trash / "info" / f"{first.name}.trashinfo").read_text()
    assert [picture.id for picture in library.pictures([1, 2, 3, 4])] == [4]
    assert len(picture_files(folder)) == 1
    assert empty(library) == Emptied()


def test_favourites_stay_unless_they_are_meant(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    assert empty(library, with_favourites=False) == Emptied(gone=2)
    (left,) = library.pictures([1, 2, 3])
    assert left.favourite
    assert library.path(left).exists()


def test_a_missing_file_is_no_reason_to_stay(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    library.path(library.pictures([2])[0]).unlink()
    assert empty(library) == Emptied(gone=3, missing=1)
    assert library.pictures([2]) == []


def test_what_the_system_will_not_take_stays_and_is_named(
    library: PictureLibrary, trash: Path, trashed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = library.pictures([2])[0]

    def some_are_refused(path: Path) -> None:
        if path == library.path(refused):
            raise AppError(ErrorKind.FILE_FAILED, "Operation not permitted", path=str(path))
        send_to_trash(path)

    emptied = library.curation(some_are_refused).empty_trash(
        with_favourites=True, report=lambda _done, _total: None, cancel=Cancel()
    )
    assert emptied == Emptied(gone=2, failed=((refused.file, "Operation not permitted"),))
    assert library.pictures([1, 2, 3]) == [refused]
    assert library.path(refused).exists()


def test_a_trash_that_cannot_be_made_takes_nothing(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    trash.parent.mkdir(exist_ok=True)
    trash.write_text("a file where the trash should be")
    emptied = empty(library)
    assert (emptied.gone, len(emptied.failed)) == (0, 3)
    assert all(reason for _file, reason in emptied.failed)
    assert len(library.pictures([1, 2, 3])) == 3


def test_cancelled_it_stops_after_the_file_it_is_at(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    cancel = Cancel()

    def then_cancelled(path: Path) -> None:
        send_to_trash(path)
        cancel.cancel()

    emptied = library.curation(then_cancelled).empty_trash(
        with_favourites=True, report=lambda _done, _total: None, cancel=cancel
    )
    assert emptied == Emptied(gone=1, stopped=True)
    assert [picture.id for picture in library.pictures([1, 2, 3])] == [2, 3]


def test_a_crash_in_between_leaves_nothing_that_cannot_be_emptied(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    class KilledError(Exception):
        pass

    def killed(path: Path) -> None:
        send_to_trash(path)
        raise KilledError

    with pytest.raises(KilledError):
        library.curation(killed).empty_trash(
            with_favourites=True, report=lambda _done, _total: None, cancel=Cancel()
        )
    assert len(library.pictures([1, 2, 3])) == 3  # one of them without its file
    assert empty(library) == Emptied(gone=3, missing=1)


def test_what_was_restored_meanwhile_stays(library: PictureLibrary, trash: Path, trashed: list[int]) -> None:
    curation = library.curation(send_to_trash)

    def restore_all(_done: int, _total: int) -> None:
        curation.edit([1, 2, 3], SetTrashed(False))

    assert curation.empty_trash(with_favourites=True, report=restore_all, cancel=Cancel()) == Emptied()
    assert all(library.path(picture).exists() for picture in library.pictures([1, 2, 3]))


def test_a_file_that_another_picture_shows_is_left_to_it(
    library: PictureLibrary, trash: Path, trashed: list[int]
) -> None:
    shared = library.pictures([4])[0]
    with database_of(library).write(durable=True) as connection:
        connection.execute(
            "UPDATE pictures SET file = ?, sha256 = ? WHERE id = 2", (shared.file, shared.sha256)
        )
    assert empty(library).gone == 3
    assert library.path(shared).exists()
