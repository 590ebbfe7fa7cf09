"""What the queue asks of an engine's row is one fact each, and not what the engine costs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SKETCH
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.jobs.holds import HoldReason
from tests.jobs.conftest import FREE, Studio
from tests.support.engine import ScriptedEngine

Open = Callable[..., Studio]


def test_a_free_engine_that_is_elsewhere_is_waited_for_while_it_is_out_of_reach(
    open_studio: Open, qtbot: QtBot
) -> None:
    engine = ScriptedEngine(SKETCH, costs_money=False, gated=True)
    engine.row = replace(engine.row, is_remote=True)
    engine.offline = True
    studio = open_studio(engine)
    studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(engine.calls) == 1)
    engine.release(AppError(ErrorKind.CANNOT_CONNECT))
    qtbot.waitUntil(lambda: [hold.reason for hold in studio.queue.holds] == [HoldReason.OFFLINE])
    engine.offline = False
    engine.release()  # of the next call
    studio.later(60)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.failed == []


@pytest.mark.parametrize(("can_cancel", "state"), [(True, JobState.CANCELLED), (False, JobState.DONE)])
def test_what_is_cancelled_is_stopped_where_the_engine_can_stop(
    open_studio: Open, qtbot: QtBot, can_cancel: bool, state: JobState
) -> None:
    engine = ScriptedEngine(SKETCH, costs_money=False, gated=True)
    engine.row = replace(engine.row, can_cancel=can_cancel)
    studio = open_studio(engine)
    studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(engine.calls) == 1)
    studio.queue.jobs.cancel(studio.queue.statuses[0].job.id)
    if not can_cancel:
        engine.release()
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [state]
    assert studio.pictures() == (0 if can_cancel else 1)
