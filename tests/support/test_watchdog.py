"""Tests of the watchdog."""

from time import monotonic, thread_time

import pytest
from PySide6.QtCore import QEventLoop, QThreadPool, QTimer
from pytestqt.qtbot import QtBot

from tests.support.watchdog import Watchdog


def be_busy(seconds: float) -> None:
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def turn(loop: QEventLoop, milliseconds: int) -> None:
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def test_a_stall_is_as_long_as_it_was_and_says_where(qtbot: QtBot) -> None:
    loop = QEventLoop()
    QTimer.singleShot(10, lambda: be_busy(0.2))
    start = monotonic()
    with Watchdog() as watchdog:
        turn(loop, 250)
    worst = watchdog.longest
    assert 200 <= worst.cpu <= worst.wall <= (monotonic() - start) * 1000
    assert "be_busy" in worst.doing
    assert worst.own <= worst.wall


def test_waiting_is_no_stall(qtbot: QtBot) -> None:
    with Watchdog() as watchdog:
        turn(QEventLoop(), 100)
    assert all(stall.cpu < 50 for stall in watchdog.stalls)


def test_threads_that_start_under_its_eyes_do_no_harm(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dumping the stacks of all threads crashed here: Qt's workers are new to Python with each task."""
    monkeypatch.setattr("tests.support.watchdog._NOTABLE", 0.000_03)
    pool = QThreadPool()
    with Watchdog() as watchdog:
        for _ in range(400):
            for _ in range(10):
                pool.start(lambda: None)
            pool.waitForDone()
    assert watchdog.stalls
