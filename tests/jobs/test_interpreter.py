"""Workers and the window share Python fairly, and everything is as it was afterwards."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.jobs.interpreter import Interpreter


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def interpreter(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Interpreter]:
    monkeypatch.setattr("portrait_app.jobs.interpreter._LOOK", 10)
    interpreter = Interpreter()
    interpreter.start()
    yield interpreter
    interpreter.stop()


def test_a_worker_hands_over_sooner_than_python_would_have_it(interpreter: Interpreter) -> None:
    assert sys.getswitchinterval() <= 0.001


def test_garbage_goes_although_no_thread_looks_for_it_by_itself(
    interpreter: Interpreter, qtbot: QtBot
) -> None:
    assert not gc.isenabled()
    knots = [weakref.ref(Knot()) for _ in range(3_000)]
    assert knots[0]() is not None
    qtbot.waitUntil(lambda: all(knot() is None for knot in knots))


def test_what_is_there_at_the_start_is_not_looked_at_again(interpreter: Interpreter) -> None:
    interpreter.everything_is_here()
    assert gc.get_freeze_count() > 10_000


def test_python_is_left_as_it_was(qtbot: QtBot) -> None:
    before = sys.getswitchinterval()
    interpreter = Interpreter()
    interpreter.start()
    interpreter.everything_is_here()
    interpreter.stop()
    assert sys.getswitchinterval() == before
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_everything_is_looked_at_once_nobody_does_anything(
    interpreter: Interpreter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrait_app.jobs.interpreter._FULL", 2)
    old = Knot()
    gc.collect()  # it is among the oldest now
    gone = weakref.ref(old)
    del old
    young: list[list[int]] = []

    def work() -> bool:
        young.extend([] for _ in range(1_000))
        return interpreter._looks >= 2

    qtbot.waitUntil(work)
    assert gone() is not None  # not while there is something to do
    qtbot.waitUntil(lambda: gone() is None)
