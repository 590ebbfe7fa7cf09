"""Cases of answers: each documented status, and rate limits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import FAILED, LOST, UNKNOWN, Case, Prepare, World, always, answered
from tests.support.segmind_behaviours import (
    echo_key,
    html_405,
    redirect,
    status,
)

RESET = "x-rate-limit-reset-at-utc"
SAID: tuple[tuple[int, str, ErrorKind], ...] = (
    (400, "prompt is mandatory and must be a string", ErrorKind.BAD_REQUEST),
    (401, "Missing Authorization or x-api-key in header", ErrorKind.KEY_MISSING),
    (401, "Unauthorized. API key is invalid or may have expired.", ErrorKind.KEY_REJECTED),
    (402, "Payment required", ErrorKind.NO_CREDITS),
    (403, "You are not allowed to use this model", ErrorKind.NOT_ALLOWED),
    (404, "Model not found", ErrorKind.NO_SUCH_MODEL),
    (406, "Invalid content type", ErrorKind.WRONG_CONTENT_TYPE),
    (406, "Insufficient credits. Balance: 0.0010, required: 0.0030", ErrorKind.NO_CREDITS),
    (406, "The spend limit of your team is reached", ErrorKind.VALUE_REFUSED),
    (406, "scheduler is not supported", ErrorKind.VALUE_REFUSED),
    (410, "The model has been retired", ErrorKind.MODEL_RETIRED),
    (413, "The prompt is too large", ErrorKind.BAD_REQUEST),
    (415, "Unsupported media type", ErrorKind.WRONG_CONTENT_TYPE),
    (422, "CUDA out of memory", ErrorKind.JOB_FAILED),
)


def _statuses() -> Iterator[Case]:
    for code, words, kind in SAID:
        for delivery in ("direct", "queued"):
            name = f"{code}: {words}"[:44]
            yield Case(name, answered("post", status(code, words)), delivery, FAILED, (kind,), 0)
    wrong = (ErrorKind.WRONG_ADDRESS,)
    yield Case("405: a page of HTML", answered("post", html_405()), state=FAILED, said=wrong, billed=0)
    yield Case(
        "400 that repeats the key",
        answered("post", echo_key(400)),
        state=FAILED,
        said=(ErrorKind.BAD_REQUEST,),
        billed=0,
    )
    away = (ErrorKind.SERVICE_UNAVAILABLE,)
    yield Case("503 once", answered("post", status(503)), said=away, posts=2, waited=(1, 3))
    yield Case(
        "503 for ever",
        always("post", status(503)),
        state=FAILED,
        said=away,
        billed=0,
        posts=6,
        waited=(31, 70),
    )
    for code in (301, 302, 303, 307, 308):
        yield Case(
            f"{code} to another host",
            elsewhere_by(code),
            state=UNKNOWN,
            said=LOST,
            billed=0,
        )


def elsewhere_by(code: int) -> Prepare:
    return lambda world: world.answer(
        "post", [redirect(code, f"{world.elsewhere.url}/v1/potraitsd1.5-txt2img")]
    )


def limited(**headers: str) -> Prepare:
    return answered(
        "post",
        status(429, "Too many requests", {name.replace("_", "-"): value for name, value in headers.items()}),
    )


def limited_until(delta: timedelta) -> Prepare:
    def prepare(world: World) -> None:
        world.answer(
            "post", [status(429, "Too many requests", {RESET: (datetime.now(UTC) + delta).isoformat()})]
        )

    return prepare


def _limits() -> Iterator[Case]:
    """Cases of 429. The program waits a minute or more: only one request a minute is known to pass."""
    slow = (ErrorKind.RATE_LIMITED,)
    minute = (58, 64)
    yield Case("429: reset long past", limited_until(-timedelta(hours=3)), said=slow, posts=2, waited=minute)
    yield Case(
        "429: reset in 90 s", limited_until(timedelta(seconds=90)), said=slow, posts=2, waited=(89, 94)
    )
    yield Case(
        "429: reset in 6 hours", limited_until(timedelta(hours=6)), said=slow, posts=2, waited=(899, 905)
    )
    yield Case(
        "429: reset in 300 years", limited_until(timedelta(days=110_000)), said=slow, posts=2, waited=minute
    )
    yield Case(
        "429: reset is nonsense", limited(**{RESET: "whenever \x01 9e99"}), said=slow, posts=2, waited=minute
    )
    yield Case("429: no reset", limited(), said=slow, posts=2, waited=minute)
    yield Case("429: Retry-After 75", limited(Retry_After="75"), said=slow, posts=2, waited=(75, 79))
    yield Case("429: Retry-After -5", limited(Retry_After="-5"), said=slow, posts=2, waited=minute)
    yield Case("429 for ever", always("post", status(429)), state=FAILED, said=slow, billed=0, posts=9)


def cases() -> Iterator[Case]:
    yield from _statuses()
    yield from _limits()
