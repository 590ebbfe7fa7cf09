"""What was done today: read once from the library, then kept true as pictures arrive."""

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.job import DoneJob
from portrait_app.core.ports import Clock, Library
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.main_window import MainWindow, Parts


class DoneController(QObject):
    """Fills the queue's list of today, and brings a person from a row to its picture."""

    said = Signal(str)

    def __init__(
        self,
        *,
        queue: GenerationQueue,
        library: Library,
        runner: TaskRunner,
        clock: Clock,
        window: MainWindow,
        parts: Parts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._clock = clock
        self._window = window
        self._view = parts.gallery
        self._done = parts.queue.done
        self._midnight = QTimer(self, singleShot=True)
        self._midnight.timeout.connect(self.read)
        queue.delivered.connect(self._add)
        parts.queue.picture_chosen.connect(self._go_to)
        self.read()

    def read(self) -> None:
        """Ask the library what was done today, and again when the day is over."""
        now = self._clock.now().astimezone()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        self._runner.run(partial(self._library.jobs_done_since, today), self._done.set_jobs, owner=self)
        left = today + timedelta(days=1, seconds=1) - now
        self._midnight.start(round(left / timedelta(milliseconds=1)))

    def _add(self, outcome: Outcome) -> None:
        if outcome.pictures and outcome.delivery is not None:
            self._done.add(_done_job(outcome, self._clock.now()))

    def _go_to(self, picture_id: int) -> None:
        self._window.show_gallery()
        if self._view.gallery.index_of(picture_id).isValid():
            self._view.go_to(picture_id)
        else:
            self.said.emit(self.tr("That picture is not among those shown now: see “All”, without a search."))


def _done_job(outcome: Outcome, now: datetime) -> DoneJob:
    assert outcome.delivery is not None  # noqa: S101 - the caller asked
    job, first = outcome.job, outcome.pictures[0]
    seconds = outcome.delivery.generation_seconds
    if seconds is None and job.sent is not None:
        seconds = (now - job.sent) / timedelta(seconds=1)
    return DoneJob(
        id=job.id,
        engine=job.request.engine,
        prompt=job.request.prompt,
        finished=now,
        pictures=len(outcome.pictures),
        first_picture=first.id,
        cost=outcome.delivery.cost,
        seconds=seconds,
    )
