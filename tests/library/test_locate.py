"""Missing files are found again by what is in them, among decoys, and put back over nothing."""

import os
import shutil
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import Located, Progress
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.picture import Picture
from portrait_app.imaging.reading import check_image
from portrait_app.library.housekeeping import LibraryHousekeeping
from portrait_app.library.library import PictureLibrary
from portrait_app.library.locate import copy_new
from tests.library.making import files_below, some_pictures


@pytest.fixture
def keeper(library: PictureLibrary) -> LibraryHousekeeping:
    return library.housekeeping(check_image)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def locate(keeper: LibraryHousekeeping, ids: list[int], where: Path) -> Located:
    return keeper.locate(ids, where, _nothing, Cancel())


def _nothing(_progress: Progress) -> None:
    """Report to nobody."""


def take_away(library: PictureLibrary, picture: Picture, to: Path) -> bytes:
    data = library.path(picture).read_bytes()
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(library.path(picture), to)
    return data


def decoy(data: bytes) -> bytes:
    """Return other bytes of the same length."""
    return bytes([*data[:-1], data[-1] ^ 1])


def test_a_file_is_found_among_decoys_whatever_it_is_called(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path
) -> None:
    lost, other = some_pictures(library, 2)
    name = library.path(lost).name
    data = take_away(library, lost, elsewhere / "deep" / "down" / "renamed by hand.bin")
    (elsewhere / name).write_bytes(decoy(data))  # the right name and size
    (elsewhere / "deep" / name).write_bytes(b"short")
    before = files_below(elsewhere)
    assert keeper.missing([lost.id, other.id]) == [lost.id]
    assert locate(keeper, [lost.id, other.id], elsewhere) == Located((lost.id,), ())
    assert library.path(lost).read_bytes() == data
    assert files_below(elsewhere) == before  # copied, not moved
    assert list(library.folder.rglob("*.part")) == []


def test_one_file_can_be_chosen(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path
) -> None:
    lost, also_lost = some_pictures(library, 2)
    take_away(library, lost, elsewhere / "a.jpg")
    take_away(library, also_lost, elsewhere / "b.jpg")
    assert locate(keeper, [lost.id], elsewhere / "b.jpg") == Located((), (lost.id,))
    assert not library.path(lost).exists()
    assert locate(keeper, [lost.id], elsewhere / "a.jpg") == Located((lost.id,), ())


def test_the_folders_are_made_again(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path
) -> None:
    kept = some_pictures(library, 3)
    shutil.move(library.folder / "pictures", elsewhere)
    found = locate(keeper, [picture.id for picture in kept], elsewhere)
    assert sorted(found.restored) == [picture.id for picture in kept]
    assert all(library.path(picture).exists() for picture in kept)


def test_a_library_whose_folder_is_gone_is_not_made_anew(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path, tmp_path: Path
) -> None:
    (lost,) = some_pictures(library, 1)
    data = library.path(lost).read_bytes()
    (elsewhere / "a.jpg").write_bytes(data)
    with pytest.raises(AppError) as refused:
        copy_new(elsewhere / "a.jpg", tmp_path / "no library", lost)
    assert refused.value.kind is ErrorKind.FILE_FAILED
    assert not (tmp_path / "no library").exists()


@pytest.mark.parametrize("linkable", [True, False], ids=["hard links", "none"])
def test_nothing_is_ever_overwritten(
    library: PictureLibrary, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, linkable: bool
) -> None:
    """Something comes to the place between the look and the copy."""
    (lost,) = some_pictures(library, 1)
    data = take_away(library, lost, elsewhere / "a.jpg")
    if not linkable:
        monkeypatch.setattr(os, "link", _no_links)
    library.path(lost).write_bytes(b"somebody else's")
    with pytest.raises(AppError) as refused:
        copy_new(elsewhere / "a.jpg", library.folder, lost)
    assert refused.value.kind is ErrorKind.FILE_FAILED
    assert library.path(lost).read_bytes() == b"somebody else's"
    library.path(lost).unlink()
    copy_new(elsewhere / "a.jpg", library.folder, lost)
    assert library.path(lost).read_bytes() == data
    assert list(library.folder.rglob("*.part")) == []


def _no_links(*_where: object) -> None:
    raise PermissionError("this disk has no hard links")


def test_a_source_that_is_another_picture_is_refused(library: PictureLibrary, elsewhere: Path) -> None:
    (lost,) = some_pictures(library, 1)
    data = take_away(library, lost, elsewhere / "a.jpg")
    (elsewhere / "a.jpg").write_bytes(decoy(data))
    with pytest.raises(AppError):
        copy_new(elsewhere / "a.jpg", library.folder, lost)
    assert not library.path(lost).exists()


def test_a_damaged_file_in_its_place_is_left_alone(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path
) -> None:
    (picture,) = some_pictures(library, 1)
    shutil.copy(library.path(picture), elsewhere / "good.jpg")
    library.path(picture).write_bytes(b"cut")
    assert locate(keeper, [picture.id], elsewhere) == Located((), ())
    assert library.path(picture).read_bytes() == b"cut"


def test_a_search_is_stopped(library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path) -> None:
    (lost,) = some_pictures(library, 1)
    take_away(library, lost, elsewhere / "z" / "a.jpg")
    for number in range(600):
        (elsewhere / f"{number}.txt").write_bytes(b"")
    cancel = Cancel()
    with pytest.raises(AppError) as stopped:
        keeper.locate([lost.id], elsewhere, lambda _progress: cancel.cancel(), cancel)
    assert stopped.value.kind is ErrorKind.CANCELLED
    assert not library.path(lost).exists()


def test_forgetting_takes_the_row_of_what_is_missing_and_leaves_all_files(
    library: PictureLibrary, keeper: LibraryHousekeeping, elsewhere: Path
) -> None:
    lost, whole = some_pictures(library, 2)
    take_away(library, lost, elsewhere / "a.jpg")
    before = files_below(library.folder / "pictures") | files_below(elsewhere)
    assert keeper.forget([lost.id, whole.id]) == [lost.id]
    assert library.pictures([lost.id, whole.id]) == [whole]
    assert files_below(library.folder / "pictures") | files_below(elsewhere) == before
