"""A queue with all it needs."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import open_library
from tests.jobs.studio import QueueStudio
from tests.support.clock import FixedClock
from tests.support.engine import ScriptedEngine
from tests.support.journal_watch import journal_watched
from tests.support.task_runner import runner
from tests.support.timing import TestTime

__all__ = ["CLOUD", "FREE", "Studio", "open_studio", "runner"]

CLOUD = GenerationRequest("potraitsd1.5-txt2img", SAMPLE_VALUES)
FREE = GenerationRequest("sketch-lorelei", SAMPLE_VALUES)


class Studio(QueueStudio):
    """A queue with engines that do as a test says."""

    def __init__(
        self,
        folder: Path,
        *engines: ScriptedEngine,
        concurrency: int = 2,
        capacities: Mapping[str, Callable[[], int]] = MappingProxyType({}),
    ) -> None:
        self.time = TestTime()
        self.per_minute = 50
        self.clock = FixedClock()
        library, runner = open_library(folder, self.clock), TaskRunner()
        queue = GenerationQueue(
            {engine.row.key: engine for engine in engines},
            library,
            runner,
            lambda: concurrency,
            per_minute=lambda _engine: self.per_minute,
            timing=self.time.timing,
            capacities=capacities,
        )
        super().__init__(library, runner, queue)

    def later(self, seconds: float) -> None:
        """Let time pass, as the queue's timer would notice it."""
        self.time.advance(seconds)
        self.queue.pump()

    def pictures(self) -> int:
        return len(self.library.picture_ids(LibraryQuery(FILTERS[0], self.clock.now())))


@pytest.fixture(autouse=True)
def _journal_knows() -> Iterator[None]:
    """Fail a transaction that writes a job without the journal."""
    with journal_watched():
        yield


@pytest.fixture
def open_studio(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Studio]]:
    opened: list[Studio] = []

    def open_one(*engines: ScriptedEngine, **limits: Any) -> Studio:
        studio = Studio(tmp_path / "library", *engines, **limits)
        opened.append(studio)
        return studio

    yield open_one
    for studio in opened:
        studio.close()
