"""A cache of the service's history, so that one listing serves all lost jobs of a model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import History, Listing

_KEPT_FOR = 30.0  # seconds between two automatic reads of the history


@dataclass(frozen=True, slots=True)
class _Kept:
    """A cached answer: a listing, or the error of reading it."""

    asked_at: float  # seconds of a monotonic clock
    since: datetime
    key: int  # hash of the API key that was used
    answer: Listing | AppError


class Listings:
    """Keeps the last listing of each model for 30 seconds. Not thread-safe."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: dict[str, _Kept] = {}

    def wait(self, endpoint: str, sent: datetime, key: str) -> float:
        """Return the seconds until a new listing may be read; 0 if a lookup can be made now.

        A cached listing that was read before the request was `sent` cannot contain it, so waiting is needed.
        """
        kept = self._recent(endpoint, key)
        if kept is None or isinstance(kept.answer, AppError) or kept.answer.read_at > sent:
            return 0.0
        return kept.asked_at + _KEPT_FOR - self._monotonic()

    def listing(
        self, history: History, endpoint: str, since: datetime, key: str, cancel: Cancel, *, is_wanted: bool
    ) -> Listing:
        """Return a listing from the cache or the service. Raises AppError.

        If the user asks for it (`is_wanted`), it is always read anew.
        """
        kept = self._recent(endpoint, key)
        # From the beginning of the day, so that one listing serves all jobs of a day.
        since = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if is_wanted or kept is None or since < kept.since:
            kept = self._ask(history, endpoint, since, key, cancel)
        if isinstance(kept.answer, AppError):
            raise AppError(kept.answer.kind, kept.answer.detail, **kept.answer.facts)
        return kept.answer

    def _recent(self, endpoint: str, key: str) -> _Kept | None:
        kept = self._kept.get(endpoint)
        if kept is None or kept.key != hash(key) or self._monotonic() - kept.asked_at >= _KEPT_FOR:
            return None
        return kept

    def _ask(self, history: History, endpoint: str, since: datetime, key: str, cancel: Cancel) -> _Kept:
        answer: Listing | AppError
        asked_at = self._monotonic()
        try:
            answer = history.listing(endpoint, since, key, cancel)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            answer = error.without_frames()
        kept = self._kept[endpoint] = _Kept(asked_at, since, hash(key), answer)
        return kept
