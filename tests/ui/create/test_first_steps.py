"""Honest first steps: the sample, pictures that are there already, a key that is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import RANDOM_SEED, SAMPLE_VALUES
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.account.key_dialog import ApiKeyDialog
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.notice import Notice
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService

_PATIENCE = 20_000  # milliseconds; other programs run beside the tests


@pytest.fixture
def cloud() -> Iterator[SegmindService]:
    with SegmindService() as service:
        yield service


@pytest.fixture
def program(
    tmp_path: Path, qtbot: QtBot, cloud: SegmindService, request: pytest.FixtureRequest
) -> Iterator[RunningProgram]:
    if "with_key" in request.node.name:
        request.getfixturevalue("monkeypatch").setenv("SEGMIND_API_KEY", KEY)
    running = RunningProgram(tmp_path, qtbot, api=cloud.url)
    yield running
    running.close()


def posts(cloud: SegmindService) -> int:
    return sum(one.method == "POST" for one in cloud.received)


def choose(program: RunningProgram, engine: str) -> None:
    program.find(ParameterPanel).engine_chosen.emit(engine)


def answer(words: str) -> list[str]:
    """Press the button of the next question that says `words`; return what was asked, once it was."""
    asked: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, look)
            return
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, look)
    return asked


def test_the_sample_has_no_seed_of_its_own_unless_it_is_asked_for(program: RunningProgram) -> None:
    model = program.find(ParameterModel)
    assert model.values()["seed"] == RANDOM_SEED
    assert model.values()["negative_prompt"] == ""  # Sketch draws
    program.action("sample_with_seed").trigger()
    assert model.values()["seed"] == SAMPLE_VALUES["seed"]
    choose(program, "segmind")
    assert model.values() == SAMPLE_VALUES
    program.action("sample").trigger()
    assert model.values() == SAMPLE_VALUES | {"seed": RANDOM_SEED}
    model.set_values({"prompt": "a portrait of my own"})
    choose(program, "sketch")
    assert model.values()["negative_prompt"] == SAMPLE_VALUES["negative_prompt"]  # it is the user's now


def test_three_presses_with_key_make_three_pictures(program: RunningProgram, cloud: SegmindService) -> None:
    for count in range(1, 4):
        program.action("generate").trigger()
        program.wait_for_pictures(count)
    pictures = program.backend.library.pictures([1, 2, 3])
    assert len({picture.seed for picture in pictures}) == 3


@pytest.mark.parametrize(
    ("button", "count"), [("Cancel", 1), ("Show it", 1), ("New seed", 2), ("Make it anyway", 2)]
)
def test_a_picture_that_is_there_with_key_is_not_paid_for_unasked(
    button: str, count: int, program: RunningProgram, cloud: SegmindService, qtbot: QtBot
) -> None:
    program.action("sample_with_seed").trigger()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    assert posts(cloud) == 1
    program.view.clearSelection()
    asked = answer(button)
    program.action("generate").trigger()
    qtbot.waitUntil(lambda: asked == ["You have this one."], timeout=_PATIENCE)
    program.wait_for_pictures(count)
    assert posts(cloud) == count
    if button == "Show it":
        qtbot.waitUntil(lambda: program.view.selected_count() == 1, timeout=_PATIENCE)
    if button == "New seed":
        assert program.find(ParameterModel).values()["seed"] == RANDOM_SEED


def test_one_that_is_asked_for_with_key_is_not_asked_for_twice(
    program: RunningProgram, cloud: SegmindService, qtbot: QtBot
) -> None:
    cloud.delay = 1.0
    program.action("sample_with_seed").trigger()
    program.action("generate").trigger()
    qtbot.waitUntil(lambda: len(program.find(GenerationQueue).statuses) == 1, timeout=_PATIENCE)
    asked = answer("Cancel")
    program.action("generate").trigger()
    qtbot.waitUntil(lambda: asked == ["You have asked for this one already."], timeout=_PATIENCE)
    program.wait_for_pictures(1)
    assert posts(cloud) == 1


def test_a_picture_in_the_trash_with_key_does_not_count(
    program: RunningProgram, cloud: SegmindService
) -> None:
    program.action("sample_with_seed").trigger()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    program.view.setCurrentIndex(program.model.index(0, 0))
    program.action("trash").trigger()
    program.wait_for_pictures(0)
    program.qtbot.waitUntil(lambda: program.is_idle)  # the grid is ahead of the library
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    assert posts(cloud) == 2


def test_what_is_free_is_made_again_without_a_question(program: RunningProgram) -> None:
    program.action("sample_with_seed").trigger()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    program.action("generate").trigger()
    program.wait_for_pictures(2)


def test_generate_without_a_key_asks_for_it_and_then_sends(
    program: RunningProgram, cloud: SegmindService, qtbot: QtBot
) -> None:
    choose(program, "segmind")

    def give_key() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ApiKeyDialog):
            QTimer.singleShot(50, give_key)
            return
        dialog._entry.field.setText(KEY)
        dialog._session.click()

        def press_enter() -> None:
            if dialog._close.text() != "Done":
                QTimer.singleShot(50, press_enter)
                return
            QTest.keyClick(dialog, Qt.Key.Key_Return)

        press_enter()

    QTimer.singleShot(0, give_key)
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    assert posts(cloud) == 1


def test_the_banner_names_the_engine_that_is_chosen(program: RunningProgram, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Notice)), timeout=_PATIENCE)
    (banner,) = program.window.findChildren(Notice)
    assert banner.title == "Drawing offline with Sketch"
    choose(program, "segmind")
    assert banner.title == "Segmind needs your key"


def test_what_the_engine_does_not_use_is_folded(program: RunningProgram) -> None:
    panel = program.find(ParameterPanel)
    fold = next(one for one in panel.findChildren(QToolButton) if one.text() == "Not used by Sketch: 4")
    assert not panel.editor("num_inference_steps").isVisible()
    assert panel.editor("seed").isVisible()
    fold.click()
    assert panel.editor("num_inference_steps").isVisible()
    fold.click()
    choose(program, "segmind")
    assert panel.editor("num_inference_steps").isVisible()
    assert not fold.isVisible()
