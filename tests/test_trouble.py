"""The whole program where something is in the way: a file that is no library, a lock, a failing answer."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.ui.gallery.empty_state import EmptyState
from portrait_app.ui.kit.notice import Notice, NoticeKind, NoticeStack
from portrait_app.ui.search.library_bar import LibraryBar
from portrait_app.ui.search.saved_searches import SavedSearches
from portrait_app.ui.shell.long_text import LongTextDialog
from portrait_app.ui.shell.session_state import SessionState
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram
from tests.support.widgets import texts_of

Start = Callable[..., RunningProgram]

# Holds the library's write lock until its input ends.
_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
connection.rollback()
connection.close()
"""


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        for program in running:
            program.close()
        running[:] = [RunningProgram(tmp_path, qtbot, **arguments)]  # type: ignore[arg-type]
        running[0].window.activateWindow()
        return running[0]

    yield begin
    for program in running:
        program.close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The file of a library with 60 pictures."""
    folder = tmp_path / "data" / "library"
    build_library(folder, 60, image_side=32)
    return folder / "library.db"


def empty_text(program: RunningProgram) -> str:
    state = program.view.findChild(EmptyState)
    assert isinstance(state, EmptyState)
    return texts_of(state)[0] if state.isVisible() else ""


def empty_buttons(program: RunningProgram) -> dict[str, QPushButton]:
    state = program.view.findChild(EmptyState)
    assert isinstance(state, EmptyState)
    return {button.text(): button for button in state.findChildren(QPushButton) if button.isVisible()}


def problems(program: RunningProgram) -> list[str]:
    """Return the titles of the errors on the screen."""
    notices = program.window.findChildren(Notice)
    return [notice.title for notice in notices if notice._role == NoticeKind.ERROR.value[1]]


def settle(program: RunningProgram) -> None:
    for _ in range(3):
        program.qtbot.waitUntil(lambda: program.is_idle)
        QApplication.processEvents()


def test_a_library_that_another_program_writes_is_waited_for(
    start: Start, library: Path, qtbot: QtBot
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        program = start(opens=False)
        qtbot.waitUntil(lambda: empty_text(program) == "Opening the library…")
        qtbot.waitUntil(lambda: empty_text(program).startswith("Still opening"))
        assert not program.program.is_open
        holder.stdin.close()
    qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    settle(program)
    assert program.model.picture_count > 50
    assert empty_text(program) == ""
    assert problems(program) == []


@pytest.mark.logs_warnings
def test_a_mistake_in_the_program_is_told_to_the_user(start: Start, qtbot: QtBot) -> None:
    program = start()

    def mistaken() -> None:
        raise ZeroDivisionError("of the painter")

    QTimer.singleShot(0, mistaken)
    qtbot.waitUntil(lambda: problems(program) != [])
    program.window.findChildren(Notice)[0].close()


def of_another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE shopping (item TEXT)")
    connection.close()


def of_a_newer_version(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.logs_warnings
@pytest.mark.parametrize("spoil", [of_another_program, of_a_newer_version])
def test_a_library_that_does_not_open_offers_the_settings_and_stays_as_it_is(
    start: Start, library: Path, qtbot: QtBot, spoil: Callable[[Path], None]
) -> None:
    spoil(library)
    before = library.read_bytes()
    program = start(opens=False)
    qtbot.waitUntil(lambda: empty_text(program) == "The library could not be opened.", timeout=20_000)
    assert list(empty_buttons(program)) == ["Try again", "Restore a backup…", "Choose another folder…"]
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SettingsDialog):
            asked.append(dialog.windowTitle())
            dialog.reject()
        else:
            QTimer.singleShot(20, answer)

    QTimer.singleShot(20, answer)
    empty_buttons(program)["Choose another folder…"].click()
    assert asked == ["Settings"]
    empty_buttons(program)["Try again"].click()
    qtbot.waitUntil(lambda: empty_text(program) == "The library could not be opened.", timeout=20_000)
    assert library.read_bytes() == before


def test_settings_reach_the_disk_soon_after_a_change(start: Start, library: Path, qtbot: QtBot) -> None:
    assert library.exists()
    program = start()
    settle(program)
    state = program.program.findChild(SessionState)
    assert isinstance(state, SessionState)
    state._timer.setInterval(1)
    SavedSearches(program.settings).save("Kept <b>", "steps:>30")

    def written() -> bool:
        file = program.paths.settings_file
        return file.exists() and "steps:>30" in json.loads(file.read_text()).get("saved_searches", "")

    qtbot.waitUntil(written)
    settle(program)
    assert not state._timer.isActive()  # what it wrote down itself is no change of its own


def test_settings_that_cannot_be_saved_are_said_once_and_saved_when_they_can(
    start: Start, library: Path, qtbot: QtBot
) -> None:
    assert library.exists()
    program = start()
    settle(program)
    state = program.program.findChild(SessionState)
    assert isinstance(state, SessionState)
    failures: list[AppError] = []
    state.unsaved.connect(failures.append)
    file = program.paths.settings_file
    qtbot.waitUntil(lambda: not state._timer.isActive())
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.write_text("in the way")
    for concurrency in (3, 4):
        program.settings.set("concurrency", concurrency)
        state.save()
        settle(program)
    assert [error.kind for error in failures] == [ErrorKind.SETTINGS_UNSAVED]
    assert problems(program).count("Your settings could not be saved") == 1
    assert program.settings.value("concurrency") == 4
    file.parent.unlink()
    state.save()
    qtbot.waitUntil(file.exists)
    assert json.loads(file.read_text())["concurrency"] == 4


@pytest.mark.logs_warnings
def test_a_question_that_fails_leaves_the_bar_saying_what_is_shown(
    start: Start, library: Path, qtbot: QtBot
) -> None:
    assert library.exists()
    program = start()
    settle(program)
    shown = program.model.picture_count
    backend = program.backend
    backend.library.close()
    bar = program.find(LibraryBar)
    bar.filters.chosen.emit("favourites")
    settle(program)
    assert program.settings.value("filter") == "all"
    assert [button.text() for button in bar.filters.findChildren(QToolButton) if button.isChecked()] == [
        "All"
    ]
    bar.search.setFocus()
    bar.search.setText("woman")
    settle(program)
    qtbot.waitUntil(lambda: "still shown" in bar.search.problem)
    assert bar.search.text() == "woman"
    assert program.model.picture_count == shown
    assert problems(program) == ["A library operation failed"]


def test_a_session_that_crashed_offers_its_report(tmp_path: Path, qtbot: QtBot, start: Start) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "running-1.2.3_20261122T120000_7.txt").write_text("Fatal Python error: Aborted")
    program = start()
    stack = program.find(NoticeStack)
    qtbot.waitUntil(lambda: any("ended unexpectedly" in notice.title for notice in stack.notices))
    notice = next(notice for notice in stack.notices if "ended unexpectedly" in notice.title)
    shown: list[str] = []

    def read() -> None:
        dialog = program.window.findChild(LongTextDialog)
        if isinstance(dialog, LongTextDialog) and not shown:
            shown.append(dialog._text.toPlainText())
            dialog.reject()

    timer = QTimer(interval=20)
    timer.timeout.connect(read)
    timer.start()
    (button,) = notice.findChildren(QPushButton)
    button.click()
    timer.stop()
    assert "Portrait Studio 1.2.3" in shown[0]
    assert "Aborted" in shown[0]
