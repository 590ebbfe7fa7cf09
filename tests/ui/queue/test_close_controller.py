"""The question at closing, for every mix of what runs, what waits and what is not stored."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.queue.close_controller import CloseController

KEEP, CLOSE, CANCEL, STAY = "Keep for the next start", "Close", "Cancel waiting jobs", "Don’t close"
LOSE = "Close and lose it"


@dataclass
class Jobs:
    """What the controller asks of a queue."""

    running: int = 0
    waiting: int = 0
    at_risk: int = 0
    running_costs_money: bool = False
    unstored: int = 0
    unwritten: int = 0
    is_cancelled: bool = False

    @property
    def jobs(self) -> "Jobs":
        return self

    def cancel_free(self) -> None:
        self.is_cancelled = True


class Settings:
    def __init__(self, on_close: str) -> None:
        self.on_close = on_close

    def value(self, _key: str) -> str:
        return self.on_close


class Window(QWidget):
    closing = Signal(QCloseEvent)


class Closing:
    """A person who closes the window, and what they are asked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = Window()
        qtbot.addWidget(self.window)
        self.offered: list[set[str]] = []
        self.words = ""
        self._clicks: list[str] = []
        self._timer = QTimer(self.window)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._answer)

    def __call__(self, jobs: Jobs, *clicks: str, on_close: str = "ask") -> bool:
        """Close, and say whether the window may go."""
        controller = CloseController(self.window, jobs, Settings(on_close), self.window)  # type: ignore[arg-type]
        self._clicks = list(clicks)
        self._timer.start()
        event = QCloseEvent()
        self.window.closing.emit(event)
        self._timer.stop()
        self.window.closing.disconnect()
        controller.deleteLater()
        assert not self._clicks, "nobody was asked"
        return event.isAccepted()

    def _answer(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            buttons = {button.text(): button for button in box.buttons()}
            self.offered.append(set(buttons))
            self.words = f"{box.text()} {box.informativeText()}"
            buttons[self._clicks.pop(0)].click()


@pytest.fixture
def close(qtbot: QtBot) -> Closing:
    return Closing(qtbot)


PAID = Jobs(running=1, at_risk=1, running_costs_money=True)
PAID_AND_WAITING = Jobs(running=1, at_risk=1, running_costs_money=True, waiting=2)
DRAWN = Jobs(running=1, at_risk=1)
WAITING = Jobs(waiting=3)


@pytest.mark.parametrize(
    ("jobs", "offered", "words"),
    [
        (
            WAITING,
            {KEEP, CANCEL, STAY},
            "3 waiting Jobs you keep continue at the next start, in the same order.",
        ),
        (DRAWN, {KEEP, CANCEL, STAY}, "1 running Jobs you keep"),
        (PAID, {CLOSE, STAY}, "1 running A picture that is being made now may already have been billed."),
        (PAID_AND_WAITING, {KEEP, CANCEL, STAY}, "1 running · 2 waiting A picture that is being made now"),
    ],
)
def test_a_person_is_asked_once_about_what_there_is(
    close: Closing, jobs: Jobs, offered: set[str], words: str
) -> None:
    assert not close(jobs, STAY)
    assert close.offered == [offered]
    assert close.words.startswith(words)
    assert close(jobs, CLOSE if CLOSE in offered else KEEP)
    assert not jobs.is_cancelled


def test_what_waits_is_cancelled_where_a_person_says_so(close: Closing) -> None:
    jobs = Jobs(running=1, at_risk=1, running_costs_money=True, waiting=2)
    assert close(jobs, CANCEL)
    assert jobs.is_cancelled


@pytest.mark.parametrize("on_close", ["keep", "cancel"])
@pytest.mark.parametrize("jobs", [PAID, DRAWN, WAITING])
def test_the_setting_answers_for_a_person(close: Closing, jobs: Jobs, on_close: str) -> None:
    jobs.is_cancelled = False
    assert close(jobs, on_close=on_close)
    assert close.offered == []
    assert jobs.is_cancelled == (on_close == "cancel")


@pytest.mark.parametrize("jobs", [Jobs(), Jobs(running=1)])
def test_nobody_is_asked_about_what_goes_on_at_the_service(close: Closing, jobs: Jobs) -> None:
    assert close(jobs)
    assert close.offered == []


@pytest.mark.parametrize("on_close", ["ask", "keep", "cancel"])
def test_what_is_paid_for_and_not_stored_is_asked_about_whatever_the_setting_says(
    close: Closing, on_close: str
) -> None:
    assert not close(Jobs(unstored=1), STAY, on_close=on_close)
    assert close(Jobs(unstored=1), LOSE, on_close=on_close)
    assert close.offered == [{STAY, LOSE}] * 2
    assert close.words.startswith("A picture was paid for, but it could not be saved to disk.")


def test_what_waits_for_the_library_is_not_lost_unasked(close: Closing) -> None:
    assert not close(Jobs(unwritten=2), STAY)
    assert close(Jobs(unwritten=2), LOSE)
