"""All possible answers to a POST, and what each proves, generated from the specification alone.

Each status from 100 to 599, with each kind of body, with and without a cost, for both deliveries. One answer
of each class in the specification also goes through the whole program.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import product

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.engines.segmind.statuses import Proof, failure_of, proof_of
from tests.support.portraits import portrait
from tests.support.segmind_behaviours import reply
from tests.support.segmind_service import KEY, Exchange

NOW = datetime(2026, 11, 30, tzinfo=UTC)
STATUSES = range(100, 600)
COST = "0.003"
# The refusals in section 5 of the specification, and 402, which means missing credits.
_REFUSALS = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 413, 415, 422, 429})
_HTML = {"content-type": "text/html"}
_JSON = {"content-type": "application/json"}


class Body:
    """The kinds of body of an answer."""

    EMPTY = "empty"
    HTML = "HTML"
    ERROR = "a JSON error"
    PICTURE = "a picture"
    TICKET = "a ticket"
    ALL = (EMPTY, HTML, ERROR, PICTURE, TICKET)


@cache
def _picture() -> bytes:
    return portrait(7, 512, 512)


@dataclass(frozen=True)
class Answer:
    """One answer to a POST."""

    delivery: str
    status: int
    body: str
    has_cost: bool

    @property
    def reply(self) -> RawReply:
        bodies: dict[str, tuple[dict[str, str], bytes]] = {
            Body.EMPTY: ({}, b""),
            Body.HTML: (_HTML, b"<html><title>Gateway</title></html>"),
            Body.ERROR: (_JSON, b'{"error": "It did not work"}'),
            Body.PICTURE: ({"content-type": "image/jpeg"}, _picture()),
            Body.TICKET: (_JSON, json.dumps({"request_id": "rq-1", "status": "QUEUED"}).encode()),
        }
        headers, body = bodies[self.body]
        return RawReply(self.status, {**headers, "x-cost": COST} if self.has_cost else headers, body)

    @property
    def proof(self) -> Proof:
        """What the answer proves according to the specification."""
        if 200 <= self.status < 300 and (self.has_cost or self.body in (Body.PICTURE, Body.TICKET)):
            return Proof.DELIVERED
        says_so = self.status in _REFUSALS or (self.status == 503 and self.body == Body.ERROR)
        return Proof.NOTHING_MADE if says_so and not self.has_cost else Proof.UNKNOWN

    @property
    def mistakes(self) -> list[str]:
        """The mistakes that the program makes about the answer."""
        wrong = []
        if proof_of(self.reply) is not self.proof:
            wrong.append(f"{self}: {proof_of(self.reply)}")
        if self.proof is Proof.DELIVERED:
            return wrong
        error = failure_of(self.reply, KEY, NOW)
        if (error.kind is ErrorKind.OUTCOME_UNKNOWN) is not (self.proof is Proof.UNKNOWN):
            wrong.append(f"{self}: {error.kind}")
        if error.billed is Billed.NO and (self.proof is not Proof.NOTHING_MADE or self.has_cost):
            wrong.append(f"{self}: called not charged")
        if self.has_cost and error.billed is not Billed.YES:
            wrong.append(f"{self}: its cost is lost")
        return wrong

    @property
    def kind(self) -> tuple[object, ...]:
        """The class of the answer, as a key."""
        family = (self.status // 100, self.status in _REFUSALS, self.status == 503)
        return self.delivery, family, self.body, self.has_cost

    def give(self, exchange: Exchange) -> None:
        """Send this answer. Do and bill the work before, unless the answer proves that nothing was made."""
        answer = self.reply
        headers, body = answer.headers, answer.body
        if self.proof is not Proof.NOTHING_MADE:
            version = {Body.PICTURE: "v1", Body.TICKET: "v2"}.get(self.body)
            asked = exchange.received
            if version is not None:
                asked = replace(asked, path=f"/{version}/{asked.path.split('/')[-1]}")
            made = exchange.service.answer(asked)
            if version is not None:
                headers, body = made.headers, made.body
        own = {name: value for name, value in headers.items() if name.lower() != "x-cost"}
        reply(self.status, body, {**own, "x-cost": COST} if self.has_cost else own)(exchange)


def answers() -> Iterator[Answer]:
    for delivery, status, body, has_cost in product(("direct", "queued"), STATUSES, Body.ALL, (False, True)):
        yield Answer(delivery, status, body, has_cost)


def classes() -> Iterator[Answer]:
    """Yield one answer of each class, without interim answers and statuses that cannot have a body."""
    chosen: dict[tuple[object, ...], Answer] = {}
    for answer in answers():
        if answer.status >= 200 and answer.status not in (204, 205, 304):
            chosen.setdefault(answer.kind, answer)
    yield from chosen.values()
