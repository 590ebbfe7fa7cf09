"""Cases of what an answer proves about the money: each status, with and without the work being done."""

from collections.abc import Iterator
from functools import partial
from itertools import repeat

from portrait_app.core.errors import ErrorKind
from portrait_app.core.job import JobState
from tests.matrices.fault_world import (
    FAILED,
    LOST,
    QUEUED,
    UNKNOWN,
    Case,
    Prepare,
    World,
    always,
    answered,
    as_it_is,
    together,
)
from tests.support.segmind_behaviours import (
    as_usual,
    as_usual_with,
    interim,
    paid,
    reply,
    status,
    with_headers,
)
from tests.support.segmind_service import Behaviour, Received

# Gateways may send these although the work was done. Some are used by one company, some by none so far.
PROVE_NOTHING = (
    *(300, 301, 302, 303, 304, 307, 308),
    *(408, 409, 411, 412, 414, 416, 417, 418, 421, 423, 424, 425, 426, 428, 431, 444, 451, 460, 499),
    *(
        500,
        501,
        502,
        504,
        505,
        507,
        508,
        509,
        511,
        520,
        521,
        522,
        523,
        524,
        525,
        526,
        527,
        530,
        561,
        598,
        599,
    ),
)
SUCCESSES = (200, 201, 202, 203, 206, 226, 299)
REFUSALS = (400, 401, 402, 403, 404, 405, 406, 410, 413, 415, 422, 429, 503)
PAGE = b"<html><head><title>504 Gateway Time-out</title></head><body>cloudflare</body></html>"
NO_COSTS = ("1e308", "1_000", "nan", "-0.003", "free", "0", "")


def page(code: int) -> Behaviour:
    return reply(code, PAGE, {"Content-Type": "text/html"})


def _in_the_history(billed: bool) -> Prepare:
    return as_it_is if billed else always("history", reply(200, {"data": []}))


def _unknown() -> Iterator[Case]:
    for code in PROVE_NOTHING:
        for delivery in ("direct", "queued"):
            yield Case(f"{code}, billed", answered("post", paid(page(code))), delivery, said=LOST, found=True)
        yield Case(
            f"{code}, not made",
            answered("post", page(code)),
            state=UNKNOWN,
            said=LOST,
            billed=0,
            found=False,
        )
    yield Case("503 as a page, billed", answered("post", paid(page(503))), said=LOST, found=True)
    named = {"x-request-id": "req-1", "x-cost": "0.003"}
    for code in (500, 502, 504, 524):
        costs = answered("post", paid(status(code, "no", named)))
        yield Case(f"{code} with its cost, billed", costs, said=LOST, found=True)
        yield Case(
            f"{code} with its cost, not in the history",
            together(costs, _in_the_history(False)),
            state=UNKNOWN,
            said=LOST,
            found=False,
        )


def _successes() -> Iterator[Case]:
    for code in SUCCESSES:
        for delivery in ("direct", "queued"):
            what = "a picture" if delivery == "direct" else "a ticket"
            yield Case(f"{code} with {what}", answered("post", as_usual_with(code)), delivery)
        yield Case(
            f"{code} with a page, not made",
            answered("post", page(code)),
            state=UNKNOWN,
            said=LOST,
            billed=0,
        )
    for code in (204, 205):
        yield Case(
            f"{code} without a body, billed", answered("post", paid(reply(code))), said=LOST, found=True
        )
    for code in (100, 101, 102, 103, 150, 199):
        for delivery in ("direct", "queued"):
            yield Case(f"{code} before the answer", answered("post", interim(code, as_usual(), 2)), delivery)
    yield Case(
        "103, and then 504, billed", answered("post", paid(interim(103, page(504)))), said=LOST, found=True
    )


def _refusals() -> Iterator[Case]:
    """A cost proves more than any status. The id of a request alone does not."""
    for code in REFUSALS:
        costs = paid(status(code, "no", {"x-cost": "0.003"}))
        yield Case(f"{code} with a cost, billed", answered("post", costs), said=LOST, found=True)
    for code in (400, 404, 406, 410, 422):
        named = status(code, "no", {"x-request-id": "req-9"})
        yield Case(f"{code} with an id", answered("post", named), state=FAILED, said=_kinds(code), billed=0)
    for cost in NO_COSTS:
        yield Case(
            f"400 with a cost of {cost or 'nothing'}",
            answered("post", status(400, "no", {"x-cost": cost})),
            state=FAILED,
            said=_kinds(400),
            billed=0,
        )
        yield Case(
            f"200 with a cost of {cost or 'nothing'}", answered("post", with_headers({"x-cost": cost}))
        )


def _kinds(code: int) -> tuple[ErrorKind, ...]:
    kinds = {
        400: ErrorKind.BAD_REQUEST,
        404: ErrorKind.NO_SUCH_MODEL,
        406: ErrorKind.VALUE_REFUSED,
        410: ErrorKind.MODEL_RETIRED,
        422: ErrorKind.JOB_FAILED,
    }
    return (kinds[code],)


def _walls() -> Iterator[Case]:
    """Another server answers: a bot protection, or the network of a hotel."""
    riddle = b"<html><title>Just a moment...</title></html>"
    html = {"Content-Type": "text/html"}
    blocked = partial(Case, state=FAILED, said=(ErrorKind.BLOCKED,), billed=0)
    yield blocked(
        "403: Cloudflare's riddle",
        answered("post", reply(403, riddle, {**html, "cf-mitigated": "challenge"})),
    )
    yield blocked("403: a page of a filter", answered("post", reply(403, b"<html>Blocked</html>", html)))
    yield blocked(
        "403: a page of a filter", answered("post", reply(403, b"<html>Blocked</html>", html)), "queued"
    )
    portal = reply(200, b"<!DOCTYPE html><title>Welcome to the hotel</title>", html)
    for delivery in ("direct", "queued"):
        yield Case("a hotel's page", answered("post", portal), delivery, state=UNKNOWN, said=LOST, billed=0)
    yield Case("a hotel's page while it is asked for", answered("status", *[portal] * 5), "queued")


def _only_the_first(behaviour: Behaviour, prompt: str) -> Prepare:
    """Answer the first request of one job with this behaviour, and everything else as before."""

    def prepare(world: World) -> None:
        left = [behaviour]
        as_before = world.service.choose

        def choose(received: Received) -> Behaviour | None:
            if received.method == "POST" and received.json["prompt"] == prompt and left:
                return left.pop()
            return as_before(received)

        world.service.choose = choose

    return prepare


def _sent_again() -> Iterator[Case]:
    """A job is sent again automatically only if the history proves that its picture was never made."""
    three = ("earlier", "lost", "later")
    lost = _only_the_first(page(504), "lost")
    made = _only_the_first(paid(page(504)), "lost")
    proved = partial(Case, prompts=three, said=LOST, longest=2000)
    yield proved("504, never made, a later one there", lost, billed=3, posts=4, waited=(900, 920))
    yield proved("504, billed, a later one there", made, billed=3, posts=3, found=True)
    asked = partial(proved, state=UNKNOWN, also=(JobState.DONE,), found=False)
    yield asked(
        "504, never made, the last of ours",
        _only_the_first(page(504), "later"),
        billed=2,
        posts=3,
    )
    yield asked(
        "504, never made, the history is silent",
        together(lost, always("history", status(404))),
        billed=2,
        posts=3,
    )
    yield asked(
        "504, never made, the history is empty",
        together(lost, always("history", reply(200, {"data": []}))),
        billed=2,
        posts=3,
    )
    costs = _only_the_first(status(504, "no", {"x-cost": "0.003"}), "lost")
    yield asked("504 with a cost, a later one there", costs, billed=2, posts=3)


def bills_all(code: int) -> Prepare:
    """Bill every request and answer it with this status. The history stays empty."""

    def prepare(world: World) -> None:
        world.answer("post", repeat(paid(page(code))))
        world.answer("history", repeat(reply(200, {"data": []})))

    return prepare


def _held() -> Iterator[Case]:
    """Two unknown outcomes in a row hold the line: a 504 that bills must not cost the whole queue."""
    held = partial(
        Case, state=UNKNOWN, also=(QUEUED,), said=LOST, billed=2, posts=2, found=False, longest=4000
    )
    for code in (500, 502, 504, 524):
        yield held(f"{code} for ever that bills, 5 jobs", bills_all(code), jobs=5)
    for at_once in (2, 4, 8):
        yield held(
            f"504 for ever that bills, 5 jobs, {at_once} at once", bills_all(504), jobs=5, at_once=at_once
        )
        yield held(
            f"504 for ever that bills, 100 jobs, {at_once} at once", bills_all(504), jobs=100, at_once=at_once
        )
    found = partial(Case, jobs=5, said=LOST, billed=5, posts=5, found=True, longest=4000)
    prompts = tuple(f"portrait {number}" for number in range(5))
    yield found(
        "504 for ever that bills, 5 jobs, all in the history",
        always("post", paid(page(504))),
        prompts=prompts,
    )


def cases() -> Iterator[Case]:
    yield from _unknown()
    yield from _successes()
    yield from _refusals()
    yield from _walls()
    yield from _sent_again()
    yield from _held()
