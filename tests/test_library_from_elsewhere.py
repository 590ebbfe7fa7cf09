"""A library that somebody sent, or that was copied: what waits in it is paid for only after a word, once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.job import JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.library.library import open_library
from portrait_app.system import machine_identity
from portrait_app.system.clock import SystemClock
from portrait_app.ui.queue.hold_bar import HoldBar
from portrait_app.ui.queue.panel import QueuePanel
from tests.library.making import a_request
from tests.support.fake_library import SKETCH_MODEL
from tests.support.fake_library import a_request as any_request
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService

HOLD = "Jobs that came with this library need your decision"
Start = Callable[..., RunningProgram]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot, cloud: SegmindService) -> Iterator[Start]:
    with ExitStack() as ends:

        def begin(home: Path = tmp_path) -> RunningProgram:
            ends.close()
            program = RunningProgram(home, qtbot, api=cloud.url)
            ends.callback(program.close)
            return program

        yield begin


def small(seed: int) -> GenerationRequest:
    return a_request(samples=1, img_width=512, img_height=512, seed=seed)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A library with two jobs that cost money and one that does not, used on another machine only."""
    library = open_library(tmp_path / "data" / "library", SystemClock())
    library.home("the sender's 1000").settle()
    for seed in (1, 2):
        library.add_job(small(seed))
    library.add_job(any_request("a friend", SKETCH_MODEL))
    library.close()
    return library.folder


def posts(cloud: SegmindService) -> int:
    return sum(request.method == "POST" for request in cloud.received)


def say(program: RunningProgram, word: str) -> list[str]:
    """Press the button of the bar, and one of the question; return what was asked."""
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and not asked:
            asked.append(f"{box.text()} {box.informativeText()}")
            next(button for button in box.buttons() if button.text() == word).click()

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(answer)
    timer.start()
    bar = program.find(HoldBar)
    next(button for button in bar.findChildren(QToolButton) if button.text() == "Send them…").click()
    timer.stop()
    return asked


def wait_for(program: RunningProgram, what: Callable[[], bool]) -> None:
    program.qtbot.waitUntil(what, timeout=20_000)


def wait_until_held(program: RunningProgram) -> None:
    panel = program.find(QueuePanel)
    wait_for(program, lambda: panel.hold_text == HOLD and panel.model.rowCount() == 2)
    wait_for(program, lambda: program.is_idle)


def test_paid_jobs_of_another_wait_and_are_sent_once_confirmed(
    start: Start, sent: Path, cloud: SegmindService
) -> None:
    program = start()
    wait_for(program, lambda: program.model.picture_count == 1)  # the free one needs no word
    wait_until_held(program)
    assert posts(cloud) == 0
    (asked,) = say(program, "Not now")
    assert "2 jobs are waiting in it" in asked
    assert "about 0.0060 USD" in asked
    assert posts(cloud) == 0

    program = start()
    wait_until_held(program)
    assert posts(cloud) == 0
    say(program, "Send")
    program.wait_for_pictures(3)
    assert len(cloud.billed) == 2
    assert program.find(QueuePanel).hold_text == ""

    library = open_library(sent, SystemClock())
    assert library.home(machine_identity.user_and_machine_id()).is_known()
    library.close()


def test_paid_jobs_of_another_can_be_cancelled(start: Start, sent: Path, cloud: SegmindService) -> None:
    program = start()
    wait_for(program, lambda: program.model.picture_count == 1)
    wait_until_held(program)
    say(program, "Cancel these jobs")
    wait_for(program, lambda: program.is_idle and program.find(QueuePanel).model.rowCount() == 0)
    assert program.find(QueuePanel).hold_text == ""
    program = start()
    program.wait_for_pictures(1)
    assert posts(cloud) == 0


def test_jobs_that_a_person_calls_off_hold_nothing_any_more(
    start: Start, sent: Path, cloud: SegmindService
) -> None:
    program = start()
    wait_until_held(program)
    program.action("cancel_waiting").trigger()
    wait_for(program, lambda: program.find(QueuePanel).hold_text == "")
    program.action("generate").trigger()
    wait_for(program, lambda: len(cloud.billed) == 1)
    wait_for(program, lambda: program.is_idle)


@pytest.mark.parametrize("where", ["another machine", "a copy"])
def test_at_home_jobs_go_on_unasked_and_elsewhere_they_wait(
    start: Start, cloud: SegmindService, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    program = start()
    panel = program.find(QueuePanel)

    def leave_a_job() -> None:
        program.action("pause_queue").trigger()
        program.action("generate").trigger()
        wait_for(program, lambda: panel.model.rowCount() == 1 and program.is_idle)

    leave_a_job()
    program = start()
    panel = program.find(QueuePanel)
    wait_for(program, lambda: panel.model.rowCount() == 1)
    program.action("pause_queue").trigger()  # goes on, and nothing else holds it
    program.wait_for_pictures(1)
    leave_a_job()
    home = program.home
    if where == "a copy":
        program.window.close()
        home = home / "copy"
        for folder in ("data", "config"):
            shutil.copytree(program.home / folder, home / folder)
    else:
        monkeypatch.setattr(machine_identity, "user_and_machine_id", lambda: "a laptop 1000")
    program = start(home)
    program.action("pause_queue").trigger()
    wait_for(program, lambda: panel_text(program) == HOLD)
    wait_for(program, lambda: program.is_idle)
    assert len(cloud.billed) == 1


def panel_text(program: RunningProgram) -> str:
    return program.find(QueuePanel).hold_text


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.OUTCOME_UNKNOWN])
def test_what_was_under_way_elsewhere_is_not_sent_again_unasked(
    start: Start, cloud: SegmindService, tmp_path: Path, state: JobState
) -> None:
    library = open_library(tmp_path / "data" / "library", SystemClock())
    job = library.add_job(small(1))
    library.set_job_state(job.id, JobState.SENDING)
    if state is not JobState.SENDING:
        library.set_job_state(job.id, state)
    library.close()
    program = start()
    wait_for(program, lambda: panel_text(program) == HOLD and program.is_idle)
    assert posts(cloud) == 0
    assert say(program, "Cancel these jobs")
    wait_for(program, lambda: program.is_idle and panel_text(program) == "")
    assert posts(cloud) == 0
