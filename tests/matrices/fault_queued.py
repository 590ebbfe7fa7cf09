"""Cases of queued delivery: lost tickets, results and pictures."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import (
    FAILED,
    LOST,
    UNKNOWN,
    Case,
    Prepare,
    World,
    always,
    answered,
    together,
)
from tests.support.segmind_behaviours import (
    close_before_reply,
    gzip_bomb,
    huge,
    redirect,
    reply,
    status,
)
from tests.support.segmind_service import Answer, Behaviour, Exchange


def fails(words: str) -> Prepare:
    def prepare(world: World) -> None:
        world.service.records.fails = words

    return prepare


def at_once(world: World) -> None:
    """Make requests finish before the first poll."""
    world.service.records.polls = 0


def forgotten(world: World) -> None:
    """Make the service forget the request, which its history still has."""
    world.answer("status", repeat(status(404, "Request not found or expired")))


def outputs_at(base: Callable[[World], str]) -> Prepare:
    def prepare(world: World) -> None:
        world.service.records.output_base = base(world)
        world.elsewhere.records.adopt(world.service.records)

    return prepare


def output_redirected(location: Callable[[World], str]) -> Prepare:
    def behave(world: World, exchange: Exchange) -> None:
        redirect(302, location(world) + exchange.received.path)(exchange)

    def prepare(world: World) -> None:
        world.elsewhere.records.adopt(world.service.records)
        world.answer("output", repeat(partial(behave, world)))

    return prepare


def addresses_elsewhere(world: World) -> None:
    """Make the ticket name another host in its addresses, which are requested with the key."""

    def behave(exchange: Exchange) -> None:
        answer = exchange.answer()
        body = answer.body.replace(world.service.url.encode(), world.elsewhere.url.encode())
        exchange.send(Answer(answer.status, answer.headers, body))

    world.answer("post", [behave])


def output_as(form: Callable[[str], object]) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        url = f"{exchange.service.url}/outputs/rq-1-0.jpg"
        exchange.send(Answer.of_json(200, {"status": "COMPLETED", "output": form(url)}))

    return behave


def poll_url_alone(form: str) -> Behaviour:
    """Send a ticket whose only address is the poll URL, as documented."""

    def behave(exchange: Exchange) -> None:
        ticket = json.loads(exchange.answer().body)
        url = ticket["poll_url"].removeprefix(exchange.service.url) if form == "path" else ticket["poll_url"]
        known = {name: ticket[name] for name in ("request_id", "status")}
        exchange.send(Answer.of_json(200, {**known, "poll_url": url}))

    return behave


_made = partial(Case, delivery="queued")


def cases() -> Iterator[Case]:
    yield from _while_asked_for()
    yield from _of_outputs()
    yield from _of_the_history()


def _while_asked_for() -> Iterator[Case]:
    yield _made(
        "FAILED under 422", fails("the model gave up"), state=FAILED, said=(ErrorKind.JOB_FAILED,), billed=0
    )
    said_failed = {"status": "FAILED", "error": "the model gave up"}
    yield _made(
        "FAILED under 200",
        together(fails("x"), answered("status", reply(200, said_failed))),
        state=FAILED,
        said=(ErrorKind.JOB_FAILED,),
        billed=0,
    )
    for code in (429, 500, 502, 503, 504, 418):
        yield _made(f"status: {code} once", answered("status", status(code, headers={"Retry-After": "0"})))
    yield _made("status: not seen everywhere at once", answered("status", status(404), status(404)))
    yield _made("status lost", forgotten, said=LOST)
    yield _made(
        "status lost, and the history too",
        together(forgotten, always("history", status(404))),
        state=UNKNOWN,
        said=LOST,
    )
    yield _made("result expired: 404", always("result", status(404, "expired")), said=LOST)
    yield _made(
        "never finished in time",
        always("status", reply(200, {"status": "PROCESSING"}), read_timeout=0.1, connect_timeout=0.1),
        state=UNKNOWN,
        said=LOST,
    )
    for code in (400, 401, 403, 405, 408, 409, 410, 425, 499, 520):
        yield _made(f"status: {code} once", answered("status", status(code, "no")))
        yield _made(f"result: {code} once", answered("result", status(code, "no")))
    yield _made(
        "401 as long as it is asked for",
        always("status", status(401, "invalid"), read_timeout=0.1, connect_timeout=0.1),
        state=UNKNOWN,
        said=LOST,
    )
    for word in ("SUCCESS", "SUCCEEDED", "DONE", "FINISHED", "success"):
        yield _made(f"status: {word}", together(at_once, answered("status", reply(200, {"status": word}))))
    yield _made("status: one that is not invented yet", answered("status", reply(200, {"status": "WARMING"})))
    for word in ("CANCELLED", "CANCELED"):
        yield _made(
            f"status: {word}",
            answered("status", reply(200, {"status": word, "error": "by the operator"})),
            state=FAILED,
            said=(ErrorKind.JOB_CANCELLED,),
        )
    yield _made("only a poll address of v1", answered("post", poll_url_alone("")))
    yield _made("only a poll address of v1, and just its path", answered("post", poll_url_alone("path")))
    yield _made("addresses on another host", addresses_elsewhere)


def _of_outputs() -> Iterator[Case]:
    yield _made(
        "output: an object with image_url", answered("result", output_as(lambda url: {"image_url": url}))
    )
    yield _made("output: a list of objects", answered("result", output_as(lambda url: [{"url": url}])))
    for code in (403, 404):
        yield _made(f"output: {code} twice", answered("output", status(code), status(code)))
    unsafe = (ErrorKind.REPLY_UNREADABLE,)
    yield _made("output on another host", outputs_at(lambda world: world.elsewhere.url))
    yield _made("output host redirects to another host", output_redirected(lambda world: world.elsewhere.url))
    yield _made(
        "output host redirects to 10.0.0.5",
        output_redirected(lambda _: "http://10.0.0.5"),
        state=FAILED,
        said=unsafe,
    )
    yield _made(
        "output host redirects to https://10.0.0.5",
        output_redirected(lambda _: "https://10.0.0.5"),
        state=FAILED,
        said=unsafe,
    )
    yield _made(
        "output host redirects to a name of 10.0.0.5",
        output_redirected(lambda _: "https://inside.invalid"),
        state=FAILED,
        said=unsafe,
    )
    yield _made("output at file:///etc", outputs_at(lambda _: "file:///etc"), state=FAILED, said=unsafe)
    yield _made(
        "output redirects in a circle",
        output_redirected(lambda world: world.service.url),
        state=FAILED,
        said=unsafe,
    )
    yield _made("output: 503 once", answered("output", status(503)), said=(ErrorKind.PICTURE_NOT_FETCHED,))
    yield _made("output: gone (404)", always("output", status(404)), state=FAILED, said=unsafe)
    yield _made(
        "output: 200 MB", always("output", huge(200)), state=FAILED, said=(ErrorKind.REPLY_TOO_LARGE,)
    )
    yield _made(
        "output: a gzip bomb",
        always("output", gzip_bomb(200)),
        state=FAILED,
        said=(ErrorKind.REPLY_TOO_LARGE,),
    )


def _of_the_history() -> Iterator[Case]:
    for code in (429, 500, 503):
        history = answered("history", status(code, headers={"Retry-After": "0"}))
        yield _made(f"status lost, history: {code} once", together(forgotten, history), said=LOST)
        yield Case(
            f"no reply, history: {code} once",
            together(answered("post", close_before_reply()), history),
            said=LOST,
        )
