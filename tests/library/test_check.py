"""Checking a library: real files, real rows, and everything that can go wrong with either."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckReport, Fault, LooseKind, Progress, StorageArea
from portrait_app.core.curation import SetTrashed
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.imaging.reading import check_image
from portrait_app.library.housekeeping import LibraryHousekeeping
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job, files_below, some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of
from tests.support.library_builder import build_library
from tests.support.marks import mark


def nothing(_progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def keeper(library: PictureLibrary) -> LibraryHousekeeping:
    return library.housekeeping(check_image)


def check(keeper: LibraryHousekeeping, *, thorough: bool = False) -> CheckReport:
    return keeper.check(thorough=thorough, report=nothing, cancel=Cancel())


def faults(report: CheckReport) -> dict[Fault, list[int]]:
    return {fault: sorted(row.id for row in found.items) for fault, found in report.faults.items()}


def loose(report: CheckReport) -> dict[LooseKind, list[str]]:
    return {kind: [row.file for row in found.items] for kind, found in report.loose.items()}


def make_old(path: Path) -> Path:
    """Let a file be from before the program started."""
    moment = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_whole_library_is_sound(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    kept = some_pictures(library, 3)
    report = check(keeper, thorough=True)
    assert report.is_sound
    assert report.pictures == 3
    assert report.thorough
    assert report.storage[StorageArea.PICTURES] == sum(picture.size for picture in kept)
    assert report.storage[StorageArea.DATABASE] > 0
    assert report.storage[StorageArea.THUMBNAILS] == report.storage[StorageArea.BACKUPS] == 0


def test_an_empty_library_is_sound(keeper: LibraryHousekeeping) -> None:
    assert check(keeper).is_sound


def test_missing_and_cut_off_files_are_found(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    gone, cut, whole = some_pictures(library, 3)
    library.path(gone).unlink()
    library.path(cut).write_bytes(library.path(cut).read_bytes()[:-10])
    report = check(keeper)
    assert faults(report) == {Fault.MISSING: [gone.id], Fault.OTHER_SIZE: [cut.id]}
    assert not report.is_sound
    assert library.path(whole).exists()


def test_only_a_thorough_check_sees_other_bytes_of_the_same_size(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    picture, _other = some_pictures(library, 2)
    data = bytearray(library.path(picture).read_bytes())
    data[len(data) // 2] ^= 0xFF
    library.path(picture).write_bytes(bytes(data))
    assert check(keeper).is_sound
    assert faults(check(keeper, thorough=True)) == {Fault.OTHER_BYTES: [picture.id]}


def test_what_is_in_the_trash_is_checked_too(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    (picture,) = some_pictures(library, 1)
    mark(library, [picture.id], SetTrashed(True))
    library.path(picture).unlink()
    assert faults(check(keeper)) == {Fault.MISSING: [picture.id]}


def test_a_folder_that_cannot_be_read_accuses_nobody(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    """A link that leads to itself: even root cannot read it."""
    (picture,) = some_pictures(library, 1)
    month = library.path(picture).parent
    shutil.rmtree(month)
    month.symlink_to(month, target_is_directory=True)
    report = check(keeper)
    assert faults(report) == {Fault.UNREADABLE: [picture.id]}
    assert report.unreadable_folders == (month.relative_to(library.folder).as_posix(),)
    assert keeper.missing([picture.id]) == []
    assert keeper.forget([picture.id]) == []


def test_a_link_back_up_is_walked_once(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    (picture,) = some_pictures(library, 1)
    (library.path(picture).parent / "up").symlink_to(library.folder / "pictures", target_is_directory=True)
    assert check(keeper).is_sound


def test_a_month_on_another_disk_is_followed(
    keeper: LibraryHousekeeping, library: PictureLibrary, tmp_path: Path
) -> None:
    (picture,) = some_pictures(library, 1)
    month = library.path(picture).parent
    shutil.move(month, tmp_path / "elsewhere")
    month.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert check(keeper).is_sound


def test_image_files_without_a_row_are_found_and_other_files_are_not(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    (picture,) = some_pictures(library, 1)
    month = library.path(picture).parent
    shutil.copy(library.path(picture), month / "a holiday.JPG")
    (month / ".DS_Store").write_bytes(b"\0")
    (month / "notes.txt").write_text("remember the light")
    report = check(keeper)
    (orphan,) = report.loose[LooseKind.IMAGE].items
    assert orphan.file.endswith("/a holiday.JPG")
    assert orphan.size == picture.size
    assert not orphan.adoptable
    assert set(report.loose) == {LooseKind.IMAGE}


def test_a_file_whose_job_is_done_can_be_a_picture_again(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    lost, other = some_pictures(library, 2)
    forget_row(library, lost.id)
    (orphan,) = check(keeper).loose[LooseKind.IMAGE].items
    assert orphan.adoptable
    (back,) = keeper.adopt([orphan.file], Cancel())
    assert (back.file, back.size, back.sha256, back.width, back.height, back.request) == (
        lost.file,
        lost.size,
        lost.sha256,
        lost.width,
        lost.height,
        lost.request,
    )
    assert back.cost == lost.cost
    assert back.created == lost.created
    assert back.id not in {lost.id, other.id}
    assert check(keeper, thorough=True).is_sound
    assert keeper.adopt([orphan.file], Cancel()) == []


def test_a_second_copy_of_a_picture_is_not_adopted(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    (picture,) = some_pictures(library, 1)
    path = library.path(picture)
    copy = path.with_name(f"{path.stem} (2){path.suffix}")
    shutil.copy(path, copy)
    (orphan,) = check(keeper).loose[LooseKind.IMAGE].items
    assert not orphan.adoptable
    assert keeper.adopt([orphan.file], Cancel()) == []


def test_a_damaged_file_is_not_adopted(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    first, second = some_pictures(library, 2)
    forget_row(library, first.id)
    forget_row(library, second.id)
    library.path(first).write_bytes(library.path(first).read_bytes()[:-30])
    adopted = keeper.adopt([first.file, second.file], Cancel())
    assert [picture.file for picture in adopted] == [second.file]
    assert library.path(first).exists()


def test_files_of_a_job_on_its_way_are_not_orphans(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    job = a_sent_job(library)
    (picture,) = some_pictures(library, 1)
    written = library.path(picture).with_name(f"2026-11-22 120000 a-portrait j{job.id:06d}-1.jpg")
    shutil.copy(library.path(picture), written)
    assert check(keeper).is_sound
    library.set_job_state(job.id, JobState.CANCELLED)
    (orphan,) = check(keeper).loose[LooseKind.IMAGE].items
    assert not orphan.adoptable  # its own picture may still arrive, and would find its place taken


def test_temporary_files_are_found_once_nobody_writes_them(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    (picture,) = some_pictures(library, 1)
    part = library.path(picture).with_name(".2026.jpg.part")
    part.write_bytes(b"half")
    assert check(keeper).is_sound
    old = [make_old(part)]
    for folder in ("spool", "backups"):
        (library.folder / folder).mkdir(exist_ok=True)
        leftover = library.folder / folder / "library-1.db.part"
        leftover.write_bytes(b"half")
        old.append(make_old(leftover))
    names = [path.relative_to(library.folder).as_posix() for path in old]
    assert sorted(loose(check(keeper))[LooseKind.LEFTOVER]) == sorted(names)
    assert sorted(keeper.remove_leftovers([*names, picture.file])) == sorted(names)
    assert library.path(picture).exists()
    assert check(keeper).is_sound


def test_a_reply_without_its_job_is_found_and_one_with_it_is_not(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    assert check(keeper).is_sound
    stray = library.folder / "spool" / "000999.reply"
    stray.write_bytes(b"{}\n")
    report = check(keeper)
    assert loose(report) == {LooseKind.REPLY: ["spool/000999.reply"]}
    assert report.storage[StorageArea.REPLIES] > 3


def test_a_check_changes_nothing(keeper: LibraryHousekeeping, library: PictureLibrary) -> None:
    gone, _whole = some_pictures(library, 2)
    library.path(gone).unlink()
    make_old_leftover = library.path(gone).with_name(".x.part")
    make_old_leftover.write_bytes(b"half")
    make_old(make_old_leftover)
    before = files_below(library.folder)
    check(keeper, thorough=True)
    assert files_below(library.folder) == before
    assert len(library.pictures([1, 2])) == 2


def test_five_thousand_rows_and_many_missing(tmp_path: Path) -> None:
    with_library(tmp_path / "big", 5000, _check_many)


def _check_many(library: PictureLibrary) -> None:
    keeper = library.housekeeping(check_image)
    assert check(keeper, thorough=True).pictures == 5000
    report = check(keeper)
    assert report.is_sound
    for path in (library.folder / "pictures" / "shared").iterdir():
        path.unlink()
    found = check(keeper).faults[Fault.MISSING]
    assert found.count == len(found.items) == 5000


@pytest.mark.parametrize("thorough", [False, True])
def test_a_check_is_stopped_in_the_middle_and_the_library_goes_on(tmp_path: Path, thorough: bool) -> None:
    def stop(library: PictureLibrary) -> None:
        month = library.folder / "pictures" / "2026"
        month.mkdir()
        for number in range(600):
            (month / f"{number}.jpg").write_bytes(b"x")
        keeper = library.housekeeping(check_image)
        cancel = Cancel()
        seen: list[Progress] = []

        def report(progress: Progress) -> None:
            seen.append(progress)
            if not thorough or progress.stage == "pictures":
                cancel.cancel()

        with pytest.raises(AppError) as stopped:
            keeper.check(thorough=thorough, report=report, cancel=cancel)
        assert stopped.value.kind is ErrorKind.CANCELLED
        assert seen
        assert seen[-1].done < 5000
        assert check(keeper).pictures == 1000  # the connection it used is whole

    with_library(tmp_path / "big", 1000, stop)


def test_a_picture_that_arrives_during_the_check_is_no_finding(
    keeper: LibraryHousekeeping, library: PictureLibrary
) -> None:
    some_pictures(library, 1)
    month = next((library.folder / "pictures").glob("*/*"))
    for number in range(500):
        (month / f"{number}.txt").write_text("")
    job = a_sent_job(library)

    def report(_progress: Progress) -> None:
        if library.jobs_in([JobState.SENDING]):
            library.keep(job.id, a_delivery(first=7))

    found = keeper.check(thorough=True, report=report, cancel=Cancel())
    assert found.is_sound
    assert found.pictures == 1
    assert len(library.pictures([1, 2])) == 2


def test_the_request_of_a_forgotten_prompt_is_still_in_its_job(library: PictureLibrary) -> None:
    keeper = library.housekeeping(check_image)
    (picture,) = some_pictures(library, 1)
    library.path(picture).unlink()
    assert keeper.forget([picture.id]) == [picture.id]
    (job,) = library.jobs_in([JobState.DONE])
    assert job.request == a_request(seed=0)


def forget_row(library: PictureLibrary, picture_id: int) -> None:
    with database_of(library).write(durable=True) as connection:
        connection.execute("DELETE FROM pictures WHERE id = ?", (picture_id,))


def with_library(folder: Path, pictures: int, use: Callable[[PictureLibrary], None]) -> None:
    build_library(folder, pictures, image_side=16)
    library = open_library(folder, FixedClock())
    try:
        use(library)
    finally:
        library.close()
