"""The list of jobs finished today: read once from the library, then updated as pictures arrive."""

from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.job import DoneJob
from portrait_app.jobs.carry_out import Outcome
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell

_LOOK = 60_000  # milliseconds between checks of the date: a timer until midnight stops while a laptop sleeps


class DoneController(QObject):
    """Fills the list of jobs finished today, and shows the picture of a chosen row."""

    def __init__(
        self, shell: Shell, session: Session, panel: QueuePanel, view: GalleryView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._library = session.backend.library
        self._runner = shell.runner
        self._clock = shell.clock
        self._window = shell.window
        self._view = view
        self._done = panel.done
        self._day: date | None = None  # the day that is shown
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        session.queue.delivered.connect(self._add)
        panel.picture_chosen.connect(self._go_to)
        self.read()

    def look(self) -> None:
        """Read the list again if a new day has begun in local time."""
        if self._clock.now().astimezone().date() != self._day:
            self.read()

    def read(self) -> None:
        """Ask the library for the jobs finished since midnight, local time."""
        self._day = self._clock.now().astimezone().date()
        midnight = datetime.combine(self._day, time()).astimezone()  # not every day has 24 hours
        self._runner.run(partial(self._library.jobs_done_since, midnight), self._done.set_jobs, owner=self)

    def _add(self, outcome: Outcome) -> None:
        self.look()
        if outcome.pictures and outcome.delivery is not None:
            self._done.add(_done_job(outcome, self._clock.now()))

    def _go_to(self, picture_id: int) -> None:
        self._window.show_gallery()
        if self._view.gallery.index_of(picture_id).isValid():
            self._view.go_to(picture_id)
        else:
            self._shell.say(
                self.tr("This picture is not in the current view: choose “All” and clear the search.")
            )


def _done_job(outcome: Outcome, now: datetime) -> DoneJob:
    assert outcome.delivery is not None  # noqa: S101 - the caller has checked this
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
