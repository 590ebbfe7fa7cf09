"""The lock of a library: who has it, on which disks it counts, and what is planted in its place."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.imaging.reading import check_image
from portrait_app.library import lock as lock_module
from portrait_app.library.lock import LOCK, LibraryLock, take_or_refuse
from portrait_app.library.mounts import locks_are_shared
from portrait_app.library.rescue.recovery import open_or_recover
from tests.support.clock import FixedClock

TAKE = """
import sys
from pathlib import Path
from portrait_app.library.lock import LibraryLock
print(LibraryLock(Path(sys.argv[1])).take())
"""


def can_be_taken_by_another(folder: Path) -> bool:
    command = [sys.executable, "-c", TAKE, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


def test_it_is_let_go_with_the_last_who_took_it(tmp_path: Path) -> None:
    first, again = LibraryLock(tmp_path), LibraryLock(tmp_path)
    assert first.take()
    assert first.take()
    assert again.take()
    first.release()
    assert (first.is_exclusive, again.is_exclusive) == (False, True)
    assert not can_be_taken_by_another(tmp_path)
    again.release()
    again.release()
    assert can_be_taken_by_another(tmp_path)


def test_a_library_by_another_name_is_the_same(tmp_path: Path) -> None:
    folder, link = tmp_path / "library", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    first = LibraryLock(folder)
    assert first.take()
    assert not can_be_taken_by_another(link)
    first.release()


def test_a_library_that_another_program_has_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library"
    library, _ = open_or_recover(folder, FixedClock(), check_image)
    assert not can_be_taken_by_another(folder)
    library.close()
    assert can_be_taken_by_another(folder)

    monkeypatch.setattr(lock_module, "_lock", _held_elsewhere)
    with pytest.raises(AppError) as raised:
        open_or_recover(folder, FixedClock(), check_image)
    assert raised.value.kind is ErrorKind.LIBRARY_IN_USE


def _held_elsewhere(file: int) -> bool:
    raise BlockingIOError(errno.EAGAIN, "held")


def test_a_library_that_does_not_open_is_let_go(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("shopping list")
    with pytest.raises(AppError):
        open_or_recover(tmp_path, FixedClock(), check_image)
    assert can_be_taken_by_another(tmp_path)


def test_a_disk_without_locks_is_used_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "_lock", lambda file: False)
    library, _ = open_or_recover(tmp_path, FixedClock(), check_image)
    assert [error.kind for error in library.warnings_at_open] == [ErrorKind.LIBRARY_UNGUARDED]
    library.close()
    monkeypatch.undo()
    library, _ = open_or_recover(tmp_path, FixedClock(), check_image)
    assert library.warnings_at_open == []
    library.close()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "thesis.odt"
    target.write_text("three years of work")
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / LOCK).symlink_to(target)
    lock = LibraryLock(folder)
    assert lock.take()
    lock.tell("/s")
    lock.release()
    assert target.read_text() == "three years of work"
    with pytest.raises(AppError) as raised:
        take_or_refuse(folder)
    assert raised.value.kind is ErrorKind.LIBRARY_FAILED


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o2770, 0o660), (0o755, 0o644)])
def test_its_rights_are_those_of_the_folder(tmp_path: Path, folder_mode: int, file_mode: int) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    folder.chmod(folder_mode)
    lock = LibraryLock(folder)
    assert lock.take()
    assert stat.S_IMODE((folder / LOCK).stat().st_mode) == file_mode
    lock.release()


def test_a_folder_that_cannot_be_made_is_left_to_the_opening(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = LibraryLock(tmp_path / "file" / "library")
    assert lock.take()
    assert not lock.is_exclusive
    lock.release()


@pytest.mark.parametrize(
    ("kind", "options", "is_exclusive"),
    [
        ("ext4", "rw", True),
        ("nfs4", "rw,local_lock=none", True),
        ("nfs", "rw,nolock,local_lock=all", False),
        ("nfs4", "rw,local_lock=flock", False),
        ("cifs", "rw,nobrl", False),
        ("cifs", "rw", True),
        ("fuse.sshfs", "rw", False),
        ("fuseblk", "rw", True),
    ],
)
def test_on_which_disks_it_counts_for_everybody(
    tmp_path: Path, kind: str, options: str, is_exclusive: bool
) -> None:
    folder = tmp_path / "a share" / "library"
    folder.mkdir(parents=True)
    share = os.path.realpath(folder.parent).replace(" ", "\\040")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        "nonsense\n"
        f"23 22 0:44 / {share} rw,relatime shared:2 master:1 - {kind} server:/share {options}\n"
        f"24 22 0:45 / {share}2 rw - fuse.sshfs x rw\n"
    )
    assert locks_are_shared(folder, mounts) is is_exclusive
    assert locks_are_shared(tmp_path, mounts)
    assert locks_are_shared(folder, tmp_path / "none")
