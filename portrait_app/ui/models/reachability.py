"""Asks an engine again for its models when it can be reached again."""

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.ports.system import Settings
from portrait_app.core.retry import LONGEST_UNREACHED
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.model_list import ModelList


class Reachability(QObject):
    """Follows the queue, which notices when an engine answers again, and looks by itself without jobs."""

    def __init__(
        self, queue: GenerationQueue, models: ModelList, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._models = models
        self._settings = settings
        self._offline: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(int(LONGEST_UNREACHED * 1000))
        self._timer.timeout.connect(self._look)
        queue.changed.connect(self._follow)
        models.changed.connect(self._set_timer)
        self._set_timer()

    def _follow(self) -> None:
        offline = {hold.engine for hold in self._queue.holds if hold.reason is HoldReason.OFFLINE}
        for engine in self._offline - offline:
            self._models.refresh(engine)
        self._offline = offline

    def _set_timer(self) -> None:
        """Look again from time to time while the chosen engine could not be asked."""
        if self._models.problem(str(self._settings.value("engine"))) is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        engine = str(self._settings.value("engine"))
        if self._models.problem(engine) is not None and not self._models.is_asking(engine):
            self._models.refresh(engine)
        self._set_timer()
