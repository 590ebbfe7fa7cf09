"""Finding what was lost, or arrived damaged, in the service's own history, and bringing its picture in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.delivery import Candidate, Delivery, RemoteState
from portrait_app.core.engines import is_free
from portrait_app.core.errors import PAID_FOR, AppError, ErrorKind, Retry
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.engines import History, Listing
from portrait_app.core.ports.library import Library
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome, bring_in
from portrait_app.jobs.handover import JobHandover
from portrait_app.jobs.listings import Listings
from portrait_app.jobs.timing import Timing

LOOKED_FOR = timedelta(minutes=15)  # after it was sent, a request has been written down or never was
_APART = timedelta(minutes=2)  # what the history tolerates between two clocks
_MOST_RIVALS = 5_000  # jobs that are looked at: at 50 a minute, more than any window holds
_MOST_LATER = 50  # jobs of which one is enough to show that the history goes on
_SENT = tuple(state for state in JobState if state is not JobState.QUEUED)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking for a job: how it ended, or what there is to choose from, or why it failed."""

    job: Job
    outcome: Outcome | None = None
    candidates: tuple[Candidate, ...] = ()  # made, but which is this job's is not certain
    pending: bool = False  # the service is still at it
    never_made: bool = False  # as far as its history can prove it
    error: AppError | None = None
    too_early: float = 0.0  # seconds until there is any news

    @property
    def tells_nothing(self) -> bool:
        """Whether the history could not be asked, or not yet."""
        return bool(self.too_early) or (self.error is not None and self.error.retry is Retry.WHEN_REACHED)


class Finder:
    """Looks for one job at a time, on workers: two that are alike must not find the same picture."""

    def __init__(
        self,
        histories: Mapping[str, History],
        library: Library,
        key: Callable[[], str],
        timing: Timing | None = None,
    ) -> None:
        """`histories` by their engine's key; not every engine has one."""
        self._histories = histories
        self._library = library
        self._key = key
        self._listings = Listings((timing or Timing()).monotonic)
        self._lock = Lock()

    def has_history(self, job: Job) -> bool:
        """Say whether the job's engine remembers its requests."""
        return job.request.engine in self._histories

    def can_look(self, job: Job) -> bool:
        """Say whether there is a history to look for a job in, and a key for it."""
        return self.has_history(job) and bool(self._key())

    def look(self, job: Job, handover: JobHandover, *, is_wanted: bool = True) -> Looked:
        """Ask the history, and bring in what is certainly the job's. Sends nothing that costs.

        Args:
            job: one that is lost.
            handover: its own.
            is_wanted: whether a person wants it: then the history is asked anew.
        """
        with self._lock:
            try:
                found = self._look_up(job, handover) if job.ticket else self._find(job, handover, is_wanted)
            except AppError as error:
                return Looked(job, error=error)
            return found if isinstance(found, Looked) else self._judge(job, found, handover)

    def _judge(self, job: Job, found: "_Found", handover: JobHandover) -> Looked:
        candidates = found.candidates
        if job.state is JobState.FAILED:  # it was answered as made
            candidates = [one for one in candidates if one.state is not RemoteState.FAILED]
        made = tuple(one for one in candidates if one.state is RemoteState.MADE and one.outputs)
        pending = any(one.state is not RemoteState.FAILED and one not in made for one in candidates)
        if made and (len(candidates) > 1 or not found.is_certain):
            return Looked(job, candidates=made)
        if pending or not candidates or not found.is_certain:
            return Looked(job, pending=pending, never_made=found.never_made)
        return Looked(job, self._bring_in(job, candidates[0], handover))

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
        if job.cost is not None:
            candidate = replace(candidate, cost=None)  # the reply that was no good said so, and it is counted
        fetch = partial(self._history(job).fetch, job.request, candidate, handover)
        return bring_in(self._library, job, handover, fetch)

    def _look_up(self, job: Job, handover: JobHandover) -> "_Found":
        """Return what is known by the id of a job's ticket."""
        assert job.ticket is not None  # noqa: S101 - the caller asked
        known_as = self._history(job).look_up(job.ticket.request_id, self._key(), _cancel_of(handover))
        return _Found([] if known_as is None else [known_as], is_certain=True)

    def _find(self, job: Job, handover: JobHandover, is_wanted: bool) -> "_Found | Looked":
        """Return what nobody here has, by the inputs of a job and the time at which it was sent."""
        key, endpoint, sent = self._key(), job.request.endpoint, job.sent or job.created
        if not is_wanted and (wait := self._listings.wait(endpoint, sent, key)) > 0:
            return Looked(job, too_early=wait)
        since = min(sent, job.sent_there or sent)
        history, cancel = self._history(job), _cancel_of(handover)
        listing = self._listings.listing(history, endpoint, since, key, cancel, is_wanted=is_wanted)
        window = _window(_there(job, listing))
        found = listing.of(job.request, window)
        is_doubtful = not found and job.sent_there is not None
        if is_doubtful:  # another machine than the one that told its time may write down requests
            window = _window(sent + listing.ahead)
            found = listing.of(job.request, window)
        known = self._library.known_requests([one.request_id for one in found])
        # The service need not tell an id with a picture: jobs just like this one may be behind a candidate.
        is_certain = not is_doubtful and self._rivals(job, listing, window) <= len(known)
        unknown = [one for one in found if one.request_id not in known]
        return _Found(unknown, is_certain, never_made=not found and self._was_never_made(job, listing))

    def _rivals(self, job: Job, listing: Listing, window: tuple[datetime, datetime]) -> int:
        """Return how many other jobs sent the same then.

        Not the lost ones: either may have what is found. But of those that failed it is known that there is
        something to be found, which is not for one that may never have been made.
        """
        return sum(
            rival.id != job.id
            and not (is_lost(rival) and (rival.state is job.state or rival.state is not JobState.FAILED))
            and _is_alike(rival.request, job.request)
            and rival.sent is not None
            and window[0] - _APART <= _there(rival, listing) <= window[1] + _APART
            for rival in self._library.jobs_in(_SENT, _MOST_RIVALS)
        )

    def _was_never_made(self, job: Job, listing: Listing) -> bool:
        """Say whether a listing without a job proves that there is none.

        It does where it was read so late that the job had to be in it, and holds a request of ours that was
        sent after the job: so the history had gone on by then.
        """
        if job.state is not JobState.OUTCOME_UNKNOWN or job.cost or job.sent is None or not listing.is_whole:
            return False
        if _age(job, listing) < LOOKED_FOR:
            return False
        later = [
            other
            for other in self._library.jobs_in(_SENT, _MOST_RIVALS)
            if other.request.endpoint == job.request.endpoint
            and other.sent is not None
            and other.sent > job.sent  # by either clock, for both may have been put right
            and _there(other, listing) > _there(job, listing)
        ]
        return any(listing.of(one.request, (_there(one, listing),) * 2) for one in later[:_MOST_LATER])


@dataclass(frozen=True, slots=True)
class _Found:
    """What a history has that may be a job's."""

    candidates: list[Candidate]
    is_certain: bool  # one alone could be no other job's
    never_made: bool = False


def _there(job: Job, listing: Listing) -> datetime:
    """Return when a job was sent by the service's clock."""
    return job.sent_there or (job.sent or job.created) + listing.ahead


def _window(start: datetime) -> tuple[datetime, datetime]:
    """Return when a request that was sent then may have been written down."""
    return start, start + LOOKED_FOR


def _age(job: Job, listing: Listing) -> timedelta:
    """Return how long after a job was sent a listing was read, both by one clock."""
    if job.sent_there is not None and listing.served_at is not None:
        return listing.served_at - job.sent_there
    return listing.read_at - (job.sent or job.created)


def _is_alike(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Say whether the history may show one request as the other: which seed was random, it need not tell."""
    if RANDOM_SEED in (one.seed, other.seed):
        return one.with_values(seed=RANDOM_SEED) == other.with_values(seed=RANDOM_SEED)
    return one == other


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
    facts = {} if job.cost is None else {"cost": job.cost}
    return AppError(job.error or ErrorKind.OUTCOME_UNKNOWN, job.error_detail, **facts)
