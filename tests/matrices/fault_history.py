"""Cases of pictures to be found in the history: a late history, other forms of data, a wrong clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any

from portrait_app.core.errors import ErrorKind
from tests.matrices.fault_world import LOST, UNKNOWN, Case, Prepare, World, answered, together
from tests.support.segmind_behaviours import close_before_reply, status

Rows = list[dict[str, Any]]
BUSY = (ErrorKind.SERVICE_UNAVAILABLE,)
ENVELOPES = ("data", "results", "result", "requests", "generations", "items", "history", "request_history")
MOMENTS = ("model_created", "created_at", "createdAt", "created", "timestamp")
FORMS: dict[str, Callable[[datetime], object]] = {
    "seconds": lambda moment: int(moment.timestamp()),
    "milliseconds": lambda moment: int(moment.timestamp() * 1000),
    "microseconds": lambda moment: int(moment.timestamp() * 1_000_000),
    "seconds as text": lambda moment: str(int(moment.timestamp())),
    "ISO with Z": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    "ISO without a zone": lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S.%f"),
    "a header's form": partial(format_datetime, usegmt=True),
}


def lost(world: World) -> None:
    world.answer("post", [close_before_reply()])


def rows_as(change: Callable[[dict[str, Any]], dict[str, Any]], envelope: str = "data") -> Prepare:
    def prepare(world: World) -> None:
        world.service.records.envelope = lambda rows: {"page": 1, envelope: [change(row) for row in rows]}

    return prepare


def moment_as(name: str, form: Callable[[datetime], object]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(row: dict[str, Any]) -> dict[str, Any]:
        row = dict(row)
        row[name] = form(datetime.fromisoformat(row.pop("model_created")).astimezone(UTC))
        return row

    return change


def _as_text(row: dict[str, Any]) -> dict[str, Any]:
    sent = {
        name: str(value).lower()
        if isinstance(value, bool)
        else value
        if isinstance(value, str)
        else str(value)
        for name, value in row["request_body"].items()
    }
    return {**row, "request_body": sent, "credits_deduction": "0.003", "latency_ms": "2100"}


def _seed_resolved(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "request_body": {**row["request_body"], "seed": 4711}}


def late_by(seconds: float) -> Prepare:
    def prepare(world: World) -> None:
        world.service.records.lag = timedelta(seconds=seconds)

    return prepare


def clock_wrong_by(hours: float) -> Prepare:
    """Make this machine's clock wrong while the job is sent, and correct it before the search.

    The service answers once before, so that its time is known.
    """

    def prepare(world: World) -> None:
        world.clock.wrong_by = timedelta(hours=hours)
        world.answer("post", [status(503, "busy"), close_before_reply()])
        world.later_at = 4
        world.later = lambda _session: setattr(world.clock, "wrong_by", timedelta())

    return prepare


def cases() -> Iterator[Case]:
    found = partial(Case, said=LOST, found=True)
    for name in ENVELOPES:
        yield found(f"history: rows under {name!r}", together(lost, rows_as(dict, name)))
    for name in MOMENTS:
        for form, write in FORMS.items():
            if name == "model_created" or form == "seconds":
                change = rows_as(moment_as(name, write))
                yield found(f"history: {name} in {form}", together(lost, change))
    yield found("history: numbers as text", together(lost, rows_as(_as_text)))
    yield found("history: a seed that was chosen there", together(lost, rows_as(_seed_resolved)), seed=-1)
    for seconds in (3, 20, 60, 200, 600, 880):
        yield found(f"history: late by {seconds} s", together(lost, late_by(seconds)), waited=(seconds, 910))
    yield Case(
        "history: late by an hour",
        together(lost, late_by(3600)),
        state=UNKNOWN,
        said=LOST,
        found=False,
        waited=(900, 910),
    )
    for code in (429, 500, 502, 503, 504, 522):
        yield found(f"history: {code} twice", together(lost, answered("history", status(code), status(code))))
    for hours in (-5, -1, 1, 5, 12):
        yield Case(
            f"the clock is {hours:+} h off while it is sent",
            clock_wrong_by(hours),
            said=(*BUSY, *LOST),
            posts=2,
            found=True,
        )
