"""A model folder with a small model of random weights, and a handover that remembers what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.ports.engines import Stop
from portrait_app.engines.local.files.architecture import Architecture
from portrait_app.engines.local.store import manifest
from portrait_app.engines.local.store.manifest import FileRecord, Manifest
from portrait_app.engines.local.trial_model import TINY, reduced, write_trial_model

WEIGHTS = 1  # the seed of the weights


def install_trial_model(models: Path, name: str = "trial", architecture: Architecture | None = None) -> Path:
    """Put a model into the model folder as if it had been added, and return the model's own folder."""
    folder = models / name
    record = write_trial_model(folder, architecture or reduced(TINY), WEIGHTS)
    files = {
        path.relative_to(folder).as_posix(): FileRecord(size=path.stat().st_size, sha256=record.sha256)
        for path in folder.rglob("*")
        if path.is_file()
    }
    written = Manifest(
        name="Trial",
        architecture="tiny",
        source="made for a test",
        revision="",
        agreement=None,
        added=datetime(2026, 11, 30, tzinfo=UTC),
        files=files,
    )
    (folder / manifest.NAME).write_bytes(manifest.to_json(written))
    return folder


@dataclass
class Reports:
    """Implements `Handover`."""

    on_progress: Callable[[float], object] = lambda _fraction: None
    fractions: list[float] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)
    previews: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._aborted = Event()
        self._stops: list[Stop] = []

    @property
    def aborted(self) -> bool:
        return self._aborted.is_set()

    def on_abort(self, stop: Stop) -> None:
        self._stops.append(stop)
        if self.aborted:
            stop()

    def abort(self) -> None:
        self._aborted.set()
        for stop in self._stops:
            stop()

    def spool(self, reply: RawReply) -> None:
        raise AssertionError("nothing is spooled: it is free")

    def accepted(self, ticket: Ticket) -> None:
        raise AssertionError("there is no service with tickets")

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        self.fractions.append(fraction)
        self.steps.append((step, steps))
        if preview:
            self.previews.append(preview)
        self.on_progress(fraction)
