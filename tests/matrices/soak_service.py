"""The loopback service in another process, with faults in a fraction of its answers."""

import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from tests.support.segmind_behaviours import (
    close_before_reply,
    cut_body,
    paid,
    reply,
    reset_reply,
    status,
    truncated_image,
    wrong_length,
)
from tests.support.segmind_service import Behaviour, Exchange, Received, SegmindService


def reset_unmade(exchange: Exchange) -> None:
    """Reset the connection before any work is done."""
    exchange.reset()


# By kind of request, the faulty answers.
FAULTS: Mapping[str, Mapping[str, Behaviour]] = {
    "post": {
        "400": status(400),
        "404": status(404),
        "429": status(429, headers={"Retry-After": "20"}),
        "500": status(500),
        "503": status(503),
        "504, not made": status(504),
        "504, made": paid(status(504)),
        "reset, not made": reset_unmade,
        "no reply": close_before_reply(),
        "reset in the headers": reset_reply(0.5),
        "reset in the body": reset_reply(1, 0.5),
        "longer than what comes": wrong_length(1000),
        "cut, length unknown": cut_body(length_known=False),
        "half a reply as if whole": truncated_image(),
    },
    "output": {  # a missing or changed output is a known loss, which is in the fault matrix
        "500": status(500),
        "503": status(503),
        "reset in the body": reset_reply(1, 0.5),
        "no reply": close_before_reply(),
    },
    "get": {
        "404": status(404),
        "500": status(500),
        "503": status(503),
        "0 bytes": reply(200),
        "reset in the body": reset_reply(1, 0.5),
        "no reply": close_before_reply(),
    },
}


@dataclass
class Account:
    """The records of the service at the end, by prompt."""

    posts: Counter[str] = field(default_factory=Counter)
    billed: Counter[str] = field(default_factory=Counter)
    pictures: Counter[str] = field(default_factory=Counter)  # made and paid for
    faults: Counter[str] = field(default_factory=Counter)  # by kind


class _Chance:
    """Chooses the faulty answers. The same seed gives the same faults, in any order of the requests."""

    def __init__(self, seed: int, share: float) -> None:
        self.faults: Counter[str] = Counter()
        self._seed = seed
        self.share = share
        self._asked: Counter[str] = Counter()

    def choose(self, received: Received) -> Behaviour | None:
        kind = "output" if received.path.startswith("/outputs/") else received.method.lower()
        what = received.json["prompt"] if kind == "post" else received.path
        self._asked[what] += 1
        dice = random.Random(f"{self._seed} {what} {self._asked[what]}")
        if dice.random() >= self.share:
            return None
        name = dice.choice(list(FAULTS[kind]))
        self.faults[f"{kind}: {name}"] += 1
        return FAULTS[kind][name]


@contextmanager
def service_elsewhere(seed: int, share: float) -> Iterator[tuple[str, Connection]]:
    """Start the service in another process. Yield its address, and a pipe to request its Account."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(seed, share, theirs))
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.close()
        process.join()


def _serve(seed: int, share: float, pipe: Connection) -> None:
    """Serve until the pipe is closed. The first request for the account also ends the faults."""
    chance = _Chance(seed, share)
    with SegmindService() as service:
        service.credits = 1000.0
        service.choose = chance.choose
        pipe.send(service.url)
        try:
            while True:
                pipe.recv()
                chance.share = 0
                pipe.send(_account(service, chance))
        except EOFError:
            return


def _account(service: SegmindService, chance: _Chance) -> Account:
    account = Account(faults=chance.faults)
    for received in service.received:
        if received.method == "POST":
            account.posts[received.json["prompt"]] += 1
    for received in service.billed:
        account.billed[received.json["prompt"]] += 1
        account.pictures[received.json["prompt"]] += received.json["samples"]
    return account
