"""A window that is built anew while something is under way: a hold of the queue, a question."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.queue.panel import QueuePanel
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import reply
from tests.support.segmind_service import KEY, SegmindService

Start = Callable[..., RunningProgram]
_REFUSED = b"Insufficient credits. Balance: 0.0010, required: 0.0030"


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        running.append(RunningProgram(tmp_path, qtbot, **arguments))  # type: ignore[arg-type]
        return running[0]

    yield begin
    for program in running:
        program.close()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


def begin_with_key(start: Start, cloud: SegmindService) -> RunningProgram:
    program = start(api=cloud.url)
    program.qtbot.waitUntil(lambda: program.find(ParameterModel).endpoint.engine == "segmind")
    program.qtbot.waitUntil(lambda: program.find(KeyController).balance is not None)
    return program


def held(program: RunningProgram) -> list[HoldReason]:
    return [hold.reason for hold in program.find(GenerationQueue).holds]


def press(program: RunningProgram, words: str) -> None:
    buttons = [one for one in program.window.findChildren(QPushButton) if one.text() == words]
    next(button for button in buttons if button.isVisible()).click()


def test_a_queue_that_waits_for_credits_is_let_go_in_the_new_window(
    start: Start, cloud: SegmindService
) -> None:
    program = begin_with_key(start, cloud)
    cloud.next(reply(406, _REFUSED, {"Content-Type": "text/plain"}))
    program.action("generate").trigger()
    program.qtbot.waitUntil(lambda: held(program) == [HoldReason.NO_CREDITS] and program.is_idle)
    program.rebuild()
    assert "Not enough credits: queue on hold" in [one.title for one in program.window.findChildren(Notice)]
    cloud.credits = 100.0
    press(program, "Check again")
    program.wait_for_pictures(1)
    assert held(program) == []


def test_a_low_balance_may_be_spent_in_the_new_window(start: Start, cloud: SegmindService) -> None:
    program = begin_with_key(start, cloud)
    program.settings.set("reserve", 100.0)
    program.action("generate").trigger()
    program.qtbot.waitUntil(lambda: held(program) == [HoldReason.LOW_BALANCE])
    program.rebuild()
    press(program, "Send anyway")
    program.wait_for_pictures(1)
    assert held(program) == []


def test_a_queue_that_waits_for_a_key_is_let_go_in_the_new_window(
    start: Start, cloud: SegmindService
) -> None:
    program = begin_with_key(start, cloud)
    cloud.next(reply(401, b'{"error": "Invalid API Key"}'))
    program.action("generate").trigger()
    program.qtbot.waitUntil(lambda: held(program) == [HoldReason.NO_KEY] and program.is_idle)
    program.rebuild()
    program.find(QueuePanel).resume_requested.emit()  # try once more with the key there is
    program.wait_for_pictures(1)
    assert held(program) == []


def test_a_question_is_answered_before_its_window_goes(start: Start, cloud: SegmindService) -> None:
    program = begin_with_key(start, cloud)
    program.settings.set("session_budget", 0.001)
    former = program.window
    answered: list[bool] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            return
        if not answered:
            answered.append(False)
            program.program.rebuild()
        elif len(answered) < 5:
            answered.append(shiboken6.isValid(former))
        else:
            next(one for one in box.buttons() if one.text() == "Generate anyway").click()

    timer = QTimer()
    timer.setInterval(40)
    timer.timeout.connect(answer)
    timer.start()
    program.action("generate").trigger()
    program.qtbot.waitUntil(lambda: not shiboken6.isValid(former), timeout=10_000)
    timer.stop()
    assert answered == [False, True, True, True, True]
    program.window = program.program.window
    program.qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    program.wait_for_pictures(1)
    assert len(cloud.billed) == 1


def test_a_maximised_window_is_maximised_again(start: Start) -> None:
    program = start()
    program.window.resize(1000, 700)
    program.window.showMaximized()
    program.qtbot.waitUntil(program.window.isMaximized)
    program.rebuild()
    assert program.window.isMaximized()
    assert program.window.normalGeometry().width() == 1000
