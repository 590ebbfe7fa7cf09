"""Progress, and stopping a picture that a server makes."""

import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from PIL import Image

from portrait_app.core.catalog import Endpoint
from portrait_app.core.delivery import Delivery
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.handover import JobHandover
from tests.engines.server.conftest import World
from tests.support.picture_server import PictureServer

_LONG = 30  # seconds that a test waits for what must happen


@dataclass(frozen=True)
class Report:
    fraction: float
    step: int
    steps: int
    preview: bytes


class Listening(JobHandover):
    """Keeps every report."""

    def __init__(self) -> None:
        super().__init__(lambda _reply: None)
        self.reports: list[Report] = []

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        self.reports.append(Report(fraction, step, steps, preview))


class Worker:
    """Runs requests in threads, as the queue does."""

    def __init__(self, world: World, pool: ThreadPoolExecutor) -> None:
        self._world = world
        self._pool = pool

    def start(self, handover: JobHandover, model: Endpoint, **values: Any) -> "Future[Delivery]":
        request = self._world.request(model, **values)
        return self._pool.submit(self._world.engine.generate, request, handover)

    def post(self, server: PictureServer, **fields: Any) -> "Future[requests.Response]":
        """Send a request of another program."""
        return self._pool.submit(requests.post, f"{server.url}/sdapi/v1/txt2img", json=fields, timeout=_LONG)


@pytest.fixture
def worker(world: World) -> Iterator[Worker]:
    with ThreadPoolExecutor(8) as pool:
        yield Worker(world, pool)


def outcome(future: "Future[Delivery]") -> ErrorKind | None:
    error = future.exception(_LONG)
    assert error is None or isinstance(error, AppError)
    return None if error is None else error.kind


@pytest.mark.parametrize("program", ["a1111", "forge", "sdnext"])
def test_the_progress_is_reported_with_previews(
    world: World, worker: Worker, program: str, qtbot: Any
) -> None:
    server = world.start(program)
    server.gate.clear()
    handover = Listening()
    future = worker.start(handover, world.models()[0])
    qtbot.waitUntil(lambda: any(one.preview for one in handover.reports), timeout=_LONG * 1000)
    server.gate.set()
    assert outcome(future) is None
    assert {(one.fraction, one.step, one.steps) for one in handover.reports} == {(0.5, 10, 20)}
    shown = next(one.preview for one in handover.reports if one.preview)
    assert Image.open(io.BytesIO(shown)).size == (256, 256)


def test_a_program_without_progress_is_not_asked(world: World, worker: Worker) -> None:
    server = world.start("sdcpp", delay=1.5)
    handover = Listening()
    assert outcome(worker.start(handover, world.models()[0])) is None
    assert len(server.asked("/sdapi/v1/progress")) == 1  # when it was asked what it can do
    assert not handover.reports


@pytest.mark.parametrize("program", ["a1111", "forge", "sdnext"])
def test_cancelling_stops_the_picture(world: World, worker: Worker, program: str) -> None:
    server = world.start(program)
    server.gate.clear()
    handover = Listening()
    future = worker.start(handover, world.models()[0])
    server.wait_for("/sdapi/v1/txt2img")
    handover.abort()
    assert outcome(future) is ErrorKind.CANCELLED  # although the server answered with an unfinished picture
    assert server.interrupted == 1
    assert not server.made
    assert not world.spooled


def test_what_is_cancelled_before_it_is_sent_is_not_sent(world: World, worker: Worker) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    handover = Listening()
    handover.abort()
    assert outcome(worker.start(handover, model)) is ErrorKind.CANCELLED
    assert not server.asked("/sdapi/v1/txt2img")


@pytest.mark.parametrize("program", ["sdcpp", "kobold", "drawthings"])
def test_a_program_that_cannot_stop_is_not_waited_for(
    world: World, worker: Worker, program: str, qtbot: Any
) -> None:
    server = world.start(program)
    server.gate.clear()
    handover = Listening()
    future = worker.start(handover, world.models()[0])
    server.wait_for("/sdapi/v1/txt2img")
    handover.abort()
    assert outcome(future) is ErrorKind.CANCELLED
    server.gate.set()
    qtbot.waitUntil(lambda: len(server.made) == 1, timeout=_LONG * 1000)  # it is made there all the same


def test_the_picture_of_somebody_else_is_not_stopped(world: World, worker: Worker) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    server.gate.clear()
    fields = {
        "prompt": "theirs", "steps": 9, "cfg_scale": 1, "seed": 1, "width": 64, "height": 64,
        "batch_size": 1, "sampler_name": "Euler", "force_task_id": "task(theirs)",
    }  # fmt: skip
    theirs = worker.post(server, **fields)
    server.wait_for("/sdapi/v1/txt2img")
    handover = Listening()
    ours = worker.start(handover, model)
    server.wait_for("/sdapi/v1/txt2img", 2)
    server.wait_for("/internal/progress", 2)
    handover.abort()
    assert outcome(ours) is ErrorKind.CANCELLED
    assert not handover.reports  # nor is their progress shown as ours
    server.gate.set()
    assert theirs.result(_LONG).status_code == 200
    assert not server.asked("/sdapi/v1/interrupt")


def test_a_picture_that_takes_too_long_is_stopped_and_said(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrait_app.engines.server.engine._MINUTE", 0.6)
    world.settings.set("server_timeout", 1)
    server = world.start("a1111")
    server.gate.clear()
    future = worker.start(Listening(), world.models()[0])
    assert outcome(future) is ErrorKind.SERVER_TOO_SLOW
    assert server.interrupted == 1
