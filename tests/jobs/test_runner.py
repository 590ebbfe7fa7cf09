"""The one door to a thread."""

from threading import Event, Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.runner import Lane, TaskRunner


def test_work_runs_elsewhere_and_its_result_arrives_here(runner: TaskRunner, qtbot: QtBot) -> None:
    got: list[object] = []
    runner.run(current_thread, lambda worker: got.extend([worker, current_thread()]))
    qtbot.waitUntil(lambda: bool(got))
    assert got[0] is not main_thread()
    assert got[1] is main_thread()
    assert not runner.busy


def test_a_known_failure_reaches_its_handler(runner: TaskRunner, qtbot: QtBot) -> None:
    def work() -> None:
        raise AppError(ErrorKind.DISK_FULL, "no room")

    got: list[AppError] = []
    runner.run(work, failed=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert got[0].kind is ErrorKind.DISK_FULL


def test_a_failure_without_a_handler_is_never_silent(runner: TaskRunner, qtbot: QtBot) -> None:
    def work() -> None:
        raise AppError(ErrorKind.FILE_MISSING)

    with qtbot.waitSignal(runner.failed) as caught:
        runner.run(work)
    assert caught.args is not None
    assert caught.args[0].kind is ErrorKind.FILE_MISSING


@pytest.mark.logs_warnings
def test_a_mistake_of_ours_is_a_typed_error_with_its_traceback(runner: TaskRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.failed) as caught:
        runner.run(lambda: 1 / 0)
    assert caught.args is not None
    assert caught.args[0].kind is ErrorKind.UNEXPECTED
    assert "ZeroDivisionError" in caught.args[0].detail


def test_cancelled_work_that_has_not_started_never_starts(runner: TaskRunner, qtbot: QtBot) -> None:
    gate = Event()
    ran: list[str] = []
    runner.run(gate.wait)  # holds the lane's one thread
    task = runner.run(lambda: ran.append("cancelled"))
    runner.run(lambda: ran.append("last"))
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert ran == ["last"]


def test_nothing_is_delivered_to_a_destroyed_owner(runner: TaskRunner, qtbot: QtBot) -> None:
    gate = Event()
    got: list[object] = []
    owner = QObject()
    runner.run(gate.wait, got.append, owner=owner)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert got == []


def test_one_slow_lane_does_not_hold_up_another(runner: TaskRunner, qtbot: QtBot) -> None:
    gate = Event()
    got: list[str] = []
    runner.run(gate.wait, lane=Lane.DATABASE)
    runner.run(lambda: "quick", got.append, lane=Lane.FILES)
    qtbot.waitUntil(lambda: got == ["quick"])
    gate.set()


def test_shutting_down_says_when_work_will_not_end(qtbot: QtBot) -> None:
    runner = TaskRunner()
    started, gate = Event(), Event()

    def work() -> None:
        started.set()
        gate.wait()

    runner.run(work)
    started.wait()
    assert not runner.shut_down(50)
    gate.set()
    assert runner.shut_down(5000)


def test_a_thousand_results_arrive(runner: TaskRunner, qtbot: QtBot) -> None:
    """PySide6 6.12.0 aborts here on Python 3.11, which is why it is excluded."""
    got: list[int] = []
    for number in range(1000):
        runner.run(lambda number=number: number, got.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(got) == 1000)
    assert got == list(range(1000))


def test_what_a_task_held_goes_with_it_on_the_gui_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    """A picture that a callback knows of must not stay for ever, and a QObject not die on a worker."""
    let_go: list[Thread] = []

    class Held:
        def __del__(self) -> None:
            let_go.append(current_thread())

        def work(self) -> None:
            pass

    for _ in range(100):
        held = Held()
        runner.run(held.work, lambda _none, held=held: None)  # type: ignore[misc]
    del held
    qtbot.waitUntil(lambda: not runner.busy)
    qtbot.waitUntil(lambda: len(let_go) == 100)
    assert set(let_go) == {main_thread()}


def test_work_that_was_asked_for_is_done_before_the_end(qtbot: QtBot) -> None:
    """A favourite toggled just before the window closes must reach the disk."""
    runner = TaskRunner()
    gate = Event()
    written: list[str] = []
    runner.run(gate.wait)
    runner.run(lambda: written.append("favourite"))
    gate.set()
    assert runner.shut_down(5000)
    assert written == ["favourite"]
