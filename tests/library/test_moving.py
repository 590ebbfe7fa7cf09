"""The library moves to another folder completely, or not at all."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.moving import MovePlan, MoveProblem, MoveProgress, MoveStage
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library import moving
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.library.moving import LibraryMover, arrive, move
from portrait_app.library.safe_files import create_new
from tests.library.making import some_pictures
from tests.support.clock import FixedClock


@pytest.fixture
def source(library: PictureLibrary) -> Path:
    some_pictures(library, 4)
    library.close()
    (library.folder / "thumbnails.db").write_bytes(b"cache")
    return library.folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"moving.json", "moving-to.json", "moved.json"}
    }


def mover(folder: Path, trashed: list[Path] | None = None) -> LibraryMover:
    def trash(path: Path) -> None:
        if trashed is not None:
            trashed.append(path)

    return LibraryMover(folder, trash)


def run(
    source: Path,
    target: Path,
    *,
    switch: Callable[[], None] = lambda: None,
    report: Callable[[MoveProgress], None] = lambda _progress: None,
    cancel: Cancel | None = None,
) -> None:
    move(source, target, at_home=True, switch=switch, report=report, cancel=cancel or Cancel())


def test_everything_is_copied_checked_and_opened_there(
    source: Path, tmp_path: Path, clock: FixedClock
) -> None:
    before, target, said = contents(source), tmp_path / "disk" / "library", list[MoveProgress]()
    seen: list[bool] = []
    run(source, target, report=said.append, switch=lambda: seen.append((target / "library.db").exists()))
    assert seen == [True]
    assert contents(target) == contents(source) == before
    assert [row.stage for row in said] == sorted((row.stage for row in said), key=list(MoveStage).index)
    assert {(row.done, row.total) for row in said if row.done == row.total} == {(said[-1].total,) * 2}
    trashed: list[Path] = []
    assert mover(target).is_moved_copy(source)
    mover(target, trashed).let_go(source)
    mover(target, trashed).let_go(tmp_path)
    assert trashed == [source]
    assert arrive(target) is True
    assert arrive(target) is False  # only once
    library = open_library(target, clock)
    assert len(library.picture_ids(LibraryQuery(FILTERS[0], clock.now()))) == 4
    assert all(library.path(picture).is_file() for picture in library.pictures([1, 2, 3, 4]))
    library.close()
    assert mover(source).interrupted() is None


def test_a_cancelled_move_leaves_nothing_and_changes_nothing(source: Path, tmp_path: Path) -> None:
    before, target = contents(source), tmp_path / "disk"
    target.mkdir()
    for stage in (MoveStage.COPY, MoveStage.CHECK):
        cancel = Cancel()

        def report(progress: MoveProgress, stage: MoveStage = stage, cancel: Cancel = cancel) -> None:
            if progress.stage is stage:
                cancel.cancel()

        with pytest.raises(AppError) as caught:
            run(source, target, report=report, cancel=cancel)
        assert caught.value.kind is ErrorKind.CANCELLED
        assert not target.exists() or not any(target.iterdir())
        assert contents(source) == before
        assert mover(source).interrupted() is None


def test_a_full_disk_ends_the_move_and_loses_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, target, made = contents(source), tmp_path / "disk", list[Path]()

    def full(path: Path) -> BinaryIO:
        made.append(path)
        if len(made) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return create_new(path)

    monkeypatch.setattr(moving, "create_new", full)
    with pytest.raises(AppError) as caught:
        run(source, target)
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert not target.exists()
    assert contents(source) == before


def test_a_copy_with_other_bytes_is_never_used(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, switched = tmp_path / "disk", list[bool]()

    def spoil(_source: Path, path: Path) -> None:
        if path.suffix == ".jpg":
            path.write_bytes(b"x" * path.stat().st_size)

    monkeypatch.setattr(shutil, "copystat", spoil)
    with pytest.raises(AppError) as caught:
        run(source, target, switch=lambda: switched.append(True))
    assert caught.value.kind is ErrorKind.FILE_FAILED
    assert not switched
    assert not target.exists()


def test_what_has_come_to_the_new_folder_meanwhile_is_not_touched(source: Path, tmp_path: Path) -> None:
    """The question may stand for hours between the plan and the move."""
    target = tmp_path / "target"
    assert mover(source).plan(target).problem is None
    target.mkdir()
    (target / "library.db").write_bytes(b"another library")
    before = contents(source)
    with pytest.raises(AppError) as caught:
        run(source, target)
    assert caught.value.kind is ErrorKind.FILE_FAILED
    assert contents(target) == {"library.db": b"another library"}
    assert contents(source) == before


def test_settings_that_cannot_be_saved_end_the_move(source: Path, tmp_path: Path) -> None:
    def fail() -> None:
        raise AppError(ErrorKind.SETTINGS_UNSAVED)

    with pytest.raises(AppError):
        run(source, tmp_path / "disk", switch=fail)
    assert not (tmp_path / "disk").exists()
    assert not (source / "moved.json").exists()


def test_a_move_that_a_crash_has_interrupted_is_recognised(
    source: Path, tmp_path: Path, clock: FixedClock
) -> None:
    before, target = contents(source), tmp_path / "disk"
    crash = f"""
import os
from pathlib import Path
from portrait_app.core.cancel import Cancel
from portrait_app.library.moving import move
said = []
def report(progress):
    said.append(progress)
    if len(said) == 4:
        os._exit(9)
source, target = Path({str(source)!r}), Path({str(target)!r})
move(source, target, at_home=True, switch=lambda: None, report=report, cancel=Cancel())
"""
    assert subprocess.run([sys.executable, "-c", crash], check=False).returncode == 9
    assert contents(source) == before
    assert mover(source).interrupted() == target
    with pytest.raises(AppError):
        arrive(target)
    (target / "mine.txt").write_text("not of the move")
    again = mover(source).plan(target)
    assert (again.target, again.problem) == (target, None)
    mover(source).discard(target)
    assert [path.name for path in target.rglob("*")] == ["mine.txt"]
    assert mover(source).interrupted() is None
    open_library(source, clock).close()


def test_an_interrupted_move_goes_on_with_what_is_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, made = tmp_path / "disk", list[Path]()
    run(source, target)
    (target / "library.db").unlink()
    note = target / "moving.json"  # as a crash leaves it: not checked yet
    note.write_text(note.read_text().replace("true}", "false}"))

    def count(path: Path) -> BinaryIO:
        made.append(path)
        return create_new(path)

    monkeypatch.setattr(moving, "create_new", count)
    run(source, target)
    assert [path.name for path in made] == [".library.db.part"]
    assert contents(target) == contents(source)


def test_where_a_library_cannot_move(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plan(chosen: Path) -> MovePlan:
        return mover(source).plan(chosen)

    assert plan(source).problem is MoveProblem.INSIDE
    assert plan(source / "pictures" / "new").problem is MoveProblem.INSIDE
    other = tmp_path / "other"
    other.mkdir()
    good = plan(other)
    assert (good.target, good.problem) == (other, None)
    assert good.files == len(contents(source))
    (other / "letter.txt").touch()
    assert plan(other).target == other / "Portrait Studio library"
    (other / "Portrait Studio library").mkdir()
    (other / "Portrait Studio library" / "x").touch()
    assert plan(other).problem is MoveProblem.TAKEN
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 5, 5))
    assert plan(tmp_path / "new").problem is MoveProblem.NO_ROOM


def test_an_old_folder_that_is_opened_knows_where_the_library_is_and_is_not_thrown_away(
    source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    run(source, target)
    trashed: list[Path] = []
    there = mover(target, trashed)
    assert there.moved_to() is None
    assert there.is_moved_copy(source)
    assert mover(source).moved_to() == target  # opened: from now on the user may make pictures here
    assert mover(source).moved_to() == target
    assert not there.is_moved_copy(source)
    there.let_go(source)
    assert trashed == []
    mover(source).stay()
    assert mover(source).moved_to() is None
