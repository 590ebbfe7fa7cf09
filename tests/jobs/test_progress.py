"""The progress of a job: steps, the time that is left, and the unfinished picture."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SKETCH
from portrait_app.core.delivery import Delivery
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.progress import MOST_PREVIEW, TimeLeft
from tests.jobs.conftest import FREE, Studio
from tests.support.engine import ScriptedEngine
from tests.support.images import encoded_image


def test_the_time_left_is_that_of_the_remaining_steps_at_the_last_pace() -> None:
    left = TimeLeft()
    left.note(0.0, 30)  # the model took half a minute to load
    assert left.seconds(31) is None
    left.note(0.1, 40)
    assert left.seconds(40) == pytest.approx(90)
    assert left.seconds(44) == pytest.approx(86)  # it runs down between two steps
    left.note(0.2, 50)
    assert left.seconds(50) == pytest.approx(80)


def test_one_slow_step_moves_the_estimate_only_a_little() -> None:
    left = TimeLeft()
    for step in range(5):
        left.note(step / 10, step * 10.0)
    assert left.seconds(40) == pytest.approx(60)
    left.note(0.5, 90)  # 50 seconds instead of 10
    assert 50 < (left.seconds(90) or 0) < 120


def test_the_time_left_is_never_negative_and_a_repeated_report_is_none() -> None:
    left = TimeLeft()
    left.note(0.0, 0)
    left.note(0.5, 10)
    left.note(0.5, 15)
    assert left.seconds(15) == pytest.approx(5)
    assert left.seconds(100) == 0


def test_a_preview_stays_until_the_next_and_is_never_large(qapp: object) -> None:
    handover = JobHandover(lambda _reply: None)
    handover.progress(0.1, step=1, steps=10, preview=encoded_image(1024, 512))
    handover.progress(0.2, step=2, steps=10)
    handover.progress(0.3, step=3, steps=10, preview=b"no image")
    last = handover.last_progress
    assert last is not None
    assert (last.fraction, last.step, last.steps) == (0.3, 3, 10)
    assert last.preview is not None
    assert (last.preview.width(), last.preview.height()) == (MOST_PREVIEW, MOST_PREVIEW // 2)


class Stepping(ScriptedEngine):
    """Reports a step at each call of `release`."""

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        for step in range(3):
            handover.progress(step / 4, step=step, steps=4)
            self._gate.get()
        return super().generate(request, handover)


def test_the_queue_tells_the_step_and_the_time_left(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = Stepping(SKETCH, costs_money=False)
    studio = open_studio(engine)
    studio.queue.submit(FREE)

    def at(step: int) -> bool:
        (status,) = studio.queue.statuses
        return status.progress is not None and status.progress.step == step

    qtbot.waitUntil(lambda: bool(studio.queue.statuses) and at(0))
    studio.later(0)
    assert studio.queue.statuses[0].seconds_left is None
    studio.time.advance(10)
    engine.release()
    qtbot.waitUntil(lambda: at(1))
    studio.later(0)
    assert studio.queue.statuses[0].seconds_left == pytest.approx(30)
    assert studio.queue.statuses[0].fraction == 0.25
    for _ in range(2):
        engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
