"""The queue and what shows it: its panel, the tiles of jobs in the grid, errors, arrivals."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from portrait_app.core.delivery import Candidate
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.finder import Looked, is_lost
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.actions import Actions
from portrait_app.ui.gallery_controller import GalleryController
from portrait_app.ui.key_controller import KeyController
from portrait_app.ui.messages import retry_remedy
from portrait_app.ui.models.gallery_model import GalleryModel
from portrait_app.ui.panels.queue_panel import QueuePanel
from portrait_app.ui.presenter import ErrorPresenter

# Lets a person choose among the pictures that may be a request's; None for none of them.
AskForCandidate = Callable[[GenerationRequest, Sequence[Candidate]], Candidate | None]


class QueueController(QObject):
    """Brings what the queue does to the window, and what a person wants to the queue."""

    said = Signal(str)

    def __init__(
        self,
        *,
        queue: GenerationQueue,
        panel: QueuePanel,
        model: GalleryModel,
        gallery: GalleryController,
        keys: KeyController,
        presenter: ErrorPresenter,
        actions: Actions,
        ask: AskForCandidate,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._panel = panel
        self._model = model
        self._gallery = gallery
        self._keys = keys
        self._presenter = presenter
        self._ask = ask
        self._wanted: set[int] = set()  # jobs that a person, not the program, is looking for
        self._cancel_waiting = actions["cancel_waiting"]
        queue.changed.connect(self._show)
        queue.delivered.connect(self._on_delivered)
        queue.failed.connect(self._on_failed)
        queue.looked.connect(self._on_looked)
        queue.settled.connect(presenter.withdraw)
        keys.changed.connect(queue.look_by_itself)
        panel.look_requested.connect(self._look)
        panel.cancel_requested.connect(self._cancel)
        panel.retry_requested.connect(queue.retry)
        panel.dismiss_requested.connect(queue.dismiss)
        panel.details_requested.connect(self._copy_details)
        self._cancel_waiting.triggered.connect(queue.cancel_waiting)
        self._show()

    def _show(self) -> None:
        statuses = self._queue.statuses
        self._panel.set_statuses(statuses)
        self._cancel_waiting.setEnabled(self._queue.waiting > 0)
        # Failed jobs stay in the queue panel: a tile stands only where a picture will come.
        self._model.set_jobs([status for status in statuses if status.error is None])

    def _on_delivered(self, outcome: Outcome) -> None:
        self._gallery.pictures_arrived(list(outcome.pictures))
        if outcome.delivery is None or not self._queue.costs_money(outcome.job):
            return
        if outcome.delivery.remaining_credits is not None:
            self._keys.note_credits(outcome.delivery.remaining_credits)
        else:
            self._keys.refresh_balance()

    def _on_failed(self, outcome: Outcome) -> None:
        if outcome.error is None or outcome.error.kind is ErrorKind.NO_CREDITS:  # the queue waits for some
            return
        job_id = outcome.job.id
        self._presenter.present(
            outcome.error,
            partial(self._queue.retry, job_id),
            job_id=job_id,
            retry_remedy=retry_remedy(outcome.job),
        )

    def _look(self, job_id: int) -> None:
        self._wanted.add(job_id)
        self._queue.look(job_id)

    def _on_looked(self, looked: Looked) -> None:
        """Say what came of it. What the program looked for by itself is news only where it was found."""
        was_wanted = looked.job.id in self._wanted
        self._wanted.discard(looked.job.id)
        if looked.outcome is not None and looked.outcome.error is None:
            self.said.emit(self.tr("Found in your account’s history, and not paid for again."))
        elif not was_wanted or looked.outcome is not None:
            return  # in the queue it stands as it was, or the error has been shown
        elif looked.error is not None:
            if looked.error.kind is not ErrorKind.CANCELLED:
                self._presenter.present(looked.error)
        elif looked.candidates:
            self._choose(looked)
        elif looked.pending:
            self.said.emit(self.tr("Segmind is still at it. Look again in a moment."))
        else:
            self.said.emit(self.tr("Segmind’s history has no such request: it was most likely never made."))

    def _choose(self, looked: Looked) -> None:
        candidate = self._ask(looked.job.request, looked.candidates)
        if candidate is not None:
            self._wanted.add(looked.job.id)
            self._queue.take(looked.job.id, candidate)

    def _cancel(self, job_id: int) -> None:
        sent = next(
            (status for status in self._queue.statuses if status.job.id == job_id and status.running), None
        )
        self._queue.cancel(job_id)
        if sent is not None and self._queue.costs_money(sent.job) and not is_lost(sent.job):
            self.said.emit(
                self.tr("Cancelled. It was sent already and may be billed; if the picture comes, it is kept.")
            )

    def _copy_details(self, error: AppError) -> None:
        QGuiApplication.clipboard().setText(self._presenter.details(error))
        self.said.emit(self.tr("Details copied"))
