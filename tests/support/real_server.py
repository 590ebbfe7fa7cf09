"""Tries the engine My server with a real server: `python -m tests.support.real_server ADDRESS`.

It asks what the server can do, and makes small pictures with few steps. The last result: `docs/measured.md`.
"""

import argparse
import getpass
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint, defaults
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Delivery
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import EngineTools, ModelSource
from portrait_app.core.ports.servers import ServerDesk
from portrait_app.core.request import build_request
from portrait_app.core.servers import SETTING, ServerEntry, servers_text, tidy_address
from portrait_app.engines.server.factory import open_engine
from portrait_app.jobs.handover import JobHandover
from portrait_app.system.settings import JsonSettings

_SIDE = 128  # pixels
_STEPS = 2
_LONG = 20  # steps of the picture that is cancelled
_AFTER = 3.0  # seconds until it is


class Trial:
    """One server, and the rows of the table that is printed."""

    def __init__(self, server: ServerEntry, password: str, folder: Path) -> None:
        settings = JsonSettings(folder / "settings.json")
        settings.set(SETTING, servers_text([server]))
        settings.set("server_timeout", 240)
        opened = open_engine(EngineTools(settings, Credentials()))
        assert opened.models is not None
        assert opened.servers is not None
        self._engine = opened.engine
        self._source: ModelSource = opened.models
        self._desk: ServerDesk = opened.servers
        self._server = server
        self._password = password
        self.bad = 0

    def run(self) -> None:
        report = self._desk.test(self._server, self._password or None, Cancel())
        abilities = f"progress {report.shows_progress}, stop {report.can_stop}"
        lists = f"{len(report.models)} models, {len(report.samplers)} samplers"
        print(f"{report.program or 'unknown program'}: {lists}, {abilities}")
        model = self._source.models(Cancel())[0]
        print(f"model {model.name} ({model.slug})")
        first = self.row("a picture", lambda: self.make(model, seed=7), lambda one: _fits(one, _SIDE, [7]))
        self.row("the same again", lambda: self.make(model, seed=7), lambda one: _same(one, first))
        self.row("another seed", lambda: self.make(model, seed=8), lambda one: not _same(one, first))
        self.row("a random seed", lambda: self.make(model, seed=-1), lambda one: _fits(one, _SIDE, None))
        self.row(
            "two samples", lambda: self.make(model, seed=7, samples=2), lambda one: _fits(one, _SIDE, [7, 8])
        )
        wide = lambda: self.make(model, seed=7, img_width=192)  # noqa: E731 - one of the rows
        self.row(
            "another width", wide, lambda one: (one.images[0].width, one.images[0].height) == (192, _SIDE)
        )
        for choice in model.parameter("scheduler").choices:
            asked = str(choice.value)
            self.row(
                choice.label,
                lambda asked=asked: self.make(model, scheduler=asked, num_inference_steps=1),  # type: ignore[misc]
                lambda one: not one.used,
            )
        self._cancel(model)

    def make(self, model: Endpoint, *, abort_after: float = 0, **values: Any) -> Delivery:
        scheduler = model.parameter("scheduler").default
        small = {
            "img_width": _SIDE,
            "img_height": _SIDE,
            "num_inference_steps": _STEPS,
            "scheduler": scheduler,
        }
        request = build_request(
            model, {**defaults(), "prompt": "a portrait of an old man", **small, "seed": 7, **values}
        )
        handover = JobHandover(lambda _reply: None)
        if not abort_after:
            return self._engine.generate(request, handover)
        timer = Timer(abort_after, handover.abort)
        timer.start()
        try:
            return self._engine.generate(request, handover)
        finally:
            timer.cancel()

    def row(
        self, what: str, work: Callable[[], Delivery], holds: Callable[[Delivery], bool]
    ) -> Delivery | None:
        """Print a row of the table."""
        started = time.monotonic()
        try:
            delivery: Delivery | None = work()
            said = "ok" if delivery is not None and holds(delivery) else f"BAD: {delivery!r}"[:300]
        except AppError as error:
            delivery, said = None, f"BAD: {error} {dict(error.facts)}"
        self.bad += said.startswith("BAD")
        print(f"{what:34} {time.monotonic() - started:6.1f} s  {said}", flush=True)
        return delivery

    def _cancel(self, model: Endpoint) -> None:
        started = time.monotonic()
        try:
            self.make(model, abort_after=_AFTER, num_inference_steps=_LONG)
            said = "BAD: a picture came"
        except AppError as error:
            said = "ok" if error.kind is ErrorKind.CANCELLED else f"BAD: {error}"
        self.bad += said.startswith("BAD")
        print(f"{f'cancelled after {_AFTER:g} s':34} {time.monotonic() - started:6.1f} s  {said}", flush=True)


def _fits(delivery: Delivery, side: int, seeds: list[int] | None) -> bool:
    sizes = {(image.width, image.height) for image in delivery.images}
    told = [image.seed for image in delivery.images]
    return sizes == {(side, side)} and (told == seeds if seeds is not None else None not in told)


def _same(delivery: Delivery, other: Delivery | None) -> bool:
    return other is not None and delivery.images[0].data == other.images[0].data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--user", default="", help="for a server that asks for a login")
    wishes = parser.parse_args()
    password = getpass.getpass() if wishes.user else ""
    server = ServerEntry("real", "Real server", tidy_address(wishes.address), wishes.user)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(server, password, Path(folder))
        try:
            trial.run()
        except AppError as error:
            print(f"{error} {dict(error.facts)}", file=sys.stderr)
            return 1
    print("all as expected" if not trial.bad else f"{trial.bad} rows are bad")
    return int(trial.bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
