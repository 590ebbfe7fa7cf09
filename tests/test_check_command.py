"""`--check` on the command line: a report as text and an exit code, without a window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portrait_app.app import main
from portrait_app.library.library import DATABASE, open_library
from tests.library.making import some_pictures
from tests.support.clock import FixedClock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    library = open_library(folder, FixedClock())
    some_pictures(library, 2)
    library.close()
    return folder


def run(folder: Path, *more: str) -> int:
    return main(["--check", *more, "--library", str(folder)])


def test_a_sound_library(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    assert "All is well: 2 pictures" in capsys.readouterr().out


def test_what_is_wrong_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = next((folder / "pictures").rglob("*j000001-1.jpg"))
    gone.unlink()
    assert run(folder) == 1
    out = capsys.readouterr().out
    assert "Missing (1)" in out
    assert gone.name in out


def test_silent_damage_takes_a_thorough_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = next((folder / "pictures").rglob("*.jpg"))
    data = file.read_bytes()
    file.write_bytes(bytes([*data[:-1], data[-1] ^ 1]))
    assert run(folder) == 0
    assert run(folder, "thorough") == 1
    assert "Content changed (1)" in capsys.readouterr().out


def test_no_library_is_made_where_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere") == 2
    assert "no library" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_what_is_no_library_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / DATABASE).write_text("this is no database, only its name says so")
    assert run(tmp_path) == 2
    assert "The library file is damaged" in capsys.readouterr().err


def test_it_needs_no_display(folder: Path) -> None:
    bare = {
        key: value for key, value in os.environ.items() if "DISPLAY" not in key and key != "QT_QPA_PLATFORM"
    }
    ended = subprocess.run(
        [sys.executable, "main.py", "--check", "--library", str(folder)],
        cwd=Path(__file__).parents[1],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "All is well" in ended.stdout
