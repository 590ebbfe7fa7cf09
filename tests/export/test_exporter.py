"""Exports as a whole: names on the disk, failures, cancelling, privacy of the library's own folder."""

import errno
import os
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export import LISTED, Collision, Privacy
from portrait_app.core.export_formats import FORMATS, ExportFormat, Output
from portrait_app.core.picture import Picture
from portrait_app.export import destination
from portrait_app.export.run import WINDOW
from tests.export.making import Desk, an_image, encoded

JPEG = encoded(an_image(), "JPEG")
pytestmark = pytest.mark.usefixtures("qapp")  # contact sheets need fonts


def some(desk: Desk, count: int) -> list[Picture]:
    return [desk.shelf.put(JPEG, prompt=f"face {number}") for number in range(count)]


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_is_written_as_it_was_previewed(desk: Desk, row: ExportFormat) -> None:
    pictures = some(desk, 3)
    plan = desk.plan(row.key, template="{prompt:20} {number:02}")
    preview = desk.exporter.preview(plan, pictures, 3)
    assert not desk.folder.exists()
    told: list[tuple[int, int]] = []
    ids = [picture.id for picture in pictures]
    report = desk.exporter.export(plan, ids, lambda *at: told.append(at), Cancel())
    assert (report.written, report.failed, report.skipped, report.cancelled) == (3, (), 0, False)
    assert [file.name for file in report.files] == [row.name for row in preview] == files_in(desk.folder)
    for shown, file in zip(preview, report.files, strict=True):
        assert shown.size in {None, file.stat().st_size}
        assert (shown.size is None) is (row.output is not Output.EACH)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_taken_name_gets_a_number(desk: Desk) -> None:
    pictures = some(desk, 2)
    plan = desk.plan("original", template="Face")
    desk.folder.mkdir()
    (desk.folder / "fACE.jpg").write_bytes(b"mine")
    assert [row.name for row in desk.exporter.preview(plan, pictures, 2)] == ["Face (2).jpg", "Face (3).jpg"]
    desk.export(plan, pictures)
    assert files_in(desk.folder) == ["Face (2).jpg", "Face (3).jpg", "fACE.jpg"]
    assert (desk.folder / "fACE.jpg").read_bytes() == b"mine"


def test_a_name_taken_in_the_meantime_gets_a_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (picture,) = some(desk, 1)
    sync = destination._sync

    def and_somebody_else_writes(part: Path) -> None:
        sync(part)
        (desk.folder / "1.jpg").write_bytes(b"mine")

    monkeypatch.setattr(destination, "_sync", and_somebody_else_writes)
    assert desk.export_one(desk.plan("original"), picture).name == "1 (2).jpg"
    assert (desk.folder / "1.jpg").read_bytes() == b"mine"


def test_a_disk_without_hard_links_will_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    pictures = some(desk, 2)
    desk.export(desk.plan("original", template="x"), pictures)
    desk.export(desk.plan("original", template="x"), pictures)
    assert files_in(desk.folder) == ["x (2).jpg", "x (3).jpg", "x (4).jpg", "x.jpg"]


def test_overwriting_replaces_what_was_there_and_nothing_of_its_own(desk: Desk) -> None:
    pictures = some(desk, 2)
    desk.folder.mkdir()
    (desk.folder / "x.jpg").write_bytes(b"old")
    report = desk.export(desk.plan("original", template="x", collision=Collision.OVERWRITE), pictures)
    assert report.written == 2
    assert files_in(desk.folder) == ["x (2).jpg", "x.jpg"]
    assert (desk.folder / "x.jpg").read_bytes() != b"old"


@pytest.mark.parametrize("key", ["original", "zip"])
def test_skipping_leaves_out_what_is_there(desk: Desk, key: str) -> None:
    pictures = some(desk, 2)
    plan = desk.plan(key, collision=Collision.SKIP)
    assert desk.export(plan, pictures).skipped == 0
    before = {path.name: path.stat().st_mtime_ns for path in desk.folder.iterdir()}
    report = desk.export(plan, pictures)
    assert (report.written, report.skipped, report.files) == (0, 2, ())
    assert {path.name: path.stat().st_mtime_ns for path in desk.folder.iterdir()} == before


@pytest.mark.parametrize("key", [row.key for row in FORMATS if row.is_picture or "contact" in row.key])
def test_a_bad_picture_is_reported_and_the_rest_goes_on(desk: Desk, key: str) -> None:
    good = some(desk, 2)
    gone = desk.shelf.put(JPEG)
    desk.shelf.path(gone).unlink()
    broken = desk.shelf.put(JPEG[:400])
    ids = [good[0].id, gone.id, broken.id, 999, good[1].id]
    report = desk.exporter.export(desk.plan(key), ids, lambda _done, _all: None, Cancel())
    assert report.written == 2
    assert [(failure.picture_id, failure.error.kind) for failure in report.failed] == [
        (gone.id, ErrorKind.FILE_MISSING),
        (broken.id, ErrorKind.IMAGE_DAMAGED),
        (999, ErrorKind.FILE_MISSING),
    ]
    assert all(path.stat().st_size for path in desk.folder.iterdir())


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_nothing_that_could_be_read_is_no_file(desk: Desk, row: ExportFormat) -> None:
    report = desk.exporter.export(desk.plan(row.key), [998, 999], lambda _done, _all: None, Cancel())
    assert (report.written, len(report.failed), report.files) == (0, 2, ())
    assert files_in(desk.folder) == []


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_cancelled_within_one_picture(desk: Desk, row: ExportFormat) -> None:
    pictures = some(desk, 5)
    cancel = Cancel()
    told: list[int] = []

    def report(done: int, _all: int) -> None:
        told.append(done)
        if done == 2:
            cancel.cancel()

    result = desk.exporter.export(desk.plan(row.key), [picture.id for picture in pictures], report, cancel)
    assert result.cancelled
    assert told == [1, 2]
    whole = ["1.jpg", "2.jpg"] if row.key == "original" else [f"1{row.suffix}", f"2{row.suffix}"]
    assert files_in(desk.folder) == (whole if row.output is Output.EACH else [])
    assert result.written == (2 if row.output is Output.EACH else 0)


def test_a_full_disk_is_reported_for_each_and_leaves_nothing_half(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = some(desk, 3)
    sync = destination._sync
    synced: list[Path] = []

    def full_for_the_second(part: Path) -> None:
        synced.append(part)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(part)

    monkeypatch.setattr(destination, "_sync", full_for_the_second)
    report = desk.export(desk.plan("original"), pictures)
    assert [(failure.picture_id, failure.error.kind) for failure in report.failed] == [
        (pictures[1].id, ErrorKind.DISK_FULL)
    ]
    assert files_in(desk.folder) == ["1.jpg", "3.jpg"]


@pytest.mark.parametrize("level", [Privacy.LABEL_ONLY, Privacy.NOTHING])
def test_a_name_tells_no_prompt_where_the_file_does_not(desk: Desk, level: Privacy) -> None:
    (picture,) = some(desk, 1)
    plan = desk.plan("jpeg", template="{prompt}{negative} {seed}", privacy=level)
    assert desk.export_one(plan, picture).name == "531327.jpg"
    assert desk.exporter.preview(plan, [picture], 1)[0].name == "531327 (2).jpg"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("key", ["zip", "contact_pdf", "csv", "json"])
def test_a_document_that_does_not_fit_is_no_file(
    desk: Desk, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = some(desk, 1)
    monkeypatch.setattr(destination, "token_hex", lambda _bytes: "full")
    desk.folder.mkdir()
    opened = Path.open

    def full(self: Path, mode: str = "r") -> object:
        if mode == "xb":
            self.symlink_to("/dev/full")
            mode = "wb"
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(AppError) as raised:
        desk.export(desk.plan(key), pictures)
    assert raised.value.kind is ErrorKind.DISK_FULL
    assert files_in(desk.folder) == []


@pytest.mark.parametrize("below", [".", "pictures", "../library/pictures/new"])
def test_nothing_goes_among_the_librarys_own_files(desk: Desk, below: str) -> None:
    pictures = some(desk, 1)
    plan = desk.plan("original", folder=str(desk.shelf.folder / below), collision=Collision.OVERWRITE)
    before = files_in(desk.shelf.folder)
    with pytest.raises(AppError) as raised:
        desk.export(plan, pictures)
    assert raised.value.kind is ErrorKind.EXPORT_INTO_LIBRARY
    assert files_in(desk.shelf.folder) == before


@pytest.mark.parametrize("folder", ["", "relative"])
def test_no_folder_is_an_error_and_not_the_current_one(desk: Desk, folder: str) -> None:
    with pytest.raises(AppError) as raised:
        desk.export(desk.plan("original", folder=folder), some(desk, 1))
    assert raised.value.kind is ErrorKind.FILE_FAILED


def test_a_folder_that_cannot_be_made_is_an_error(desk: Desk) -> None:
    with pytest.raises(AppError) as raised:
        desk.export(desk.plan("original", folder=str(desk.folder / "not" / "there")), some(desk, 1))
    assert raised.value.kind is ErrorKind.FILE_FAILED


def test_pictures_are_read_in_windows_and_files_listed_up_to_a_limit(desk: Desk) -> None:
    pictures = some(desk, LISTED + 10)
    asked: list[int] = []
    read = desk.shelf.pictures

    def counted(ids: list[int]) -> list[Picture]:
        asked.append(len(ids))
        return read(ids)

    desk.shelf.pictures = counted  # type: ignore[method-assign,assignment]
    report = desk.export(desk.plan("original", options={"untouched": True}), pictures)
    assert report.written == len(files_in(desk.folder)) == LISTED + 10
    assert len(report.files) == LISTED
    assert max(asked) == WINDOW


def test_a_preview_of_what_cannot_be_read_has_no_size(desk: Desk) -> None:
    picture = desk.shelf.put(b"\xff\xd8 no image", format="jpeg")
    (row,) = desk.exporter.preview(desk.plan("png", folder=""), [picture], 1)
    assert (row.name, row.size) == ("1.png", None)


def test_what_was_left_over_long_ago_is_removed_and_nothing_else(desk: Desk) -> None:
    desk.folder.mkdir()
    old, new, other = (
        desk.folder / name
        for name in (
            ".portrait-studio-0123456789abcdef.part",
            ".portrait-studio-fedcba9876543210.part",
            ".portrait-studio.part",
        )
    )
    for path in (old, new, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    desk.export(desk.plan("original"), some(desk, 1))
    assert files_in(desk.folder) == sorted(["1.jpg", new.name, other.name])
