"""The whole program with a library that is damaged, and one that a person puts back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.library.library import DATABASE, open_library
from portrait_app.program import ANEW
from portrait_app.system.clock import SystemClock
from portrait_app.ui.care.restore_dialog import RestoreDialog
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.kit.notice import Notice
from tests.support.program import RunningProgram

Start = Callable[..., RunningProgram]


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        end()
        running.append(RunningProgram(tmp_path, qtbot, **arguments))  # type: ignore[arg-type]
        return running[0]

    def end() -> None:
        while running:
            running.pop().close()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    end()


def back_up(folder: Path) -> None:
    library = open_library(folder, SystemClock())
    assert library.backups().make_if_due(Cancel())
    library.close()


def a_picture(program: RunningProgram, count: int) -> None:
    program.action("generate").trigger()
    program.wait_for_pictures(count)


def notices(program: RunningProgram) -> list[str]:
    """Return what is said of a library that was restored."""
    said = [
        f"{shown.title}. {shown.accessibleDescription()}" for shown in program.window.findChildren(Notice)
    ]
    return [words for words in said if "has been restored" in words]


@pytest.mark.logs_warnings
def test_a_damaged_library_opens_with_every_picture(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "library"
    a_picture(start(), 1)
    start.end()  # type: ignore[attr-defined]
    back_up(folder)
    a_picture(start(), 2)
    start.end()  # type: ignore[attr-defined]
    (folder / DATABASE).write_bytes(b"\0" * 100_000)
    program = start()
    program.wait_for_pictures(2)
    (words,) = notices(program)
    assert words.startswith("The library was damaged and has been restored. Its file could not be read")
    assert "1 missing picture was found on the disk and added. The library now has 2 pictures." in words


def test_a_person_goes_back(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    a_picture(start(), 1)
    start.end()  # type: ignore[attr-defined]
    back_up(tmp_path / "data" / "library")
    program = start()
    program.wait_for_pictures(1)
    program.find(CurationController).set_favourite([1], True)
    a_picture(program, 2)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RestoreDialog) and dialog.chosen is not None:
            dialog.accept()

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(choose)
    timer.start()
    QTimer.singleShot(0, program.action("restore_library").trigger)
    assert QApplication.exec() == ANEW  # the loop that a program ends: `app.main` then begins anew
    timer.stop()
    chosen_backup = program.program.chosen_backup
    assert chosen_backup is not None
    start.end()  # type: ignore[attr-defined]

    program = start(chosen_backup=chosen_backup)
    program.wait_for_pictures(2)
    qtbot.waitUntil(lambda: program.model.picture(1) is not None)
    picture = program.model.picture(1)
    assert picture is not None
    assert not picture.favourite
    (words,) = notices(program)
    assert words.startswith("The library has been restored. Favourites, stars")
    assert len(list((tmp_path / "data" / "library" / "backups").glob("*-replaced.db"))) == 1
