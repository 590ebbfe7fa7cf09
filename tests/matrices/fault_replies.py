"""Cases of replies that are incomplete or invalid."""

from collections.abc import Iterator

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import FAILED, JSON, LOST, UNKNOWN, Case, always, answered, together
from tests.support.segmind_behaviours import (
    close_before_reply,
    cut_body,
    gzip_bomb,
    hang,
    huge,
    nested_json,
    paid,
    reply,
    reset_reply,
    status,
    trickle_body,
    trickle_chunk_size,
    trickle_headers,
    truncated_image,
    wrong_length,
)
from tests.support.segmind_service import KEY, Behaviour, Exchange

PLACES = {
    "before the status line": (0, 0),
    "in the status line": (0.02, 0),
    "in the first header": (0.15, 0),
    "among the headers": (0.5, 0),
    "before the empty line": (0.99, 0),
    "after the headers": (1, 0),
    "at 1 % of the body": (1, 0.01),
    "at 25 % of the body": (1, 0.25),
    "at 50 % of the body": (1, 0.5),
    "at 99 % of the body": (1, 0.99),
}


def _broken() -> Iterator[Case]:
    for place, (head, body) in PLACES.items():
        for delivery in ("direct", "queued"):
            yield Case(f"reset {place}", answered("post", reset_reply(head, body)), delivery, said=LOST)
    for place, (head, body) in PLACES.items():
        yield Case(f"status: reset {place}", answered("status", reset_reply(head, body)), "queued")
    yield Case("result: reset in the body", answered("result", reset_reply(1, 0.5)), "queued")
    yield Case(
        "picture: reset in the body",
        answered("output", reset_reply(1, 0.5)),
        "queued",
        said=(ErrorKind.PICTURE_NOT_FETCHED,),
    )
    yield Case("closed before the reply", answered("post", close_before_reply()), said=LOST)
    yield Case("no reply in time", answered("post", hang(), read_timeout=0.5), said=LOST)
    yield Case("trickle: headers", answered("post", trickle_headers(), read_timeout=0.5), said=LOST)
    yield Case("trickle: body", answered("post", trickle_body(), read_timeout=0.5), said=LOST)
    yield Case("trickle: chunk", answered("post", paid(trickle_chunk_size()), read_timeout=0.5), said=LOST)
    yield Case("length: longer than what comes", answered("post", wrong_length(1000)), said=LOST)
    yield Case(
        "length: shorter than the picture",
        answered("post", wrong_length(-1000)),
        said=(ErrorKind.IMAGE_DAMAGED,),
    )
    yield Case(
        "no length, and half a picture",
        answered("post", cut_body(length_known=False)),
        said=(ErrorKind.IMAGE_DAMAGED,),
    )
    yield Case(
        "half a picture as if whole",
        answered("post", truncated_image()),
        said=(ErrorKind.IMAGE_DAMAGED,),
    )


def _megabytes(count: int, opening: bytes, part: bytes, end: bytes) -> Behaviour:
    """Send JSON of `count` MiB in small parts: large parts would stall the GUI thread of this process."""
    some, times = part * ((1 << 16) // len(part)), count * 16

    def behave(exchange: Exchange) -> None:
        length = len(opening) + len(some) * times + len(end)
        exchange.send_head(200, {**JSON, "Content-Length": str(length)})
        exchange.write(opening)
        for _ in range(times):
            exchange.write(some)
        exchange.write(end)

    return behave


def _odd() -> Iterator[Case]:
    unreadable, large = (ErrorKind.REPLY_UNREADABLE,), (ErrorKind.REPLY_TOO_LARGE,)
    # Four pictures of the largest size take at most 22 MB.
    bodies: dict[str, Behaviour] = {
        "0 bytes": reply(200, b"", {"Content-Type": "image/jpeg"}),
        "JSON bomb: 200,000 deep": nested_json(),
        "JSON bomb: 200,000 deep in a field": reply(200, b'{"image":' + b"[" * 200_000, JSON),
        "JSON bomb: a number of 1,000,000 digits": reply(200, b'{"image":' + b"9" * 1_000_000 + b"}", JSON),
        "JSON bomb: 1e999999999 and NaN": reply(200, b'{"image":1e999999999,"infer_time":NaN}', JSON),
        "JSON bomb: a million pictures": reply(200, b'{"images":[' + b'"x",' * 1_000_000 + b'"x"]}', JSON),
        "JSON bomb: 60 MB of numbers": _megabytes(60, b'{"images":[', b"1,", b"1]}"),
        "JSON bomb: 60 MB of lists": _megabytes(60, b"[", b"[],", b"0]"),
        "JSON bomb: 60 MB of blanks": _megabytes(60, b"[", b" ", b"0]"),
        "JSON: 60 MB in one text": _megabytes(60, b'{"image":"', b"A", b'"}'),
        "JSON with words only": reply(200, {"status": "success"}),
        "JSON that repeats the key": reply(200, {"error": f"no picture for {KEY}"}),
        "HTML with status 200": reply(
            200, b"<html><title>Sign in</title></html>", {"Content-Type": "text/html"}
        ),
    }
    # The other bodies do not show whether anything was made.
    tell = ("JSON: 60 MB in one text", "JSON with words only")
    for name, body in bodies.items():
        yield Case(name, answered("post", paid(body)), said=unreadable if name in tell else LOST, found=True)
    yield Case("gzip bomb: 200 MB", answered("post", paid(gzip_bomb(200))), said=large)
    yield Case("200 MB", answered("post", paid(huge(200))), said=large)
    for name, state in (("0 bytes", UNKNOWN), ("JSON: 60 MB in one text", FAILED)):
        yield Case(
            f"{name}, history: not there",
            together(answered("post", paid(bodies[name])), always("history", reply(200, {"data": []}))),
            state=state,
            said=LOST if state is UNKNOWN else unreadable,
        )
    yield Case(
        "half a picture, and of the history's too",
        together(answered("post", truncated_image()), always("output", truncated_image())),
        state=FAILED,
        said=(ErrorKind.IMAGE_DAMAGED,),
    )
    yield Case(
        "half a picture, history: 503 once",
        together(answered("post", truncated_image()), answered("history", status(503))),
        said=(ErrorKind.IMAGE_DAMAGED,),
    )
    for name in ("JSON bomb: 200,000 deep", "0 bytes"):
        yield Case(f"status: {name}", answered("status", bodies[name]), "queued")
    yield Case(
        "accepted without an id",
        answered("post", paid(reply(200, {"status": "QUEUED"}))),
        "queued",
        said=LOST,
    )


def cases() -> Iterator[Case]:
    yield from _broken()
    yield from _odd()
