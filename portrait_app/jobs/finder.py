"""Finding what was lost, or arrived damaged, in the service's own history, and bringing its picture in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Candidate, Delivery, RemoteState
from portrait_app.core.engines import is_free
from portrait_app.core.errors import PAID_FOR, AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.engines import History
from portrait_app.core.ports.library import Library
from portrait_app.core.ports.system import Clock
from portrait_app.jobs.carry_out import Outcome, bring_in
from portrait_app.jobs.handover import JobHandover

_LONGEST = timedelta(minutes=15)  # after it was sent, a request has been written down or never was
_APART = timedelta(minutes=2)  # what the history tolerates between two clocks
_MOST_RIVALS = 5_000  # jobs that are looked at: at 50 a minute, more than any window holds
_SENT = tuple(state for state in JobState if state is not JobState.QUEUED)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking for a job: how it ended, or what there is to choose from, or why it failed."""

    job: Job
    outcome: Outcome | None = None
    candidates: tuple[Candidate, ...] = ()  # made, but which is this job's is not certain
    pending: bool = False  # the service is still at it
    error: AppError | None = None


class Finder:
    """Looks for one job at a time, on workers: two that are alike must not find the same picture."""

    def __init__(
        self, histories: Mapping[str, History], library: Library, clock: Clock, key: Callable[[], str]
    ) -> None:
        """`histories` by their engine's key; not every engine has one."""
        self._histories = histories
        self._library = library
        self._clock = clock
        self._key = key
        self._lock = Lock()

    def has_history(self, job: Job) -> bool:
        """Say whether the job's engine remembers its requests."""
        return job.request.engine in self._histories

    def can_look(self, job: Job) -> bool:
        """Say whether there is a history to look for a job in, and a key for it."""
        return self.has_history(job) and bool(self._key())

    def look(self, job: Job, handover: JobHandover) -> Looked:
        """Ask the history, and bring in what is certainly the job's. Sends nothing that costs."""
        with self._lock:
            try:
                found, is_certain = self._find(job, handover)
            except AppError as error:
                return Looked(job, error=error)
            if job.state is JobState.FAILED:  # it was answered as made
                found = [one for one in found if one.state is not RemoteState.FAILED]
            made = tuple(one for one in found if one.state is RemoteState.MADE and one.outputs)
            pending = any(one.state is not RemoteState.FAILED and one not in made for one in found)
            if made and (len(found) > 1 or not is_certain):
                return Looked(job, candidates=made)
            if pending or not found or not is_certain:
                return Looked(job, pending=pending)
            return Looked(job, self._bring_in(job, found[0], handover))

    def take(self, job: Job, candidate: Candidate, handover: JobHandover) -> Looked:
        """Bring in the candidate that a person chose, unless it came in meanwhile."""
        with self._lock:
            try:
                taken = self._library.known_requests([candidate.request_id])
            except AppError as error:
                return Looked(job, error=error)
            return Looked(job) if taken else Looked(job, self._bring_in(job, candidate, handover))

    def recall(self, job: Job, handover: JobHandover) -> Delivery:
        """Fetch from the history what a ticket stood for that the service has forgotten.

        Raises:
            AppError: OUTCOME_UNKNOWN where that brings nothing; else like `History.fetch`.
        """
        assert job.ticket is not None  # noqa: S101 - the queue asked
        request_id = job.ticket.request_id
        try:
            found = self._history(job).look_up(request_id, self._key(), _cancel_of(handover))
        except AppError as error:
            facts = {"request_id": request_id, "because": str(error.kind)}
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, str(error), **facts) from None
        if found is None:
            raise AppError(
                ErrorKind.OUTCOME_UNKNOWN, "the service has forgotten the request", request_id=request_id
            )
        return self._history(job).fetch(job.request, found, handover)

    def _history(self, job: Job) -> History:
        return self._histories[job.request.engine]

    def _bring_in(self, job: Job, candidate: Candidate, handover: JobHandover) -> Outcome:
        if job.state is JobState.FAILED and job.cost is not None:
            candidate = replace(candidate, cost=None)  # the reply that was damaged said so, and it is counted
        fetch = partial(self._history(job).fetch, job.request, candidate, handover)
        return bring_in(self._library, job, handover, fetch)

    def _find(self, job: Job, handover: JobHandover) -> tuple[list[Candidate], bool]:
        """Return what nobody here has, and whether one alone could be no other job's."""
        if job.ticket is not None:
            known_as = self._history(job).look_up(job.ticket.request_id, self._key(), _cancel_of(handover))
            return [] if known_as is None else [known_as], True
        sent = job.sent or job.created
        window = (sent, max(sent, min(self._clock.now(), sent + _LONGEST)))
        found = self._history(job).find(job.request, window, self._key(), _cancel_of(handover))
        known = self._library.known_requests([one.request_id for one in found])
        # The service need not tell an id with a picture: jobs just like this one may be behind a candidate.
        is_certain = self._rivals(job, window) <= len(known)
        return [one for one in found if one.request_id not in known], is_certain

    def _rivals(self, job: Job, window: tuple[datetime, datetime]) -> int:
        """Return how many other jobs sent the same then.

        Not the lost ones: either may have what is found. But of those that failed it is known that there is
        something to be found, which is not for one that may never have been made.
        """
        return sum(
            rival.id != job.id
            and not (is_lost(rival) and (rival.state is job.state or rival.state is not JobState.FAILED))
            and rival.request == job.request
            and rival.sent is not None
            and window[0] - _APART <= rival.sent <= window[1] + _APART
            for rival in self._library.jobs_in(_SENT, _MOST_RIVALS)
        )


def _cancel_of(handover: JobHandover) -> Cancel:
    cancel = Cancel()
    handover.on_abort(cancel.cancel)
    return cancel


def is_lost(job: Job) -> bool:
    """Say whether a job can be looked for: it may have been made, or was, and its picture is not here.

    While its outcome is unknown, one with a ticket is asked for by that instead. What costs nothing is
    just made again.
    """
    if is_free(job.request.engine):
        return False
    if job.state is JobState.FAILED:
        return job.error in PAID_FOR
    return job.state is JobState.OUTCOME_UNKNOWN and job.ticket is None


def lost_again(job: Job) -> AppError:
    """Return the error of a job that was looked for and is as lost as before."""
    return AppError(job.error or ErrorKind.OUTCOME_UNKNOWN, job.error_detail)
