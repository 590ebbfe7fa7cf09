import os
import subprocess
import sys
from pathlib import Path

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library import safe_files
from portrait_app.library.safe_files import make_folder, write_atomically

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full, RLIMIT_FSIZE")


def test_a_file_is_written_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a b.jpg"
    for data in (b"first", b"", bytes(range(256)) * 5000):
        write_atomically(path, data)
        assert path.read_bytes() == data
        assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_try_left_is_used_again(tmp_path: Path) -> None:
    (tmp_path / ".a.jpg.part").write_bytes(b"half of a much longer pict")
    write_atomically(tmp_path / "a.jpg", b"whole")
    assert (tmp_path / "a.jpg").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


@linux_only
def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    write_atomically(path, b"old")
    # The system itself answers ENOSPC.
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(safe_files, "create_new", lambda _part: os.fdopen(full, "wb"))
    with pytest.raises(AppError) as caught:
        write_atomically(path, b"new" * 100_000)
    assert (caught.value.kind, caught.value.facts["path"]) == (ErrorKind.DISK_FULL, str(path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@linux_only
def test_a_write_that_stops_half_way_leaves_nothing(tmp_path: Path) -> None:
    program = f"""
import resource
from pathlib import Path
from portrait_app.core.errors import AppError
from portrait_app.library.safe_files import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_atomically(Path({str(tmp_path / "a.jpg")!r}), bytes(100_000))
except AppError as error:
    print(error.kind)
"""
    child = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout.strip() == "file_failed"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "a.jpg"
    with pytest.raises(AppError) as caught:
        write_atomically(path, b"x")
    assert (caught.value.kind, caught.value.facts["path"]) == (ErrorKind.FILE_FAILED, str(path))
    with pytest.raises(AppError):
        make_folder(tmp_path / "gone" / "2026")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        make_folder(tmp_path / "pictures")
    assert caught.value.kind is ErrorKind.FILE_FAILED


def test_data_is_on_the_disk_before_the_name_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        events.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        events.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_atomically(tmp_path / "a.jpg", b"x")
    assert events == (["file", "rename"] if sys.platform == "win32" else ["file", "rename", "folder"])
