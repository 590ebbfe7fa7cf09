"""Engines work side by side: each has room for its own jobs."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SEGMIND, SKETCH
from tests.jobs.conftest import CLOUD, FREE, Studio
from tests.support.engine import ScriptedEngine

Open = Callable[..., Studio]


def test_no_engine_waits_for_the_jobs_of_another(open_studio: Open, qtbot: QtBot) -> None:
    cloud, here = ScriptedEngine(gated=True), ScriptedEngine(SKETCH, costs_money=False, gated=True)
    studio = open_studio(cloud, here, concurrency=1)
    for request in (CLOUD, CLOUD, FREE, FREE):
        studio.queue.submit(request)
    qtbot.waitUntil(lambda: len(cloud.calls) == len(here.calls) == 1)
    assert studio.queue.waiting == 2
    here.release()
    qtbot.waitUntil(lambda: len(here.calls) == 2)
    assert len(cloud.calls) == 1
    cloud.release()
    qtbot.waitUntil(lambda: len(cloud.calls) == 2)


@pytest.mark.parametrize(("room", "expected"), [(0, 1), (1, 1), (3, 3)])
def test_an_engine_s_own_capacity_counts_instead_of_the_setting(
    open_studio: Open, qtbot: QtBot, room: int, expected: int
) -> None:
    cloud, here = ScriptedEngine(), ScriptedEngine(SKETCH, costs_money=False, gated=True)
    studio = open_studio(cloud, here, concurrency=2, capacities={SKETCH: lambda: room})
    for _ in range(4):
        studio.queue.submit(FREE)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1 and len(here.calls) == expected)
    assert studio.queue.waiting == 4 - expected


def test_a_capacity_that_grows_starts_more(open_studio: Open, qtbot: QtBot) -> None:
    room = [1]
    here = ScriptedEngine(SKETCH, costs_money=False, gated=True)
    studio = open_studio(here, capacities={SKETCH: lambda: room[0]})
    for _ in range(3):
        studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(here.calls) == 1 and studio.queue.waiting == 2)
    room[0] = 2
    studio.queue.pump()
    qtbot.waitUntil(lambda: len(here.calls) == 2)


def test_a_cancelled_job_occupies_an_engine_of_own_capacity_until_it_has_ended(
    open_studio: Open, qtbot: QtBot
) -> None:
    cloud = ScriptedEngine(gated=True)  # cannot cancel, so its worker goes on
    studio = open_studio(cloud, capacities={SEGMIND: lambda: 1})
    studio.queue.submit(CLOUD)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(cloud.calls) == 1 and studio.queue.waiting == 1)
    studio.queue.jobs.cancel(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: len(studio.queue.statuses) == 1)
    studio.queue.pump()
    assert len(cloud.calls) == 1
    cloud.release()
    qtbot.waitUntil(lambda: len(cloud.calls) == 2)
