"""*Move library…* in the program: the question, the move between two runs, and what is said afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.app import _move
from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.moving import MoveReport
from portrait_app.library.moving import LibraryMover
from portrait_app.system.paths import Paths
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.care.move_controller import MoveController
from portrait_app.ui.care.move_dialog import MoveDialog
from portrait_app.ui.kit.notice import Notice, NoticeStack
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.widgets import button_of, texts_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    build_library(tmp_path / "home" / "data" / "library", 12, image_side=16)
    return tmp_path / "home"


@pytest.fixture
def program(home: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(home, qtbot)
    running.wait_for_pictures(12)
    qtbot.waitUntil(lambda: running.is_idle)
    yield running
    running.close()


def notice(program: RunningProgram, title: str) -> Notice | None:
    return next((one for one in program.find(NoticeStack).notices if one.title == title), None)


def answer(qtbot: QtBot, text: str) -> list[str]:
    """Press the button of the question that comes up; return what the question says."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, press)
            return
        said.append(f"{box.text()} {box.informativeText()}")
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    QTimer.singleShot(0, press)
    return said


def test_the_settings_lead_to_it_and_the_folder_is_asked_for(
    program: RunningProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "disk"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    controller = program.find(MoveController)
    wanted: list[Path] = []
    controller.wanted.disconnect()  # the test's own process must not end
    controller.wanted.connect(wanted.append)

    def press_move() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SettingsDialog)
        button_of(dialog, "Move library…").click()

    QTimer.singleShot(0, press_move)
    said = answer(qtbot, "Move")
    program.action("settings").trigger()
    qtbot.waitUntil(lambda: bool(wanted))
    assert wanted == [target]
    assert str(target) in said[0]


def test_a_folder_that_will_not_do_is_refused_with_the_reason(
    program: RunningProgram, home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    inside = home / "data" / "library" / "pictures"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(inside))
    said = answer(qtbot, "OK")
    program.action("move_library").trigger()
    qtbot.waitUntil(lambda: bool(said))
    assert "inside or around it" in said[0]


def test_between_two_runs_the_library_moves_and_the_old_folder_is_let_go(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, old = tmp_path / "home", tmp_path / "old library"
    new = home / "data" / "library"
    build_library(old, 12, image_side=16)
    paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
    monkeypatch.setattr("portrait_app.app.platform_paths", lambda: paths)
    _move(old, new, at_home=True)
    assert JsonSettings(paths.settings_file).value("library_folder") == str(new)
    trashed: list[Path] = []
    monkeypatch.setattr("portrait_app.system.trash.send2trash", lambda path: trashed.append(Path(path)))
    program = RunningProgram(home, qtbot)
    program.wait_for_pictures(12)
    assert program.backend.is_at_home
    qtbot.waitUntil(lambda: notice(program, "The library has moved") is not None)
    said = notice(program, "The library has moved")
    assert said is not None
    assert any(str(old) in text for text in texts_of(said))
    button_of(said, "Move the old folder to the trash").click()
    qtbot.waitUntil(lambda: trashed == [old])
    qtbot.waitUntil(lambda: program.settings.value("old_library") == "")
    program.close()


def test_an_interrupted_move_is_told_and_its_half_copy_removed(
    home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    half = tmp_path / "half"
    (home / "data" / "library" / "moving-to.json").write_text(f'{{"to": "{half}"}}')
    half.mkdir()
    (half / "library.db").write_bytes(b"half")
    program = RunningProgram(home, qtbot)
    program.wait_for_pictures(12)
    title = "Moving the library was interrupted"
    qtbot.waitUntil(lambda: notice(program, title) is not None)
    said = notice(program, title)
    assert said is not None
    button_of(said, "Remove the half copy").click()
    mover = LibraryMover(home / "data" / "library", lambda path: None)
    qtbot.waitUntil(lambda: mover.interrupted() is None)
    assert not half.exists()
    program.close()


def run_dialog(work: Callable[[MoveReport, Cancel], None], act: Callable[[MoveDialog], None]) -> int:
    dialog = MoveDialog("/media/disk", work)
    QTimer.singleShot(0, lambda: act(dialog))
    result = dialog.exec()
    dialog.deleteLater()
    return result


@pytest.mark.usefixtures("qtbot")
def test_the_window_of_the_move_can_cancel_it() -> None:
    stopped = Event()

    def work(_report: MoveReport, cancel: Cancel) -> None:
        with cancel.on_cancel(stopped.set):
            assert stopped.wait(20)
        raise AppError(ErrorKind.CANCELLED)

    result = run_dialog(work, lambda dialog: dialog.findChildren(QPushButton)[0].click())
    assert result == MoveDialog.DialogCode.Rejected


def test_the_window_of_the_move_says_what_went_wrong(qtbot: QtBot) -> None:
    said: list[str] = []

    def work(_report: MoveReport, _cancel: Cancel) -> None:
        raise AppError(ErrorKind.DISK_FULL, "full", path="/media/disk/x")

    def look(dialog: MoveDialog) -> None:
        qtbot.waitUntil(lambda: "The library was not moved" in texts_of(dialog))
        said.extend(texts_of(dialog))
        dialog.reject()

    assert run_dialog(work, look) == MoveDialog.DialogCode.Rejected
    assert any("nothing is lost" in text for text in said)


def test_the_old_folder_says_where_the_library_is(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, new = tmp_path / "home", tmp_path / "new library"
    old = home / "data" / "library"
    build_library(old, 12, image_side=16)
    paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
    monkeypatch.setattr("portrait_app.app.platform_paths", lambda: paths)
    _move(old, new, at_home=True)
    settings = JsonSettings(paths.settings_file)
    settings.set("library_folder", str(old))  # by hand
    settings.save()
    title = "This is the old folder of a library that has moved"
    for button in ("Use the moved library", "Keep using this folder"):
        program = RunningProgram(home, qtbot)
        program.wait_for_pictures(12)
        qtbot.waitUntil(lambda program=program: notice(program, title) is not None)  # type: ignore[misc]
        said = notice(program, title)
        assert said is not None
        assert any(str(new) in text for text in texts_of(said))
        button_of(said, button).click()
        if button.startswith("Use"):
            assert program.settings.value("library_folder") == str(new)
        qtbot.waitUntil(lambda program=program: program.is_idle)  # type: ignore[misc]
        program.close()
    program = RunningProgram(home, qtbot)
    program.wait_for_pictures(12)
    qtbot.waitUntil(lambda: program.is_idle)
    assert notice(program, title) is None
    program.close()
