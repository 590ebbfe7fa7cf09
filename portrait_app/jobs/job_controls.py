"""What a person does about jobs of the queue: their order, cancelling, trying again, looking for them."""

from collections.abc import Callable, Mapping, Sequence

from portrait_app.core.delivery import Candidate
from portrait_app.core.job import JobState
from portrait_app.core.ports.engines import Engine
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.finder import is_lost
from portrait_app.jobs.job_writes import JobWrites
from portrait_app.jobs.queue_news import QueueNews
from portrait_app.jobs.queueing_again import QueueingAgain
from portrait_app.jobs.starts import Starts


class JobControls:
    """Each does nothing about a job that is not there, or for which it makes no sense."""

    def __init__(
        self,
        entries: Entries,
        engines: Mapping[str, Engine],
        admission: Admission,
        starts: Starts,
        writes: JobWrites,
        again: QueueingAgain,
        news: QueueNews,
        pump: Callable[[], None],
    ) -> None:
        """`pump` has the queue look at what may start now."""
        self._entries = entries
        self._engines = engines
        self._admission = admission
        self._starts = starts
        self._writes = writes
        self._again = again
        self._news = news
        self._pump = pump

    def move(self, job_ids: Sequence[int], before: int | None = None) -> None:
        """Put jobs that wait, in the order given, before another; to the end without one."""
        positions = self._entries.move(job_ids, before)
        if positions:
            self._writes.place(positions)
            self._pump()

    def run_next(self, job_id: int) -> None:
        """Put a job that waits before all others that do."""
        first = next((entry.job.id for entry in self._entries if entry.is_unsent), job_id)
        if first != job_id:
            self.move([job_id], first)

    def skip_wait(self, job_id: int) -> None:
        """Try a job now that would be tried later by itself: no countdown, no pace, no rate limit's pause."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.is_idle:
            return
        entry.skip_wait()
        self._admission.line(entry.engine).skip()
        if entry.is_unsent:
            self._admission.line(entry.engine).go_on()
        self._pump()

    def cancel(self, job_id: int) -> None:
        """Stop waiting for a job. One that was sent is kept all the same if it still arrives."""
        entry = self._entries.get(job_id)
        if entry is None:
            return
        if entry.handover is not None and is_lost(entry.job):
            entry.handover.abort()  # just the looking ends
            return
        if entry.handover is None and entry.job.state is JobState.RECEIVED:
            entry.leave_to_a_person()  # it is paid for and here: only the trying again ends
            self._news.changed.emit()
            return
        self._entries.abandon(entry)
        if entry.handover is not None and self._engines[entry.engine].row.can_cancel:
            entry.handover.abort()
        self._writes.cancel(job_id)
        self._pump()

    def cancel_waiting(self) -> None:
        """Cancel every job that has not been sent."""
        for entry in self._entries:
            if entry.is_unsent:
                self.cancel(entry.job.id)

    def cancel_free(self) -> None:
        """Cancel every job that has not been sent, and what runs without costing money."""
        for entry in self._entries:
            if entry.is_unsent or (entry.handover is not None and self._is_free(entry)):
                self.cancel(entry.job.id)

    def dismiss(self, job_id: int) -> None:
        """Stop showing a job that failed; not one whose reply is nowhere but here."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you or entry.held is not None:
            return
        self._entries.pop(job_id)
        if entry.job.state is JobState.FAILED:
            self._writes.dismiss(job_id)
        elif entry.job.state is not JobState.RECEIVED:  # queued on disk, the next start would send it
            self._writes.cancel(job_id)
        self._news.settled.emit(job_id)
        self._news.changed.emit()

    def retry(self, job_id: int) -> None:
        """Try a job again: from its reply where that is here, by its ticket, else by sending it anew."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you:
            return
        if self._starts.try_again(entry):
            self._pump()
        else:
            self._again.queue(entry)

    def look(self, job_id: int) -> None:
        """Look for a job that is lost in the service's history; `looked` says what came of it."""
        entry = self._lost(job_id)
        if entry is not None:
            self._starts.look(entry)
            self._pump()

    def take(self, job_id: int, candidate: Candidate) -> None:
        """Bring in what a person says is the picture of a job that is lost."""
        entry = self._lost(job_id)
        if entry is not None:
            self._starts.take(entry, candidate)
            self._pump()

    def _lost(self, job_id: int) -> JobEntry | None:
        entry = self._entries.get(job_id)
        return entry if entry is not None and entry.needs_you and is_lost(entry.job) else None

    def _is_free(self, entry: JobEntry) -> bool:
        return not self._engines[entry.engine].row.costs_money
