"""What starts now, of all that waits: the next step of a job, a look at what is lost, a probe."""

from collections.abc import Callable

from portrait_app.core.delivery import Candidate
from portrait_app.core.job import JobState
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.dispatch import Dispatch
from portrait_app.jobs.endings import Endings
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.queue_news import QueueNews
from portrait_app.jobs.timing import Timing


class Starts:
    """Goes through the jobs in order, and starts what `Admission` and the number that may run allow."""

    def __init__(
        self,
        entries: Entries,
        admission: Admission,
        dispatch: Dispatch,
        endings: Endings,
        news: QueueNews,
        timing: Timing,
        concurrency: Callable[[], int],
    ) -> None:
        self._entries = entries
        self._admission = admission
        self._dispatch = dispatch
        self._endings = endings
        self._news = news
        self._timing = timing
        self._concurrency = concurrency

    def start_what_may(self) -> None:
        """Start every job whose turn it is, and find out whether engines can be reached again."""
        now = self._timing.monotonic()
        self._admission.settle(self._entries.unknown)
        for entry in self._entries.with_abandoned:
            self._admission.look_at(entry)
        for entry in self._entries:
            if entry.is_idle and (entry.due is None or entry.due <= now):
                self._go_ahead(entry)
        for engine in self._entries.wanted:
            if self._admission.line(engine).should_probe:
                self._dispatch.probe(engine, self._endings.probed)

    def try_again(self, entry: JobEntry) -> bool:
        """Have a job that needs a person go on: from its reply where that is here, or as one that waits.

        Return False where it failed on disk too: it has to be queued anew there first.
        """
        self._news.settled.emit(entry.job.id)
        entry.failures = 0
        if entry.held is not None or entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._endings.ended)
        elif entry.job.state is JobState.QUEUED or entry.is_asked_for:
            entry.error = entry.due = None
        else:
            return False
        return True

    def look(self, entry: JobEntry) -> None:
        """Look for a job that is lost, as a person wants."""
        self._dispatch.look(entry, self._endings.has_looked)

    def take(self, entry: JobEntry, candidate: Candidate) -> None:
        """Bring in what a person says is the picture of a job that is lost."""
        self._dispatch.take(entry, candidate, self._endings.has_looked)

    def _go_ahead(self, entry: JobEntry) -> None:
        """Do what comes next for a job, unless something keeps it."""
        if entry.error is None and entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._endings.ended)
        elif self._admission.line(entry.engine).is_offline or self._entries.running >= self._concurrency():
            return
        elif entry.error is not None:
            self._look_again(entry)
        elif entry.is_asked_for:
            self._dispatch.ask(entry, self._endings.came_back)
        elif self._admission.may_send(entry, self._entries):
            self._admission.sent(entry)
            self._dispatch.send(entry, self._endings.came_back)

    def _look_again(self, entry: JobEntry) -> None:
        """Look, once there is a key, for what a person is asked about as well."""
        if not self._dispatch.can_look(entry.job):
            return
        if entry.is_asked_for:
            self.try_again(entry)
            if entry.is_idle:
                self._go_ahead(entry)
        else:
            self._dispatch.look(entry, self._endings.found_out, is_wanted=False)
