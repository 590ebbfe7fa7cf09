"""Midnight, the end of a month, and days of 23 and 25 hours, in the whole program."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from portrait_app.system.clock import SystemClock
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.queue.done_controller import DoneController
from portrait_app.ui.queue.panel import QueuePanel
from tests.support.clock import FixedClock
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService

Start = Callable[[], RunningProgram]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[FixedClock]:
    """The program's clock, set by hand, in Berlin."""
    made = FixedClock()
    monkeypatch.setattr(SystemClock, "now", lambda _self: made.now())
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield made
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def cloud() -> Iterator[SegmindService]:
    with SegmindService() as service:
        yield service


@pytest.fixture
def start(
    clock: FixedClock, cloud: SegmindService, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    running: list[RunningProgram] = []

    def begin() -> RunningProgram:
        running.append(RunningProgram(tmp_path, qtbot, api=cloud.url))
        model = running[0].find(ParameterModel)
        qtbot.waitUntil(lambda: model.endpoint.engine == "segmind" and running[0].is_idle)
        return running[0]

    yield begin
    for program in running:
        program.close()


def generate(program: RunningProgram, pictures: int) -> None:
    program.action("generate").trigger()
    program.wait_for_pictures(pictures)
    program.qtbot.waitUntil(lambda: program.is_idle)


def done_today(program: RunningProgram) -> str:
    return program.find(QueuePanel).done.total_words()


def at(clock: FixedClock, moment: str) -> None:
    """Set the clock to a moment of UTC."""
    clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("yesterday", "today"),
    [
        ("2026-11-22 22:59:59", "2026-11-22 23:00:00"),
        ("2026-03-28 22:59:59", "2026-03-29 12:00:00"),  # in the 23 hours of this day, at noon
        ("2026-10-24 21:59:59", "2026-10-25 12:00:00"),  # in the 25 hours of this one
        ("2026-03-29 21:59:59", "2026-03-29 22:00:00"),  # the end of the short day
        ("2026-10-25 22:59:59", "2026-10-25 23:00:00"),  # and of the long one
    ],
)
def test_what_was_done_today_is_of_today(start: Start, clock: FixedClock, yesterday: str, today: str) -> None:
    at(clock, yesterday)
    program = start()
    generate(program, 1)
    assert done_today(program) == "1 picture made today · 0.0030 USD"
    at(clock, today)
    done = program.find(DoneController)
    done.look()  # as it does every minute
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert done_today(program) == "0 pictures made today"
    generate(program, 2)
    assert done_today(program) == "1 picture made today · 0.0030 USD"
    done.read()
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert done_today(program) == "1 picture made today · 0.0030 USD"


def test_the_first_picture_of_a_day_does_not_stand_among_those_of_the_day_before(
    start: Start, clock: FixedClock
) -> None:
    at(clock, "2026-11-22 22:50:00")
    program = start()
    generate(program, 1)
    at(clock, "2026-11-23 07:00:00")  # it slept meanwhile, and so did its timers
    generate(program, 2)
    program.qtbot.waitUntil(lambda: done_today(program) == "1 picture made today · 0.0030 USD")


def test_a_new_month_has_its_own_budget_and_asks_anew(start: Start, clock: FixedClock) -> None:
    at(clock, "2026-10-31 22:58:00")  # a minute and more to November in Berlin
    program = start()
    program.settings.set("monthly_budget", 0.004)
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(f"{box.text()} {box.informativeText()}")
            next(button for button in box.buttons() if button.text() == "Generate anyway").click()

    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(answer)
    timer.start()
    generate(program, 1)
    assert asked == []
    generate(program, 2)
    generate(program, 3)
    assert len(asked) == 1
    at(clock, "2026-10-31 23:00:01")
    generate(program, 4)  # the first of November
    assert len(asked) == 1
    generate(program, 5)
    assert len(asked) == 2
    assert "Spent: 0.0030 USD" in asked[1]
    timer.stop()
