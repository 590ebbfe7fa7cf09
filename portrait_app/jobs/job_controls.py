"""The user's actions on jobs in the queue: move, cancel, retry, look up."""

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
    """Carries out the user's actions. Each is ignored if the job does not exist or does not allow it."""

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
        """`pump` makes the queue start all jobs that may start now."""
        self._entries = entries
        self._engines = engines
        self._admission = admission
        self._starts = starts
        self._writes = writes
        self._again = again
        self._news = news
        self._pump = pump

    def move(self, job_ids: Sequence[int], before: int | None = None) -> None:
        """Move waiting jobs, in the order given, before the job `before`, or to the end if it is None."""
        positions = self._entries.move(job_ids, before)
        if positions:
            self._writes.place(positions)
            self._pump()

    def run_next(self, job_id: int) -> None:
        """Move a waiting job before all other waiting jobs."""
        first = next((entry.job.id for entry in self._entries if entry.is_unsent), job_id)
        if first != job_id:
            self.move([job_id], first)

    def skip_wait(self, job_id: int) -> None:
        """Try a job now instead of later, without its retry delay, the limit per minute and rate limits."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.is_idle:
            return
        entry.skip_wait()
        self._admission.line(entry.engine).skip()
        if entry.is_unsent:
            self._admission.line(entry.engine).go_on()
        self._pump()

    def cancel(self, job_id: int) -> None:
        """Cancel a job. If its request was sent and a result still arrives, the result is kept."""
        entry = self._entries.get(job_id)
        if entry is None:
            return
        if entry.handover is not None and is_lost(entry.job):
            entry.handover.abort()  # ends the lookup; the job stays in the queue
            return
        if entry.handover is None and entry.job.state is JobState.RECEIVED:
            entry.leave_to_a_person()  # the reply is paid for and here, so only the automatic retries end
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
        """Cancel every job that has not been sent, and every running job that costs nothing."""
        for entry in self._entries:
            if entry.is_unsent or (entry.handover is not None and self._is_free(entry)):
                self.cancel(entry.job.id)

    def dismiss(self, job_id: int) -> None:
        """Remove a failed job from the queue, unless its reply is only in memory."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you or entry.held is not None:
            return
        self._entries.pop(job_id)
        if entry.job.state is JobState.FAILED:
            self._writes.dismiss(job_id)
        elif entry.job.state is not JobState.RECEIVED:  # otherwise the next start would send or poll it again
            self._writes.cancel(job_id)
        self._news.settled.emit(job_id)
        self._news.changed.emit()

    def retry(self, job_id: int) -> None:
        """Try a job again: read its reply if that is here, else poll its ticket, else send it again."""
        entry = self._entries.get(job_id)
        if entry is None or not entry.needs_you:
            return
        if self._starts.try_again(entry):
            self._pump()
        else:
            self._again.queue(entry)

    def look(self, job_id: int) -> None:
        """Look up a lost job in the service's history. The signal `looked` reports the result."""
        entry = self._lost(job_id)
        if entry is not None:
            self._starts.look(entry)
            self._pump()

    def take(self, job_id: int, candidate: Candidate) -> None:
        """Fetch and store the candidate that the user chose as a lost job's picture."""
        entry = self._lost(job_id)
        if entry is not None:
            self._starts.take(entry, candidate)
            self._pump()

    def _lost(self, job_id: int) -> JobEntry | None:
        entry = self._entries.get(job_id)
        return entry if entry is not None and entry.needs_you and is_lost(entry.job) else None

    def _is_free(self, entry: JobEntry) -> bool:
        return not self._engines[entry.engine].row.costs_money
