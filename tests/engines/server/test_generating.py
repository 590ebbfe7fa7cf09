"""Requests to each program: what is sent, and what becomes of the answer."""

import json
from typing import Any

import pytest

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.delivery import Remark, RemarkKind
from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.engines.server.payloads import sent_with
from tests.engines.server.conftest import World
from tests.support.picture_server import Answer, Behaviour, PictureServer, Received
from tests.support.portraits import portrait

_NO_INTEGER = [{"loc": ["body", "steps"], "msg": "not an integer"}]


def answering(*answer: Any) -> Behaviour:
    def behave(_server: PictureServer, _received: Received) -> Answer | None:
        return (answer[0], answer[1]) if answer else None

    return behave


def changed(**values: Any) -> Behaviour:
    """Return a behaviour that changes the request before the pictures are made."""
    return lambda server, received: server.pictures({**received.json, **values})


def told(**info: Any) -> Behaviour:
    """Return a behaviour that changes the facts in the answer; None removes them all."""

    def behave(server: PictureServer, received: Received) -> Answer:
        status, data = server.pictures(received.json)
        known = json.loads(data["info"] or "{}")
        return status, {**data, "info": json.dumps({**known, **info})}

    return behave


def sent(server: PictureServer) -> dict[str, Any]:
    (received,) = server.asked("/sdapi/v1/txt2img")
    data: dict[str, Any] = received.json
    return data


def failure(world: World, **values: Any) -> AppError:
    with pytest.raises(AppError) as raised:
        world.generate(**values)
    return raised.value


# --- what is sent ---


@pytest.mark.parametrize("program", ["a1111", "forge", "sdnext", "sdcpp", "kobold", "drawthings"])
def test_each_program_makes_the_picture_that_was_asked_for(world: World, program: str) -> None:
    server = world.start(program)
    delivery = world.generate()
    (image,) = delivery.images
    assert (image.width, image.height, image.seed, image.format) == (128, 128, 5, "png")
    assert image.data == portrait(5, 128, 128, "PNG")
    assert delivery.remarks == ()
    assert delivery.used == {}
    assert delivery.cost is None
    assert (sent(server)["steps"], sent(server)["cfg_scale"], sent(server)["seed"]) == (20, 7.5, 5)
    assert sent(server)["save_images"] is False
    assert sent(server)["scheduler"]  # always sent
    (spooled,) = world.spooled
    assert sent_with(world.request(), spooled).server == program


def test_the_model_is_named_as_the_server_names_it(world: World) -> None:
    server = world.start("a1111")
    world.generate(world.models()[1])
    fields = sent(server)
    assert fields["override_settings"]["sd_model_checkpoint"].startswith("realisticVision.safetensors [")
    assert fields["override_settings_restore_afterwards"] is False
    assert fields["force_task_id"].startswith("task(")


def test_what_cannot_be_chosen_is_not_sent(world: World) -> None:
    server = world.start("drawthings")
    world.generate()
    assert "override_settings" not in sent(server)
    assert "force_task_id" not in sent(server)
    assert sent(server)["sampler"] == "UniPC"  # its own name for it
    assert sent(server)["guidance_scale"] == 7.5


@pytest.mark.parametrize(
    ("program", "scheduler", "sampler", "schedule"),
    [
        ("a1111", "DPM Multi", "DPM++ 2M", "uniform"),
        ("a1111", "dpmpp_2m", "DPM++ 2M", "uniform"),
        ("a1111", "DPM Single", "DPM++ 2S a", "uniform"),
        ("a1111", "DPM2 a Karras", "DPM2 a", "karras"),
        ("a1111", "DPM2 Karras", "DPM2", "karras"),
        ("a1111", "PNDM", "PLMS", "uniform"),
        ("a1111", "DDPM", "Euler a", "uniform"),
        ("a1111", "LMS", "LMS", "uniform"),
        ("a1111", "DDIM", "DDIM", "uniform"),
        ("a1111", "UniPC", "UniPC", "uniform"),
        ("a1111", "Euler", "Euler", "uniform"),
        ("a1111", "Euler a", "Euler a", "uniform"),
        ("a1111", "Heun", "Heun", "uniform"),
        ("a1111", "DPM++ 2M Karras", "DPM++ 2M", "karras"),
        ("sdnext", "LMS", "LMSD", "Automatic"),
        ("sdnext", "DPM2 Karras", "KDPM2", "karras"),
        ("sdnext", "PNDM", "PNDM", "Automatic"),
        ("sdnext", "DDPM", "DDPM", "Automatic"),
        ("sdcpp", "DPM Multi", "dpm++2m", "discrete"),
        ("sdcpp", "DPM2 Karras", "dpm2", "karras"),
        ("kobold", "DPM2 Karras", "DPM2", "Automatic"),
        ("drawthings", "Euler a", "Euler A", "Automatic"),
    ],
)
def test_each_scheduler_is_sent_in_the_words_of_the_server(
    world: World, program: str, scheduler: str, sampler: str, schedule: str
) -> None:
    server = world.start(program)
    world.generate(scheduler=scheduler)
    assert (sent(server)["sampler_name"], sent(server)["scheduler"]) == (sampler, schedule)


def test_sd_next_takes_the_noise_schedule_as_an_option(world: World) -> None:
    server = world.start("sdnext")
    world.generate(scheduler="DPM2 Karras")
    assert sent(server)["override_settings"]["schedulers_sigma"] == "karras"


# --- seeds ---


def test_a_random_seed_is_chosen_here_and_known(world: World) -> None:
    server = world.start("sdcpp")  # it does not tell the seed that it chose
    (image,) = world.generate(seed=RANDOM_SEED).images
    assert image.seed == sent(server)["seed"]
    assert image.seed >= 0


@pytest.mark.parametrize("program", ["a1111", "sdcpp", "drawthings"])
def test_several_samples_have_the_seeds_that_follow(world: World, program: str) -> None:
    server = world.start(program)
    delivery = world.generate(samples=3)
    assert [image.seed for image in delivery.images] == [5, 6, 7]
    assert sent(server)["batch_size"] == 3


def test_the_reported_seed_counts(world: World) -> None:
    server = world.start("a1111")
    server.next(told(all_seeds=[77], seed=77))
    assert world.generate().images[0].seed == 77


@pytest.mark.parametrize("info", ["", "no JSON", "[]", None, {"all_seeds": ["x"], "seed": True}])
def test_odd_facts_cost_no_picture(world: World, info: object) -> None:
    server = world.start("a1111")
    server.next(lambda one, received: (200, {**one.pictures(received.json)[1], "info": info}))
    assert world.generate().images[0].seed == 5


# --- what differs is kept, and said ---


def test_a_replaced_sampler_is_said_and_recorded(world: World) -> None:
    server = world.start("forge")
    model = world.models()[0]
    server.next(changed(sampler_name="No such sampler"))
    delivery = world.generate(model, scheduler="DPM++ SDE")
    assert delivery.remarks == (Remark(RemarkKind.VALUE, "DPM++ SDE", "Euler", field="scheduler"),)
    assert delivery.used == {"scheduler": "Euler"}


@pytest.mark.parametrize("name", ["DPM++ 2M", "DPM++ 2M Karras", "dpm++_2m", "DPM++ 2M Automatic"])
def test_another_spelling_is_no_replacement(world: World, name: str) -> None:
    server = world.start("a1111")
    server.next(told(sampler_name=name))
    assert world.generate(scheduler="DPM Multi").remarks == ()


def test_reduced_steps_are_said_and_recorded(world: World) -> None:
    server = world.start("a1111")
    server.next(told(steps=12))
    delivery = world.generate()
    assert delivery.used == {"num_inference_steps": 12}
    assert delivery.remarks == (Remark(RemarkKind.VALUE, "20", "12", field="num_inference_steps"),)


def test_another_size_is_kept_and_said(world: World) -> None:
    server = world.start("a1111")
    server.next(changed(width=192))
    delivery = world.generate()
    assert delivery.images[0].width == 192
    assert delivery.remarks == (Remark(RemarkKind.SIZE, "128 × 128", "192 × 128"),)


def test_more_pictures_than_asked_for_are_kept_and_said(world: World) -> None:
    server = world.start("a1111")
    server.next(changed(batch_size=2))
    delivery = world.generate()
    assert len(delivery.images) == 2
    assert delivery.remarks == (Remark(RemarkKind.COUNT, "1", "2"),)


def test_fewer_pictures_are_kept(world: World) -> None:
    world.start("kobold")  # it makes one, whatever was asked for
    assert [image.seed for image in world.generate(samples=4).images] == [5]


def test_an_overview_of_the_pictures_is_no_picture(world: World) -> None:
    server = world.start("a1111")

    def with_overview(one: PictureServer, received: Received) -> Answer:
        status, data = one.pictures(received.json)
        info = json.dumps({**json.loads(data["info"]), "index_of_first_image": 1})
        return status, {**data, "images": [data["images"][0], *data["images"]], "info": info}

    server.next(with_overview)
    assert [image.seed for image in world.generate(samples=2).images] == [5, 6]


# --- failures ---


@pytest.mark.parametrize(
    ("answer", "kind", "field"),
    [
        ((200, {"images": [""]}), ErrorKind.JOB_FAILED, None),
        ((200, {"images": []}), ErrorKind.JOB_FAILED, None),
        ((200, {"images": ["!!!"]}), ErrorKind.REPLY_UNREADABLE, None),
        ((200, {"images": ["aGVsbG8="]}), ErrorKind.REPLY_UNREADABLE, None),
        ((200, {"pictures": "none"}), ErrorKind.REPLY_UNREADABLE, None),
        ((200, b"<html><title>Welcome</title></html>"), ErrorKind.REPLY_UNREADABLE, None),
        ((400, {"error": "prompt required"}), ErrorKind.BAD_REQUEST, None),
        ((401, {"detail": "Not authenticated"}), ErrorKind.LOGIN_MISSING, None),
        ((403, {"detail": "Forbidden"}), ErrorKind.LOGIN_MISSING, None),
        ((404, {"detail": "Sampler not found"}), ErrorKind.VALUE_REFUSED, "scheduler"),
        ((404, {"detail": "Model not found"}), ErrorKind.NO_SUCH_MODEL, None),
        ((404, {"detail": "Not Found"}), ErrorKind.WRONG_ADDRESS, None),
        ((404, b""), ErrorKind.WRONG_ADDRESS, None),
        ((405, b"<html>"), ErrorKind.WRONG_ADDRESS, None),
        (
            (422, {"detail": [{"loc": ["body", "steps"], "msg": "not an integer"}]}),
            ErrorKind.VALUE_REFUSED,
            "num_inference_steps",
        ),
        ((422, {"detail": "odd"}), ErrorKind.VALUE_REFUSED, None),
        ((429, {}), ErrorKind.RATE_LIMITED, None),
        (
            (500, {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory."}),
            ErrorKind.SERVER_ERROR,
            None,
        ),
        ((500, {"error": "server_error", "message": "bad alloc"}), ErrorKind.SERVER_ERROR, None),
        (
            (503, {"detail": {"msg": "Server is busy", "type": "service_unavailable"}}),
            ErrorKind.SERVICE_UNAVAILABLE,
            None,
        ),
        ((502, b"<html>Bad gateway</html>"), ErrorKind.SERVICE_UNAVAILABLE, None),
        ((307, b""), ErrorKind.REDIRECTED, None),
        ((418, b"teapot"), ErrorKind.UNEXPECTED_STATUS, None),
    ],
)
def test_each_answer_is_an_error_of_its_own(
    world: World, answer: Answer, kind: ErrorKind, field: str | None
) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    server.next(answering(*answer))
    with pytest.raises(AppError) as raised:
        world.generate(model)
    assert raised.value.kind is kind
    assert raised.value.facts.get("field") == field


def test_the_server_s_own_words_are_quoted(world: World) -> None:
    server = world.start("a1111")
    out = {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory."}
    server.next(answering(500, out))
    assert failure(world).detail == "OutOfMemoryError; CUDA out of memory."


def test_a_lost_connection_costs_nothing_and_is_tried_again(world: World) -> None:
    server = world.start("a1111")
    model = world.models()[0]
    server.next(answering())
    with pytest.raises(AppError) as raised:
        world.generate(model)
    assert raised.value.kind is ErrorKind.CONNECTION_LOST
    assert raised.value.retry is Retry.BACKOFF
    assert raised.value.facts["server"] == "a1111"
    assert world.generate(model).images


def test_a_redirect_is_not_followed(world: World) -> None:
    server = world.start("a1111", login=("anna", "secret"), user="anna")
    world.store(f"server anna http://127.0.0.1:{server.port}").key = "secret"
    model = world.models()[0]
    server.next(answering(307, b""))
    with pytest.raises(AppError) as raised:
        world.generate(model)
    assert raised.value.kind is ErrorKind.REDIRECTED


def test_without_a_server_the_user_is_told(world: World) -> None:
    server = world.start("a1111")
    request = world.request()
    world.list_()
    with pytest.raises(AppError) as raised:
        world.engine.generate(request, world.handover())
    assert raised.value.kind is ErrorKind.NO_SERVER
    assert not server.made


def test_a_spooled_reply_is_read_after_a_restart(world: World) -> None:
    world.start("sdcpp")
    request = world.request(seed=RANDOM_SEED)
    first = world.engine.generate(request, world.handover())
    assert world.engine.read(request, world.spooled[0]) == first


def test_a_sampler_that_is_gone_names_the_field(world: World) -> None:
    world.start("a1111", models=("m",))
    request = world.request(scheduler="UniPC")
    world.list_()
    world.start("kobold", models=("m",))
    with pytest.raises(AppError) as raised:
        world.engine.generate(request, world.handover())
    assert raised.value.kind is ErrorKind.VALUE_REFUSED
    assert raised.value.facts["field"] == "scheduler"
