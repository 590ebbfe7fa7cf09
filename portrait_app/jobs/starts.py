"""Starts the next steps of waiting jobs, lookups of lost jobs, and checks of unreachable engines."""

from portrait_app.core.delivery import Candidate
from portrait_app.core.job import JobState
from portrait_app.jobs.admission import Admission
from portrait_app.jobs.dispatch import Dispatch
from portrait_app.jobs.endings import Endings
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.queue_signals import QueueSignals
from portrait_app.jobs.room import Room
from portrait_app.jobs.timing import Timing


class Starts:
    """Goes through the jobs in order, and starts those that `Admission` and `Room` allow."""

    def __init__(
        self,
        entries: Entries,
        admission: Admission,
        dispatch: Dispatch,
        endings: Endings,
        news: QueueSignals,
        timing: Timing,
        room: Room,
    ) -> None:
        self._entries = entries
        self._admission = admission
        self._dispatch = dispatch
        self._endings = endings
        self._news = news
        self._timing = timing
        self._room = room

    def start_what_may(self) -> None:
        """Start every job that may start now, and check whether unreachable engines can be reached again."""
        if not self._admission.is_library_there:
            return  # every step is stored before the next one
        now = self._timing.monotonic()
        self._admission.settle(self._entries.unknown)
        for entry in self._entries.with_abandoned:
            self._admission.look_at(entry)
            entry.note_progress(now)
        self._room.count()
        for entry in self._entries:
            if entry.is_idle and (entry.due is None or entry.due <= now):
                self._go_ahead(entry)
        for engine in self._entries.wanted:
            if self._admission.line(engine).is_check_due:
                self._dispatch.probe(engine, self._endings.was_checked)

    def try_again(self, entry: JobEntry) -> bool:
        """Continue a job that needs the user: read its reply if that is here, or let it wait for its turn.

        Return False if the job is stored as failed. It has to be queued again on disk first.
        """
        self._news.settled.emit(entry.job.id)
        entry.failures = 0
        if entry.held is not None or entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._endings.ended)
        elif entry.job.state is JobState.QUEUED or entry.is_polled:
            entry.error = entry.due = None
        else:
            return False
        return True

    def look(self, entry: JobEntry) -> None:
        """Look up a lost job, as the user asked."""
        self._dispatch.look(entry, self._endings.lookup_done)

    def take(self, entry: JobEntry, candidate: Candidate) -> None:
        """Fetch and store the candidate that the user chose as a lost job's picture."""
        self._dispatch.take(entry, candidate, self._endings.lookup_done)

    def _go_ahead(self, entry: JobEntry) -> None:
        """Start the next step of a job, unless it has to wait."""
        if entry.error is None and entry.job.state is JobState.RECEIVED:
            self._dispatch.finish(entry, self._endings.ended)
        elif self._admission.line(entry.engine).is_offline or not self._room.is_left(entry.engine):
            return
        elif entry.error is not None:
            self._look_again(entry)
        elif entry.is_polled:
            self._room.take(entry.engine)
            self._dispatch.ask(entry, self._endings.came_back)
        elif self._admission.may_send(entry, self._entries):
            self._admission.sent(entry)
            self._room.take(entry.engine)
            self._dispatch.send(entry, self._endings.came_back)

    def _look_again(self, entry: JobEntry) -> None:
        """Look up or poll a job automatically if there is a key. The user may also decide meanwhile."""
        if not self._dispatch.can_look(entry.job):
            return
        if entry.is_polled:
            self.try_again(entry)
            if entry.is_idle:
                self._go_ahead(entry)
        else:
            self._room.take(entry.engine)
            self._dispatch.look(entry, self._endings.found_out, is_wanted=False)
