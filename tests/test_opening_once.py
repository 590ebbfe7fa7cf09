"""The library is opened once in the whole program, however often it is tried and windows are built anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app import program as program_module
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.program import ANEW
from portrait_app.ui.care.restore_controller import RestoreController
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.shell.session import Session
from tests.support.program import RunningProgram

Start = Callable[..., RunningProgram]


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        running.append(RunningProgram(tmp_path, qtbot, **arguments))  # type: ignore[arg-type]
        return running[0]

    yield begin
    for program in running:
        program.close()


def press(program: RunningProgram, words: str) -> None:
    buttons = [one for one in program.window.findChildren(QPushButton) if one.text() == words]
    next(button for button in buttons if button.isVisible()).click()


def counting(monkeypatch: pytest.MonkeyPatch, name: str) -> list[int]:
    calls: list[int] = []
    call = getattr(program_module, name)

    def counted(*arguments: object, **words: object) -> object:
        calls.append(1)
        return call(*arguments, **words)

    monkeypatch.setattr(program_module, name, counted)
    return calls


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 12, 20, 30])
def test_a_library_is_opened_once_however_early_a_window_is_built_anew(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    opened = counting(monkeypatch, "open_library")
    backends = counting(monkeypatch, "open_backend")
    program = start(opens=False, fills=False)
    for _ in range(turns):
        qtbot.wait(5)
    program.rebuild()
    qtbot.wait(300)
    assert (len(opened), len(backends)) == (1, 1)
    assert len(program.program.findChildren(Session)) == 1
    program.action("generate").trigger()
    program.wait_for_pictures(1)


@pytest.mark.logs_warnings
def test_trying_again_when_the_library_is_open_does_nothing(
    start: Start, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "data" / "library"
    library.mkdir(parents=True)
    (library / "library.db").write_text("shopping list")
    opened = counting(monkeypatch, "open_library")
    program = start(opens=False)
    program.qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)), timeout=20_000)
    (library / "library.db").unlink()
    both = [one for one in program.window.findChildren(QPushButton) if one.text() == "Try again"]
    both = [one for one in both if one.isVisible()]
    assert len(both) == 2  # in the grid and in the notice
    for button in both:
        button.click()
    program.qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    qtbot.wait(300)
    assert len(opened) == 2
    assert len(program.program.findChildren(Session)) == 1


@pytest.mark.logs_warnings
def test_what_is_wrong_with_the_engines_does_not_open_the_library_twice(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = counting(monkeypatch, "open_library")
    backend = getattr(program_module, "open_backend")  # noqa: B009 - the program exports it to nobody
    failing = [True]

    def fails_once(*arguments: object) -> object:
        if failing:
            failing.clear()
            raise AppError(ErrorKind.LIBRARY_FAILED, "not now")
        return backend(*arguments)

    monkeypatch.setattr(program_module, "open_backend", fails_once)
    program = start(opens=False)
    program.qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)), timeout=20_000)
    press(program, "Try again")
    program.qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    assert len(opened) == 1
    assert program.action("generate").isEnabled()


@pytest.mark.logs_warnings
def test_a_library_that_is_shown_is_closed_before_a_backup_takes_its_place(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> object:
        raise AppError(ErrorKind.LIBRARY_FAILED, "not now")

    monkeypatch.setattr(program_module, "open_backend", fails)
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)
    opened = counting(monkeypatch, "open_library")
    program = start(opens=False)
    program.qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)), timeout=20_000)
    program.find(RestoreController).wanted.emit(tmp_path / "a backup")
    assert codes == [ANEW]  # what has begun again opens the library from it
    assert program.program.chosen_backup == tmp_path / "a backup"
    assert len(opened) == 1
