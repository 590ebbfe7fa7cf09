"""The queue's controller: connects the queue to its panel, the job tiles in the grid and the messages."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from portrait_app.core.delivery import Candidate
from portrait_app.core.engines import engine_name
from portrait_app.core.errors import ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.finder import LookupResult, is_lost
from portrait_app.jobs.job_acts import JobAct, is_retried_with_all
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.account.key_hold import NEEDS_ANOTHER_KEY, KeyHold
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.gallery.tiles.job_tile_buttons import JobTileButtons
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.queue.hold_words import hold_words
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.messages import retry_remedy
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell

_HELD = NEEDS_ANOTHER_KEY | {ErrorKind.NO_CREDITS}  # these errors hold the queue, so no message is shown

# Asks the user which candidate is the request's picture. Returns None for none of them.
AskForCandidate = Callable[[GenerationRequest, Sequence[Candidate]], Candidate | None]


class QueueController(QObject):
    """Shows in the window what the queue does, and passes the user's commands to the queue."""

    delivered = Signal(object)  # Outcome, whose pictures are in the grid by now
    other_model_wanted = Signal(list)  # statuses of jobs whose model is gone
    sending_wanted = Signal(list, object)  # requests to send again, callback that sends them

    def __init__(
        self,
        *,
        shell: Shell,
        session: Session,
        panel: QueuePanel,
        dock: Dock,
        gallery: Gallery,
        ask: AskForCandidate,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._queue = queue = session.queue
        self._window = shell.window
        self._panel = panel
        self._dock = dock
        self._model = gallery.view.gallery
        self._gallery = gallery.controller
        self._keys = keys = session.keys
        self._presenter = presenter = shell.presenter
        self._actions = shell.actions
        self._ask = ask
        self._wanted: set[int] = set()  # ids of jobs whose search the user started, not the program
        self._again: list[int] = []  # ids of jobs to retry together, so that the user is asked only once
        self._trying = QTimer(self, singleShot=True)
        self._trying.timeout.connect(self._try_again)
        self._tiles = JobTileButtons(gallery.view, self)
        self._key_hold = KeyHold(queue, keys, presenter, self)
        self._showing = QTimer(self, singleShot=True)  # one update for many changes
        self._showing.timeout.connect(self._show)
        queue.changed.connect(self._showing.start)
        queue.delivered.connect(self._on_delivered)
        queue.failed.connect(self._on_failed)
        queue.looked.connect(self._on_looked)
        queue.settled.connect(presenter.withdraw)
        queue.paused.connect(self._show_paused)
        self._listen()
        self._show_paused()
        self._show()

    def _listen(self) -> None:
        """Connect the commands of the panel, the tiles and the menu to the queue."""
        panel, queue, actions = self._panel, self._queue, self._actions
        panel.act_requested.connect(self._act)
        panel.move_requested.connect(queue.jobs.move)
        panel.resume_requested.connect(queue.resume)
        panel.resume_requested.connect(self._key_hold.go_on)
        panel.skip_requested.connect(self._try_now)
        panel.remedy_requested.connect(self._presenter.perform)
        self._tiles.act_requested.connect(lambda act, job_id: self._act(act, [job_id]))
        self._tiles.opened.connect(self._go_to_job)
        actions["cancel_waiting"].triggered.connect(queue.jobs.cancel_waiting)
        actions["retry_failed"].triggered.connect(self._retry_failed)
        actions["pause_queue"].triggered.connect(self._pause_or_resume)

    # --- display ---

    def _show(self) -> None:
        self._showing.stop()
        statuses, waiting = self._queue.statuses, self._queue.waiting
        words = hold_words(self._queue.holds, waiting)
        self._panel.set_hold(words)
        self._panel.set_statuses(statuses)
        self._window.status_line.set_queue_text("" if words is None else words.short)
        self._actions["cancel_waiting"].setEnabled(waiting > 0)
        self._actions["retry_failed"].setEnabled(any(map(_can_be_retried, statuses)))
        # A tile marks a picture that will come or may have been made. Other failed jobs have no tile.
        self._model.set_jobs([s for s in statuses if s.error is None or s.outcome_is_unknown])

    def _show_paused(self) -> None:
        action = self._actions["pause_queue"]
        paused = self._queue.is_paused
        action.setText(self.tr("&Resume the queue") if paused else self.tr("&Pause the queue"))
        action.setIcon(icon("play" if paused else "pause"))

    def _go_to_job(self, job_id: int) -> None:
        self._dock.show()
        self._dock.raise_()
        self._panel.show_job(job_id)

    # --- signals of the queue ---

    def _on_delivered(self, outcome: Outcome) -> None:
        self._show()  # remove the placeholder tile as its pictures appear
        self._gallery.pictures_arrived(list(outcome.pictures))
        self.delivered.emit(outcome)
        if outcome.delivery is None or not self._is_keyed(outcome.job):
            return
        if outcome.delivery.remaining_credits is not None:
            self._keys.note_credits(outcome.delivery.remaining_credits)
        else:
            self._keys.refresh_balance()

    def _is_keyed(self, job: Job) -> bool:
        """Return whether a job belongs to the engine that needs the key and has an account."""
        return job.request.engine == self._keys.engine.key

    def _on_failed(self, outcome: Outcome) -> None:
        if outcome.error is None or (outcome.error.kind in _HELD and self._is_keyed(outcome.job)):
            return
        job_id = outcome.job.id
        self._presenter.present(
            outcome.error,
            partial(self._retry, job_id),
            job_id=job_id,
            engine=outcome.job.request.engine,
            retry_remedy=retry_remedy(outcome.job),
        )

    def _on_looked(self, looked: LookupResult) -> None:
        """Report the result of a search in the service's history.

        A search that the program started by itself is reported only if it settled the job.
        """
        was_wanted = looked.job.id in self._wanted
        self._wanted.discard(looked.job.id)
        if looked.outcome is not None and looked.outcome.error is None:
            self._shell.say(self.tr("Found in your account’s history, without paying again."))
        elif looked.never_made and not was_wanted:
            self._say_of(
                looked,
                self.tr(
                    "{engine}’s history shows that the picture was never made: the request is sent again."
                ),
            )
        elif not was_wanted or looked.outcome is not None:
            return  # the job is unchanged in the queue, or its error has been shown
        elif looked.error is not None:
            if looked.error.kind is not ErrorKind.CANCELLED:
                self._presenter.present(looked.error, engine=looked.job.request.engine)
        elif looked.candidates:
            self._choose(looked)
        elif looked.pending:
            self._say_of(looked, self.tr("{engine} is still working on it. Look again in a moment."))
        elif looked.job.state is JobState.OUTCOME_UNKNOWN:
            words = self.tr("{engine}’s history has no such request: the picture was most likely never made.")
            self._say_of(looked, words)
        else:
            words = self.tr(
                "The picture is not in {engine}’s history. What arrived is kept in the library folder."
            )
            self._say_of(looked, words)

    def _say_of(self, looked: LookupResult, words: str) -> None:
        self._shell.say(words.format(engine=engine_name(looked.job.request.engine)))

    def _choose(self, looked: LookupResult) -> None:
        candidate = self._ask(looked.job.request, looked.candidates)
        if candidate is not None:
            self._wanted.add(looked.job.id)
            self._queue.jobs.take(looked.job.id, candidate)

    # --- commands of the user ---

    def _pause_or_resume(self) -> None:
        if self._queue.is_paused:
            self._queue.resume()
        else:
            self._queue.pause()

    def _try_now(self, engine: str) -> None:
        """Send one waiting job to a held engine now, before the automatic retry."""
        waiting = (one.job for one in self._queue.statuses if one.waits)
        first = next((job for job in waiting if job.request.engine == engine), None)
        if first is not None:
            self._queue.jobs.skip_wait(first.id)

    def _act(self, act: JobAct, job_ids: list[int]) -> None:
        acts: dict[JobAct, Callable[[int], None]] = {
            JobAct.LOOK: self._look,
            JobAct.RETRY: self._retry,
            JobAct.SKIP: self._queue.jobs.skip_wait,
            JobAct.NEXT: self._queue.jobs.run_next,
            JobAct.CANCEL: self._cancel,
            JobAct.FORGET: self._queue.jobs.dismiss,
            JobAct.DETAILS: self._copy_details,
        }
        if act is JobAct.OTHER_MODEL:
            self.other_model_wanted.emit([one for one in self._queue.statuses if one.job.id in job_ids])
            return
        for job_id in job_ids:
            acts[act](job_id)

    def _retry(self, job_id: int) -> None:
        self._again.append(job_id)
        self._trying.start()

    def _retry_failed(self) -> None:
        """Retry all failed jobs, except those that may have been paid for and would be sent again."""
        for status in self._queue.statuses:
            if is_retried_with_all(status):
                self._retry(status.job.id)

    def _try_again(self) -> None:
        """Retry the collected jobs together, if the user accepts the cost of those that are sent again."""
        job_ids, self._again = self._again, []
        tried = [status for status in self._queue.statuses if status.job.id in job_ids]

        def go_on() -> None:
            for job_id in job_ids:
                self._queue.jobs.retry(job_id)

        self.sending_wanted.emit([status.job.request for status in tried if status.would_be_sent], go_on)

    def _look(self, job_id: int) -> None:
        self._wanted.add(job_id)
        self._queue.jobs.look(job_id)

    def _cancel(self, job_id: int) -> None:
        status = self._status(job_id)
        self._queue.jobs.cancel(job_id)
        if status is None or not status.running:
            return
        if self._queue.costs_money(status.job) and not is_lost(status.job):
            self._shell.say(
                self.tr(
                    "Cancelled. The request was already sent and may be billed; if the picture arrives, "
                    "it is kept."
                )
            )

    def _copy_details(self, job_id: int) -> None:
        status = self._status(job_id)
        if status is not None and status.error is not None:
            QGuiApplication.clipboard().setText(self._presenter.details(status.error))
            self._shell.say(self.tr("Details copied"))

    def _status(self, job_id: int) -> JobStatus | None:
        return next((status for status in self._queue.statuses if status.job.id == job_id), None)


def _can_be_retried(status: JobStatus) -> bool:
    """Return whether a failed job is a reason to offer "Retry failed jobs"."""
    return is_retried_with_all(status) and not status.outcome_is_unknown
