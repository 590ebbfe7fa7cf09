"""Queues a job again that failed or that was certainly never made."""

from collections.abc import Callable

from portrait_app.core.errors import AppError
from portrait_app.core.job import Job
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.job_writes import JobWrites
from portrait_app.jobs.queue_news import QueueNews


class QueueingAgain:
    """Writes the state *queued* and then replaces the job's entry.

    The entry is marked as `settling` until the write has ended, so that a second retry meanwhile cannot send
    the job twice.
    """

    def __init__(
        self, entries: Entries, writes: JobWrites, news: QueueNews, pump: Callable[[], None]
    ) -> None:
        """`pump` makes the queue start all jobs that may start now."""
        self._entries = entries
        self._writes = writes
        self._news = news
        self._pump = pump

    def queue(self, entry: JobEntry) -> None:
        def queued(job: Job) -> None:
            if self._entries.get(job.id) is entry:  # not cancelled meanwhile
                self._entries.put(JobEntry(job))
                self._pump()

        def stays(error: AppError) -> None:
            entry.settling = False
            entry.error = error
            self._news.failed.emit(Outcome(entry.job, error=error))

        entry.settling = True
        self._writes.queue_again(entry.job.id, queued, stays)
