"""A job that failed, or was proven never to have been made, is queued anew."""

from collections.abc import Callable

from portrait_app.core.errors import AppError
from portrait_app.core.job import Job
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.job_writes import JobWrites
from portrait_app.jobs.queue_news import QueueNews


class QueueingAgain:
    """Has it written once: a second wish before that is written must not send a job twice."""

    def __init__(
        self, entries: Entries, writes: JobWrites, news: QueueNews, pump: Callable[[], None]
    ) -> None:
        """`pump` has the queue look at what may start now."""
        self._entries = entries
        self._writes = writes
        self._news = news
        self._pump = pump

    def queue(self, entry: JobEntry) -> None:
        def queued(job: Job) -> None:
            if self._entries.get(job.id) is entry:  # and not cancelled meanwhile
                self._entries.put(JobEntry(job))
                self._pump()

        def stays(error: AppError) -> None:
            entry.settling = False
            entry.error = error
            self._news.failed.emit(Outcome(entry.job, error=error))

        entry.settling = True
        self._writes.queue_again(entry.job.id, queued, stays)
