"""What becomes of a job once a worker is done with it, and what that teaches about its engine."""

from collections.abc import Callable

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.finder import Looked, is_lost, lost_again
from portrait_app.jobs.looks import look_again, look_later
from portrait_app.jobs.queue_news import QueueNews
from portrait_app.jobs.queueing_again import QueueingAgain
from portrait_app.jobs.retries import try_later
from portrait_app.jobs.timing import Timing


class Endings:
    """Called back by `Dispatch`: a job is delivered, tried again, looked for, or left to a person."""

    def __init__(
        self,
        entries: Entries,
        admission: Admission,
        again: QueueingAgain,
        news: QueueNews,
        timing: Timing,
        pump: Callable[[], None],
    ) -> None:
        """`pump` has the queue look at what may start now."""
        self._entries = entries
        self._admission = admission
        self._again = again
        self._news = news
        self._timing = timing
        self._pump = pump

    def came_back(self, outcome: Outcome) -> None:
        """Learn from a request that was sent, or a ticket that was asked for, how the engine is."""
        self._admission.line(outcome.job.request.engine).learn(outcome.job.id, outcome.error)
        self.ended(outcome)

    def ended(self, outcome: Outcome) -> None:
        """Put away what is done, and decide what becomes of the rest."""
        job_id, error = outcome.job.id, outcome.error
        was_abandoned = self._entries.pop_abandoned(job_id)
        if error is None:
            self._entries.pop(job_id)
            self._news.delivered.emit(outcome)
        elif outcome.held is not None or not (was_abandoned or error.kind is ErrorKind.CANCELLED):
            self._ended_badly(outcome, error)
        elif was_abandoned or outcome.job.state is not JobState.RECEIVED:
            self._entries.pop(job_id)
        else:  # its picture is found and paid for: only the fetching was called off
            self._put_down(outcome).error = AppError(ErrorKind.PICTURE_NOT_FETCHED, error.detail)
        self._pump()

    def found_out(self, looked: Looked) -> None:
        """Take what came of a look that the queue took by itself."""
        self._has_looked(looked, by_itself=True)
        if not looked.tells_nothing:
            self._news.looked.emit(looked)

    def has_looked(self, looked: Looked) -> None:
        """Take what came of a look that a person asked for."""
        self._has_looked(looked, by_itself=False)
        self._news.looked.emit(looked)

    def probed(self, engine: str, error: AppError | None) -> None:
        """Take note of whether an engine can be reached."""
        self._admission.line(engine).probed(error)
        self._pump()

    def _put_down(self, outcome: Outcome) -> JobEntry:
        """Have a job stand in the queue as it ended."""
        entry = self._entries.get(outcome.job.id) or self._entries.put(JobEntry(outcome.job))
        entry.put_down(outcome.job, outcome.held)
        return entry

    def _ended_badly(self, outcome: Outcome, error: AppError) -> None:
        """Have a job tried again where nothing can be paid for by that; leave it to a person otherwise."""
        entry = self._put_down(outcome)
        if try_later(entry, error, self._timing):
            return
        entry.error = error
        # What was found and is damaged too stays so.
        if entry.job.state is JobState.OUTCOME_UNKNOWN or (is_lost(entry.job) and not entry.looks):
            look_later(entry, self._timing, error)
        self._news.failed.emit(outcome)

    def _has_looked(self, looked: Looked, *, by_itself: bool) -> None:
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
