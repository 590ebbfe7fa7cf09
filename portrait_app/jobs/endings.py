"""Handles the end of a worker's attempt at a job: delivery, retry, lookup, or a decision by the user."""

from collections.abc import Callable

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.finder import LookupResult, is_lost, lost_again
from portrait_app.jobs.lookup_schedule import look_again, look_later
from portrait_app.jobs.queue_signals import QueueSignals
from portrait_app.jobs.requeueing import Requeueing
from portrait_app.jobs.retries import try_later
from portrait_app.jobs.timing import Timing


class Endings:
    """The callbacks of `Dispatch`. They decide what happens next with a job."""

    def __init__(
        self,
        entries: Entries,
        admission: Admission,
        again: Requeueing,
        news: QueueSignals,
        timing: Timing,
        pump: Callable[[], None],
    ) -> None:
        """`pump` makes the queue start all jobs that may start now."""
        self._entries = entries
        self._admission = admission
        self._again = again
        self._news = news
        self._timing = timing
        self._pump = pump

    def came_back(self, outcome: Outcome) -> None:
        """Handle the end of a request that was sent or polled, and tell the engine's gate the result."""
        self._admission.line(outcome.job.request.engine).learn(outcome.job.id, outcome.error)
        self.ended(outcome)

    def ended(self, outcome: Outcome) -> None:
        """Remove a job that is done from the queue, or decide what happens next with it."""
        job_id, error = outcome.job.id, outcome.error
        was_abandoned = self._entries.pop_abandoned(job_id)
        if error is None:
            self._entries.pop(job_id)
            self._news.delivered.emit(outcome)
        elif outcome.held is not None or not (was_abandoned or error.kind is ErrorKind.CANCELLED):
            self._ended_badly(outcome, error)
        elif was_abandoned or outcome.job.state is not JobState.RECEIVED:
            self._entries.pop(job_id)
        else:  # the picture was found and is paid for, and only its download was cancelled
            self._put_down(outcome).error = AppError(ErrorKind.PICTURE_NOT_FETCHED, error.detail)
        self._pump()

    def found_out(self, looked: LookupResult) -> None:
        """Handle the result of an automatic lookup."""
        self._lookup_done(looked, by_itself=True)
        if not looked.tells_nothing:
            self._news.looked.emit(looked)

    def lookup_done(self, looked: LookupResult) -> None:
        """Handle the result of a lookup that the user asked for."""
        self._lookup_done(looked, by_itself=False)
        self._news.looked.emit(looked)

    def was_checked(self, engine: str, error: AppError | None) -> None:
        """Handle the result of a check whether an engine can be reached."""
        self._admission.line(engine).was_checked(error)
        self._pump()

    def _put_down(self, outcome: Outcome) -> JobEntry:
        """Show the job in the queue with its new state, and return its entry."""
        entry = self._entries.get(outcome.job.id) or self._entries.put(JobEntry(outcome.job))
        entry.record_end(outcome.job, outcome.held)
        return entry

    def _ended_badly(self, outcome: Outcome, error: AppError) -> None:
        """Retry the job automatically if that cannot cost money; otherwise let the user decide."""
        entry = self._put_down(outcome)
        if try_later(entry, error, self._timing):
            return
        entry.error = error
        if entry.missed_library:
            self._news.library_missed.emit()
        # A paid picture that arrived damaged is looked up. If the picture in the history is damaged too, no
        # further lookup follows.
        if entry.job.state is JobState.OUTCOME_UNKNOWN or (is_lost(entry.job) and not entry.looks):
            look_later(entry, self._timing, error)
        self._news.failed.emit(outcome)

    def _lookup_done(self, looked: LookupResult, *, by_itself: bool) -> None:
        if looked.outcome is not None:
            self._news.settled.emit(looked.job.id)
            self.ended(looked.outcome)
        elif (entry := self._entries.get(looked.job.id)) is not None:
            entry.handover = None
            entry.error = lost_again(entry.job)
            if by_itself and look_again(entry, looked, self._timing):
                self._news.settled.emit(entry.job.id)
                self._again.queue(entry)
            self._pump()
