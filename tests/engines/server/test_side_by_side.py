"""Several servers: each works on one picture at a time, and a model may be on more than one."""

from concurrent.futures import Future
from dataclasses import replace

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Delivery
from portrait_app.core.errors import AppError, ErrorKind
from tests.engines.server.conftest import World
from tests.engines.server.test_watching import Listening, Worker, outcome, worker
from tests.support.picture_server import PictureServer

__all__ = ["worker"]

_TXT2IMG = "/sdapi/v1/txt2img"


def capacity(world: World) -> int:
    assert world.opened.capacity is not None
    return world.opened.capacity()


def start(worker: Worker, world: World, name: str, handover: Listening | None = None) -> "Future[Delivery]":
    model = next(model for model in world.models() if model.name == name)
    return worker.start(handover or Listening(), model)


def test_each_model_is_made_on_its_own_server(world: World, worker: Worker) -> None:
    first, second = world.start("a1111", models=("one",)), world.start("sdnext", models=("two",))
    assert outcome(start(worker, world, "two")) is None
    assert (len(first.made), len(second.made)) == (0, 1)
    assert capacity(world) == 2


def test_a_model_of_both_is_made_on_both_at_once(world: World, worker: Worker) -> None:
    first, second = world.start("a1111", models=("both",)), world.start("sdnext", models=("both",))
    for server in (first, second):
        server.gate.clear()
    futures = [start(worker, world, "both") for _ in range(2)]
    first.wait_for(_TXT2IMG)
    second.wait_for(_TXT2IMG)
    for server in (first, second):
        server.gate.set()
    assert [outcome(one) for one in futures] == [None, None]


def test_one_server_works_on_one_picture_at_a_time(world: World, worker: Worker) -> None:
    server = world.start("a1111", models=("one",))
    server.gate.clear()
    futures = [start(worker, world, "one") for _ in range(3)]
    server.wait_for(_TXT2IMG)
    assert len(server.asked(_TXT2IMG)) == 1
    server.gate.set()
    assert [outcome(one) for one in futures] == [None] * 3
    assert capacity(world) == 1


def test_waiting_for_a_busy_server_can_be_cancelled(world: World, worker: Worker) -> None:
    server = world.start("a1111", models=("one",))
    server.gate.clear()
    running = start(worker, world, "one")
    server.wait_for(_TXT2IMG)
    handover = Listening()
    waiting = start(worker, world, "one", handover)
    handover.abort()
    assert outcome(waiting) is ErrorKind.CANCELLED
    server.gate.set()
    assert outcome(running) is None
    assert len(server.made) == 1


def test_the_other_server_takes_over_when_one_is_gone(world: World) -> None:
    first, second = world.start("a1111", models=("both",)), world.start("sdnext", models=("both",))
    model = world.models()[0]
    first.close()
    assert world.generate(model).images
    assert len(second.made) == 1
    assert capacity(world) == 1


def test_a_silent_server_is_no_outage_of_all(world: World) -> None:
    first = world.start("a1111", models=("one",))
    world.start("sdnext", models=("two",))
    model = world.models()[0]
    first.close()
    with pytest.raises(AppError) as raised:
        world.generate(model)
    assert raised.value.kind is ErrorKind.CANNOT_CONNECT
    assert raised.value.facts["partly"]
    world.engine.reach(Cancel())  # the other one answers


def test_when_all_are_silent_the_engine_cannot_be_reached(world: World) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    server.close()
    with pytest.raises(AppError) as raised:
        world.generate(model)
    assert raised.value.kind is ErrorKind.CANNOT_CONNECT
    assert "partly" not in raised.value.facts
    with pytest.raises(AppError):
        world.engine.reach(Cancel())


def test_a_server_that_comes_back_is_used_again(world: World) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    server.close()
    with pytest.raises(AppError):
        world.generate(model)
    with PictureServer("a1111", port=server.port) as again:
        world.engine.reach(Cancel())
        assert world.generate(model).images
        assert len(again.made) == 1


def test_a_model_that_is_on_no_server_is_said(world: World) -> None:
    world.start("a1111", models=("one",))
    request = world.request()
    world.list_()
    world.start("a1111", models=("other",))
    with pytest.raises(AppError) as raised:
        world.engine.generate(request, world.handover())
    assert raised.value.kind is ErrorKind.NO_SUCH_MODEL
    assert raised.value.detail == "one"


def test_a_server_that_is_not_in_use_gets_nothing(world: World) -> None:
    first, second = world.start("a1111", models=("both",)), world.start("sdnext", models=("both",))
    world.list_(replace(world.listed[0], is_enabled=False), world.listed[1])
    assert [model.slug for model in world.models()] == ["server:s2:both"]
    assert world.generate().images
    assert (len(first.made), len(second.made)) == (0, 1)


def test_the_sampler_decides_between_two_servers(world: World) -> None:
    kobold, full = world.start("kobold", models=("both",)), world.start("a1111", models=("both",))
    world.list_(world.listed[1], world.listed[0])
    model = world.models()[0]
    world.list_(world.listed[1], world.listed[0])
    assert world.generate(model, scheduler="UniPC").images
    assert (len(kobold.made), len(full.made)) == (0, 1)


def test_an_address_that_changed_is_asked_anew(world: World) -> None:
    first = world.start("a1111", models=("one",))
    model = world.models()[0]
    with PictureServer("sdcpp", models=("one",)) as second:
        world.list_(replace(world.listed[0], address=second.url))
        assert world.generate(model, scheduler="Euler").images
        assert len(second.made) == 1
    assert not first.made
