"""Looks up lost jobs, and jobs whose picture arrived damaged, in the service's history."""

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

LOOKED_FOR = timedelta(minutes=15)  # a request that is not in the history by then never will be
_APART = timedelta(minutes=2)  # difference between two clocks that `Listing.of` tolerates
_MOST_RIVALS = 5_000  # newest jobs that are examined: more than fit into a time window at 50 per minute
_MOST_LATER = 50  # later jobs that are examined; one of them in the history is proof enough
_SENT = tuple(state for state in JobState if state is not JobState.QUEUED)


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The result of a lookup: the job's outcome, or candidates to choose from, or an error."""

    job: Job
    outcome: Outcome | None = None
    candidates: tuple[Candidate, ...] = ()  # finished requests, of which any may be the job's
    pending: bool = False  # the service is still working on the request
    never_made: bool = False  # the history proves that the service never made the picture
    error: AppError | None = None
    too_early: float = 0.0  # seconds until another lookup can bring news

    def __post_init__(self) -> None:
        if self.error is not None:
            self.error.without_frames()  # the queue keeps it with its job

    @property
    def tells_nothing(self) -> bool:
        """Whether the service could not be reached, or it is too early to ask again."""
        return bool(self.too_early) or (self.error is not None and self.error.retry is Retry.WHEN_REACHED)


class Finder:
    """Looks up jobs on workers, one at a time, so that two equal jobs cannot get the same picture."""

    def __init__(
        self,
        histories: Mapping[str, History],
        library: Library,
        key: Callable[[], str],
        timing: Timing | None = None,
    ) -> None:
        """`histories` are by engine key. Not every engine has one. `key` returns the API key."""
        self._histories = histories
        self._library = library
        self._key = key
        self._listings = Listings((timing or Timing()).monotonic)
        self._lock = Lock()

    def has_history(self, job: Job) -> bool:
        """Return whether the job's engine has a history."""
        return job.request.engine in self._histories

    def can_look(self, job: Job) -> bool:
        """Return whether the job can be looked up: its engine has a history, and there is a key."""
        return self.has_history(job) and bool(self._key())

    def look(self, job: Job, handover: JobHandover, *, is_wanted: bool = True) -> LookupResult:
        """Look up a job, and store its picture if it is certain which one it is. Sends no paid request.

        Args:
            job: a lost job.
            handover: the job's handover.
            is_wanted: whether the user asked for the lookup. Then the history is read anew.
        """
        with self._lock:
            try:
                found = self._look_up(job, handover) if job.ticket else self._find(job, handover, is_wanted)
            except AppError as error:
                return LookupResult(job, error=error)
            return found if isinstance(found, LookupResult) else self._judge(job, found, handover)

    def _judge(self, job: Job, found: "_Found", handover: JobHandover) -> LookupResult:
        candidates = found.candidates
        if job.state is JobState.FAILED:  # a picture was made, so a failed request cannot be the job's
            candidates = [one for one in candidates if one.state is not RemoteState.FAILED]
        made = tuple(one for one in candidates if one.state is RemoteState.MADE and one.outputs)
        pending = any(one.state is not RemoteState.FAILED and one not in made for one in candidates)
        if made and (len(candidates) > 1 or not found.is_certain):
            return LookupResult(job, candidates=made)
        if pending or not candidates or not found.is_certain:
            return LookupResult(job, pending=pending, never_made=found.never_made)
        return LookupResult(job, self._bring_in(job, candidates[0], handover))

    def take(self, job: Job, candidate: Candidate, handover: JobHandover) -> LookupResult:
        """Fetch and store the candidate that the user chose, unless another job has it by now."""
        with self._lock:
            try:
                taken = self._library.known_requests([candidate.request_id])
            except AppError as error:
                return LookupResult(job, error=error)
            return LookupResult(job) if taken else LookupResult(job, self._bring_in(job, candidate, handover))

    def recall(self, job: Job, handover: JobHandover) -> Delivery:
        """Fetch the result of a job from the history, if its ticket can no longer be polled.

        Raises:
            AppError: OUTCOME_UNKNOWN if the history does not have it; otherwise like `History.fetch`.
        """
        assert job.ticket is not None  # noqa: S101 - the queue has checked this
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
            candidate = replace(candidate, cost=None)  # the damaged reply's cost is in the ledger already
        fetch = partial(self._history(job).fetch, job.request, candidate, handover)
        return bring_in(self._library, job, handover, fetch)

    def _look_up(self, job: Job, handover: JobHandover) -> "_Found":
        """Look up the job by the request id of its ticket."""
        assert job.ticket is not None  # noqa: S101 - the caller has checked this
        known_as = self._history(job).look_up(job.ticket.request_id, self._key(), _cancel_of(handover))
        return _Found([] if known_as is None else [known_as], is_certain=True)

    def _find(self, job: Job, handover: JobHandover, is_wanted: bool) -> "_Found | LookupResult":
        """Look up the job by its inputs and its sending time. Requests of other jobs are left out."""
        key, endpoint, sent = self._key(), job.request.endpoint, job.sent or job.created
        if not is_wanted and (wait := self._listings.wait(endpoint, sent, key)) > 0:
            return LookupResult(job, too_early=wait)
        since = min(sent, job.sent_there or sent)
        history, cancel = self._history(job), _cancel_of(handover)
        listing = self._listings.listing(history, endpoint, since, key, cancel, is_wanted=is_wanted)
        window = _window(_there(job, listing))
        found = listing.of(job.request, window)
        is_doubtful = not found and job.sent_there is not None
        if is_doubtful:  # the machine that records requests may have another clock than the one we know
            window = _window(sent + listing.ahead)
            found = listing.of(job.request, window)
        known = self._library.known_requests([one.request_id for one in found])
        # A direct reply may come without a request id. So a candidate may belong to a rival: another job
        # with an equal request.
        is_certain = not is_doubtful and self._rivals(job, listing, window) <= len(known)
        unknown = [one for one in found if one.request_id not in known]
        return _Found(unknown, is_certain, never_made=not found and self._was_never_made(job, listing))

    def _rivals(self, job: Job, listing: Listing, window: tuple[datetime, datetime]) -> int:
        """Return the number of rivals: other jobs that sent an equal request at about the same time.

        Lost jobs do not count, because it does not matter which of two lost jobs with equal requests gets a
        picture. There is one exception. A failed job's picture certainly exists, but a job with an unknown
        outcome may never have been made. So for an unknown job, failed jobs count as rivals.
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
        """Return whether a listing without the job proves that the service never made it.

        This needs two things. The listing was read so late that the job had to be in it. And it contains a
        request that this program sent after the job, so the history was up to date.
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
            and other.sent > job.sent  # later by both clocks, because either may have been corrected
            and _there(other, listing) > _there(job, listing)
        ]
        return any(listing.of(one.request, (_there(one, listing),) * 2) for one in later[:_MOST_LATER])


@dataclass(frozen=True, slots=True)
class _Found:
    """The requests in a history that may be a job's."""

    candidates: list[Candidate]
    is_certain: bool  # no other job can own a candidate, so a single one is this job's
    never_made: bool = False


def _there(job: Job, listing: Listing) -> datetime:
    """Return when the job was sent, by the service's clock."""
    return job.sent_there or (job.sent or job.created) + listing.ahead


def _window(start: datetime) -> tuple[datetime, datetime]:
    """Return the time span in which the history may have recorded a request that was sent at `start`."""
    return start, start + LOOKED_FOR


def _age(job: Job, listing: Listing) -> timedelta:
    """Return the time between sending the job and reading the listing, both by the same clock."""
    if job.sent_there is not None and listing.service_time is not None:
        return listing.service_time - job.sent_there
    return listing.read_at - (job.sent or job.created)


def _is_alike(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Return whether the history may record both requests with equal inputs.

    It may record any seed for a random one, so a random seed is equal to every seed.
    """
    if RANDOM_SEED in (one.seed, other.seed):
        return one.with_values(seed=RANDOM_SEED) == other.with_values(seed=RANDOM_SEED)
    return one == other


def _cancel_of(handover: JobHandover) -> Cancel:
    cancel = Cancel()
    handover.on_abort(cancel.cancel)
    return cancel


def is_lost(job: Job) -> bool:
    """Return whether a job is lost: it was or may have been paid for, but its picture is not here.

    A job with an unknown outcome and a ticket is not lost, because its ticket can be polled. A job of a free
    engine is never lost, because it can simply be made again.
    """
    if is_free(job.request.engine):
        return False
    if job.state is JobState.FAILED:
        return job.error in PAID_FOR
    return job.state is JobState.OUTCOME_UNKNOWN and job.ticket is None


def lost_again(job: Job) -> AppError:
    """Return the error of a job that is still lost after a lookup."""
    facts = {} if job.cost is None else {"cost": job.cost}
    return AppError(job.error or ErrorKind.OUTCOME_UNKNOWN, job.error_detail, **facts)
