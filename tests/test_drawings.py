"""What a user reads about a drawing: what it shows, what it misses, and whether it can be made again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portrait_app.core.engines.sketch import ROW
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.shell.toast import Toast
from tests.support.program import RunningProgram

Start = Callable[..., RunningProgram]


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(meanwhile: Callable[[], None] = lambda: None) -> RunningProgram:
        for program in running:
            program.close()
        meanwhile()
        running[:] = [RunningProgram(tmp_path, qtbot)]
        return running[0]

    yield begin
    for program in running:
        program.close()


def drawn(program: RunningProgram, prompt: str) -> None:
    program.find(ParameterModel).set_values({"prompt": prompt, "seed": 5})
    program.action("generate").trigger()
    program.wait_for_pictures(1)


def select_the_picture(program: RunningProgram, qtbot: QtBot) -> None:
    program.view.setFocus()
    QTest.keyClick(program.view, Qt.Key.Key_Home)
    qtbot.waitUntil(program.action("use_settings").isEnabled)


def record_of(program: RunningProgram) -> dict[str, str]:
    texts = program.find(InspectorPanel).findChildren(SelectableText)
    pairs = (text.accessibleName().partition(": ") for text in texts if not text.isHidden())
    return {name: words for name, _, words in pairs}


def test_the_inspector_says_what_was_drawn_and_what_was_not(start: Start, qtbot: QtBot) -> None:
    program = start()
    drawn(program, "a robot with a red hat and a moustache, American")
    select_the_picture(program, qtbot)
    qtbot.waitUntil(lambda: "Not understood" in record_of(program))
    record = record_of(program)
    assert record["Words used"] == "red hat, moustache"
    assert record["Not understood"] == "robot, american"


def test_the_same_settings_say_that_another_version_drew_the_picture(start: Start, qtbot: QtBot) -> None:
    program = start()
    drawn(program, "a sailor")
    select_the_picture(program, qtbot)
    program.action("use_settings").trigger()
    assert program.find(Toast).accessibleName() == "The panel now has this picture’s settings."
    picture = program.model.picture(program.view.current_id())
    assert picture is not None
    assert picture.drawing == ROW.drawing

    database = program.paths.library / "library.db"

    def make_old() -> None:
        """Write the picture's row as former versions did."""
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE pictures SET understood = '[\"sailor\"]'")

    program = start(make_old)
    program.wait_for_pictures(1)
    select_the_picture(program, qtbot)
    program.action("use_settings").trigger()
    toast = program.find(Toast)
    qtbot.waitUntil(lambda: "Another version of Sketch drew it" in toast.accessibleName())
    assert program.find(ParameterModel).values()["prompt"] == "a sailor"
