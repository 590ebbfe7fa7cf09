"""The program without a window: the real queue, engine and library, against the loopback service."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QTimer

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.field import Value
from portrait_app.core.request import GenerationRequest
from portrait_app.core.retry import PRO_PLAN
from portrait_app.engines.segmind import client, history
from portrait_app.jobs.finder import Finder
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.timing import Timing
from portrait_app.library import library
from portrait_app.system.clock import SystemClock
from tests.engines.segmind.conftest import MemorySettings
from tests.support.segmind_service import KEY


class Session:
    """One session in a folder. There must be a QCoreApplication."""

    def __init__(
        self,
        folder: Path,
        url: str,
        delivery: str,
        *,
        timing: Timing | None = None,
        concurrency: int = 1,
        per_minute: int = PRO_PLAN,
        values: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """`values` are further settings, which may be out of range."""
        self.settings = settings = MemorySettings(api_url=url, delivery=delivery, **values)
        credentials = Credentials()
        credentials.set(KEY, KeySource.SESSION)
        engine = client.SegmindEngine(credentials, settings, poll_seconds=0.005)
        self.library = library.open_library(folder, SystemClock())
        self.runner = TaskRunner()
        past = history.SegmindHistory(engine, settings)
        finder = Finder({"segmind": past}, self.library, SystemClock(), lambda: credentials.key)
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
        """Ask for one small request."""
        values = {**SAMPLE_VALUES, "samples": samples, "img_width": 512, "img_height": 512, **others}
        self.queue.submit(GenerationRequest("potraitsd1.5-txt2img", values))

    def run(self) -> None:
        """Go on until nothing is under way."""
        application = QCoreApplication.instance()
        assert application is not None
        idle = QTimer(interval=5)
        idle.timeout.connect(lambda: None if self.runner.busy else application.quit())
        idle.start()
        application.exec()
        idle.stop()

    def close(self) -> None:
        self.queue.close()
        self.runner.shut_down(5000)
        self.library.close()
