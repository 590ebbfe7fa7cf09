"""Missing pictures in the window: what is offered, and what becomes of them. The whole program."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.library.library import open_library
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from portrait_app.ui.kit.notice import Notice
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.program import RunningProgram


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "away"
    folder.mkdir()
    return folder


@pytest.fixture
def program(tmp_path: Path, away: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    """Two pictures, the first of which has been moved away."""
    library = open_library(tmp_path / "data" / "library", FixedClock())
    lost, _whole = some_pictures(library, 2)
    shutil.move(library.path(lost), away / "moved.jpg")
    library.close()
    running = RunningProgram(tmp_path, qtbot)
    running.wait_for_pictures(2)
    yield running
    running.close()


LOST, WHOLE = 1, 2


def offered(program: RunningProgram) -> list[str]:
    return [key for key in ("locate_file", "forget") if program.action(key).isVisible()]


def select(program: RunningProgram, picture_id: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.model.picture(picture_id) is not None)
    program.view.go_to(picture_id)
    qtbot.waitUntil(lambda: bool(offered(program)) == (picture_id == LOST))
    qtbot.waitUntil(program.action("open").isEnabled)


def press(program: RunningProgram, words: str) -> None:
    """Press a button of a notice, once it is there."""

    def found() -> list[QPushButton]:
        notices = program.window.findChildren(Notice)
        buttons = [button for notice in notices for button in notice.findChildren(QPushButton)]
        return [button for button in buttons if button.text() == words and button.isVisible()]

    program.qtbot.waitUntil(lambda: len(found()) == 1)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_only_a_missing_picture_can_be_located_or_forgotten(program: RunningProgram, qtbot: QtBot) -> None:
    assert offered(program) == []
    select(program, LOST, qtbot)
    assert offered(program) == ["locate_file", "forget"]
    assert program.action("forget").isEnabled()
    select(program, WHOLE, qtbot)
    assert offered(program) == []


def test_a_located_file_is_back_on_its_tile(
    program: RunningProgram, qtbot: QtBot, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = program.find(TileImages)
    qtbot.waitUntil(lambda: images.is_broken(LOST))
    select(program, LOST, qtbot)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(away / "moved.jpg"), ""))
    program.action("locate_file").trigger()
    qtbot.waitUntil(lambda: not images.is_broken(LOST) and images.pixmap(LOST) is not None)
    qtbot.waitUntil(lambda: offered(program) == [])


def test_another_file_is_refused_and_a_folder_can_be_searched(
    program: RunningProgram, qtbot: QtBot, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select(program, LOST, qtbot)
    (away / "other.jpg").write_bytes(b"another picture")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(away / "other.jpg"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(away))
    controller = program.find(HousekeepingController)
    with qtbot.waitSignal(controller.located):
        program.action("locate_file").trigger()
    with qtbot.waitSignal(controller.located) as located:
        press(program, "Search a folder…")
    assert located.args[0].restored == (LOST,)


def test_forgetting_asks_in_the_window_and_leaves_the_file(
    program: RunningProgram, qtbot: QtBot, away: Path
) -> None:
    select(program, LOST, qtbot)
    program.action("forget").trigger()
    focused = program.window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Keep"
    press(program, "Keep")
    assert program.model.picture_count == 2
    program.action("forget").trigger()
    press(program, "Forget")
    program.wait_for_pictures(1)
    assert (away / "moved.jpg").exists()
    assert program.model.id_at(0) == WHOLE
