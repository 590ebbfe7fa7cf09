"""The program without a window: queue, engine and library, with the loopback service."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QTimer

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.field import Value
from portrait_app.core.ports.system import Clock
from portrait_app.core.request import GenerationRequest
from portrait_app.core.retry import PRO_PLAN
from portrait_app.engines.segmind import client, history
from portrait_app.engines.segmind.service_clock import ServiceClock
from portrait_app.jobs.finder import Finder
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.timing import Timing
from portrait_app.library import library
from portrait_app.system.clock import SystemClock
from tests.engines.segmind.conftest import MemorySettings
from tests.matrices.queue_clock import QueueClock
from tests.support.segmind_service import KEY


class Session:
    """One session in a folder. A QCoreApplication must exist."""

    def __init__(
        self,
        folder: Path,
        url: str,
        delivery: str,
        *,
        timing: Timing | None = None,
        clock: QueueClock | None = None,
        concurrency: int = 1,
        per_minute: int = PRO_PLAN,
        values: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """`values` are further settings, which may be out of range. `clock` belongs to `timing`."""
        timing = timing or Timing()
        self.settings = settings = MemorySettings(api_url=url, delivery=delivery, **values)
        credentials = Credentials()
        credentials.set(KEY, KeySource.SESSION)
        engine = client.SegmindEngine(credentials, settings, poll_seconds=0.005)
        time: Clock = clock or SystemClock()
        self.library = library.open_library(folder, time)
        self.runner = TaskRunner()
        if clock is not None:  # the service's clock follows it
            engine.clock = ServiceClock(clock.monotonic)
        past = history.SegmindHistory(engine, settings, time.now)
        finder = Finder({"segmind": past}, self.library, lambda: credentials.key, timing)
        self.queue = GenerationQueue(
            {"segmind": engine},
            self.library,
            self.runner,
            lambda: concurrency,
            finder,
            per_minute=lambda _engine: per_minute,
            timing=timing,
        )

    def order(self, samples: int, **others: Value) -> None:
        """Submit one small request."""
        values = {**SAMPLE_VALUES, "samples": samples, "img_width": 512, "img_height": 512, **others}
        self.queue.submit(GenerationRequest("potraitsd1.5-txt2img", values))

    def run(self) -> None:
        """Run the event loop until no task is running."""
        application = QCoreApplication.instance()
        assert application is not None
        idle = QTimer()
        idle.setInterval(5)
        idle.timeout.connect(lambda: None if self.runner.busy else application.quit())
        idle.start()
        application.exec()
        idle.stop()

    def close(self) -> None:
        self.queue.close()
        self.runner.shut_down(5000)
        self.library.close()
