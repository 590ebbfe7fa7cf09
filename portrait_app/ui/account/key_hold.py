"""Holds the queue while the key is missing or refused, instead of letting every job fail."""

from PySide6.QtCore import QObject

from portrait_app.core.errors import ErrorKind
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.shell.presenter import ErrorPresenter

# Errors that only another key resolves. The queue waits for that key.
NEEDS_ANOTHER_KEY = frozenset({ErrorKind.KEY_MISSING, ErrorKind.KEY_REJECTED})
_NOTICE = -1  # no job has this id: the notice is about all jobs


class KeyHold(QObject):
    """Holds the engine whose key is missing or refused, until the key changes or the user resumes."""

    def __init__(
        self,
        queue: GenerationQueue,
        keys: KeyController,
        presenter: ErrorPresenter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._keys = keys
        self._presenter = presenter
        engine = keys.engine.key
        is_held = queue.is_held(engine, HoldReason.NO_KEY)  # set by the previous window
        self._engine = engine if is_held else ""  # key of the held engine, empty for none
        self._waits = False  # whether a job has waited since the hold began
        queue.failed.connect(self._on_failed)
        queue.changed.connect(self._on_queue)
        keys.changed.connect(self._on_key)

    def go_on(self) -> None:
        """Release the hold, to try again with the current key."""
        if self._engine:
            self._presenter.withdraw(_NOTICE)
            engine, self._engine = self._engine, ""
            self._queue.release(engine, HoldReason.NO_KEY)

    def _on_failed(self, outcome: Outcome) -> None:
        engine = outcome.job.request.engine
        is_about_key = outcome.error is not None and outcome.error.kind in NEEDS_ANOTHER_KEY
        if outcome.error is None or not is_about_key or engine != self._keys.engine.key:
            return
        if not self._engine:
            self._engine, self._waits = engine, False
            self._queue.hold(self._engine, HoldReason.NO_KEY)
            self._presenter.present(outcome.error, job_id=_NOTICE, engine=self._engine)
        self._queue.jobs.retry(outcome.job.id)  # the job keeps its place and waits

    def _on_queue(self) -> None:
        """Release the hold when no job waits any more: the user has cancelled all of them."""
        if not self._engine:
            return
        if any(one.waits and one.job.request.engine == self._engine for one in self._queue.statuses):
            self._waits = True
        elif self._waits:
            self.go_on()

    def _on_key(self) -> None:
        if not self._keys.has_key:
            return
        self.go_on()
        for status in self._queue.statuses:  # pictures that could not be fetched without a valid key
            if _is_unasked(status) and not status.would_be_sent:
                self._queue.jobs.retry(status.job.id)


def _is_unasked(status: JobStatus) -> bool:
    return status.error is not None and status.error.facts.get("because") in NEEDS_ANOTHER_KEY
