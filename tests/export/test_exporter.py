"""Exports as a whole: names on the disk, failures, cancelling, privacy of the library's own folder."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import FORMATS, ExportFormat, Output
from portrait_app.core.export.plan import LISTED, Collision, Privacy
from portrait_app.core.picture import Picture
from portrait_app.export import destination
from portrait_app.export.destination import Destination, Draft
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
    keep = Destination.keep

    def after_somebody_else(self: Destination, draft: Draft, name: str) -> Path:
        (desk.folder / "1.jpg").write_bytes(b"mine")
        return keep(self, draft, name)

    monkeypatch.setattr(Destination, "keep", after_somebody_else)
    assert desk.export_one(desk.plan("original"), picture).name == "1 (2).jpg"
    assert (desk.folder / "1.jpg").read_bytes() == b"mine"


@pytest.mark.parametrize("lacks", ["unnamed files", "links"])
@pytest.mark.parametrize("key", ["original", "zip", "contact_pdf"])
def test_a_simpler_disk_will_do(desk: Desk, key: str, lacks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EPERM, "not here")

    monkeypatch.setattr(destination, "_open_unnamed", refuse)
    if lacks == "links":
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    pictures = some(desk, 2)
    plan = desk.plan(key, template="x", options={} if key == "original" else {"document": "x"})
    for _ in range(2):
        assert desk.export(plan, pictures).failed == ()
    names = ["x (2){}", "x (3){}", "x (4){}", "x{}"] if key == "original" else ["x (2){}", "x{}"]
    assert files_in(desk.folder) == [name.format(plan.row.suffix or ".jpg") for name in names]


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


@pytest.mark.parametrize("way", list(Collision))
def test_a_full_disk_is_reported_for_each_and_leaves_nothing_half(
    desk: Desk, way: Collision, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = some(desk, 3)
    keep = Destination.keep

    def full_for_the_second(self: Destination, draft: Draft, name: str) -> Path:
        if name == "2.jpg":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return keep(self, draft, name)

    monkeypatch.setattr(Destination, "keep", full_for_the_second)
    report = desk.export(desk.plan("original", collision=way), pictures)
    assert [(failure.picture_id, failure.error.kind) for failure in report.failed] == [
        (pictures[1].id, ErrorKind.DISK_FULL)
    ]
    assert files_in(desk.folder) == ["1.jpg", "3.jpg"]


def test_what_replaces_a_file_is_safe_on_the_disk_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (picture,) = some(desk, 1)
    desk.folder.mkdir()
    (desk.folder / "1.jpg").write_bytes(b"old")
    at_sync: list[bytes] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        at_sync.append((desk.folder / "1.jpg").read_bytes())
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    desk.export(desk.plan("original", collision=Collision.OVERWRITE), [picture])
    assert at_sync == [b"old"]
    assert (desk.folder / "1.jpg").read_bytes() != b"old"


def test_a_folder_that_is_removed_meanwhile_is_reported(desk: Desk) -> None:
    pictures = some(desk, 3)

    def remove(done: int, _all: int) -> None:
        if done == 1:
            shutil.rmtree(desk.folder)

    ids = [picture.id for picture in pictures]
    report = desk.exporter.export(desk.plan("original"), ids, remove, Cancel())
    assert report.written == 1
    assert [failure.error.kind for failure in report.failed] == 2 * [ErrorKind.FILE_FAILED]
    assert not desk.folder.exists()


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_a_folder_that_takes_nothing_is_said_once(
    desk: Desk, row: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)  # for root no folder is read-only
    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(AppError) as raised:
        desk.export(desk.plan(row.key), some(desk, 2))
    assert raised.value.kind is ErrorKind.FILE_FAILED
    assert files_in(desk.folder) == []


@pytest.mark.parametrize(
    ("level", "name"),
    [(Privacy.LABEL_ONLY, "2026-11-22 001 Tiny-SD Portrait.jpg"), (Privacy.NOTHING, "2026-11-22 001.jpg")],
)
def test_a_name_tells_what_its_level_does_and_no_more(desk: Desk, level: Privacy, name: str) -> None:
    data = encoded(an_image(), "JPEG")
    picture = desk.shelf.put(data, tags=("tagged",), note="noted", rating=4, collections=("collected",))
    every = (
        "{date} {number:03} {model} {seed}{steps}{tags}{note}{rating}{stars}{collection}{prompt}{negative}"
    )
    plan = desk.plan("jpeg", template=every, privacy=level)
    assert desk.exporter.preview(plan, [picture], 1)[0].name == name
    assert desk.export_one(plan, picture).name == name
    told = desk.export_one(desk.plan("jpeg", template=every), picture).name
    assert all(word in told for word in ("531327", "tagged", "noted", "★", "collected"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("key", ["zip", "contact_pdf", "csv", "json"])
def test_a_document_that_does_not_fit_is_no_file(
    desk: Desk, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = some(desk, 1)
    opened = Path.open

    def no_file_without_a_name(_folder: Path) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    def full(self: Path, mode: str = "r") -> object:
        if mode == "xb":
            self.symlink_to("/dev/full")
            mode = "wb"
        return opened(self, mode)

    monkeypatch.setattr(destination, "_open_unnamed", no_file_without_a_name)
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


def test_a_preview_that_nobody_wants_any_more_makes_nothing(desk: Desk) -> None:
    pictures = some(desk, 5)
    cancel = Cancel()
    read = desk.shelf.path
    asked: list[int] = []

    def path(picture: Picture) -> Path:
        asked.append(picture.id)
        cancel.cancel()
        return read(picture)

    desk.shelf.path = path  # type: ignore[method-assign]
    desk.exporter.preview(desk.plan("jpeg"), pictures, 5, cancel=cancel)
    assert asked == [1]


def test_no_preview_waits_for_a_large_webp(desk: Desk) -> None:
    picture = desk.shelf.put(JPEG, width=4_000, height=3_000)
    (row,) = desk.exporter.preview(desk.plan("webp"), [picture], 1)
    assert (row.name, row.size) == ("1.webp", None)
    (row,) = desk.exporter.preview(desk.plan("webp", options={"longest_side": 2_000}), [picture], 1)
    assert row.size


def test_a_preview_of_what_cannot_be_read_has_no_size(desk: Desk) -> None:
    picture = desk.shelf.put(b"\xff\xd8 no image", format="jpeg")
    (row,) = desk.exporter.preview(desk.plan("png", folder=""), [picture], 1)
    assert (row.name, row.size) == ("1.png", None)
