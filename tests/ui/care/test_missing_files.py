"""Missing files are looked for below a folder, by what is in them; a file is shown in the file manager."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from portrait_app.core.check import CheckStage, Progress
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.kit.notice import Notice, NoticeStack
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.shell.toast import Toast
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.widgets import button_of, texts_of


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    build_library(tmp_path / "data" / "library", 40, image_side=32)
    opened = RunningProgram(tmp_path, qtbot)
    opened.wait_for_pictures(40)
    qtbot.waitUntil(lambda: opened.is_idle)
    yield opened
    opened.close()


def notices(program: RunningProgram) -> list[Notice]:
    return list(program.find(NoticeStack).notices)


def test_all_missing_files_are_found_below_a_folder_under_other_names(
    program: RunningProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = program.backend.library
    away = tmp_path / "a moved disk" / "deep"
    away.mkdir(parents=True)
    pictures = library.pictures(range(1, 41))
    moved = sorted({library.path(picture) for picture in pictures[:6]})
    for number, path in enumerate(moved):
        shutil.move(path, away / f"{number}.bin")
    gone = sum(library.path(picture) in moved for picture in pictures)
    program.find(SearchLine).setText("is:missing")
    program.wait_for_pictures(gone)
    (away / "0.bin").rename(tmp_path / "elsewhere.bin")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(away.parent))
    program.action("find_missing").trigger()
    assert "a moved disk" in notices(program)[0].title
    left = sum(library.path(picture) == moved[0] for picture in pictures)
    program.wait_for_pictures(left)
    said = notices(program)[0]
    assert said.title == f"{gone - left} of {gone} missing file{'s' * (gone > 1)} found"
    assert [path.exists() for path in moved] == [False] + [True] * (len(moved) - 1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button_of(said, "Search a folder…").click()
    program.wait_for_pictures(0)
    assert moved[0].exists()


def test_the_search_shows_its_progress_and_can_be_cancelled(
    program: RunningProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = program.backend.library
    (picture,) = library.pictures([40])
    library.path(picture).unlink()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    keeper = program.find(HousekeepingController)
    program.action("find_missing").trigger()
    keeper.progressed.emit(Progress(CheckStage.SEARCH, 1500))
    said = notices(program)[0]
    assert said.accessibleDescription().endswith("500 files searched")
    button_of(said, "Cancel").click()
    program.qtbot.waitUntil(lambda: not keeper.busy)
    assert said not in notices(program)


def test_nothing_is_missing(program: RunningProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    program.action("find_missing").trigger()
    program.qtbot.waitUntil(lambda: "No file is missing" in texts_of(program.find(Toast)))


def test_where_nothing_shows_folders_the_place_is_said(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    program.view.go_to(program.view.gallery.id_at(0))
    program.qtbot.waitUntil(lambda: program.action("show_file").isEnabled())
    program.action("show_file").trigger()
    folder = str(program.backend.library.path(program.backend.library.pictures([40])[0]).parent)
    program.qtbot.waitUntil(lambda: any(folder in text for text in texts_of(program.find(Toast))))
