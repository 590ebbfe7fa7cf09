"""The service's history, asked seldom: one listing serves every job of a model that is looked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import History, Listing

_KEPT_FOR = 30.0  # seconds: at most so often is the service asked by itself


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, or why there was none."""

    asked_at: float  # seconds of the clock that never goes back
    since: datetime
    key: int  # a hash of the key that asked
    answer: Listing | AppError


class Listings:
    """Keeps the last listing of each model for a while. Not for several threads at once."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: dict[str, _Kept] = {}

    def wait(self, endpoint: str, sent: datetime, key: str) -> float:
        """Return how many seconds it is too early to look for what was sent then; 0 to look now."""
        kept = self._recent(endpoint, key)
        if kept is None or isinstance(kept.answer, AppError) or kept.answer.read_at > sent:
            return 0.0
        return kept.asked_at + _KEPT_FOR - self._monotonic()

    def listing(
        self, history: History, endpoint: str, since: datetime, key: str, cancel: Cancel, *, is_wanted: bool
    ) -> Listing:
        """Return what is remembered since then; read anew where a person wants it. Raises AppError."""
        kept = self._recent(endpoint, key)
        since = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # one day serves all
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
            answer = error
        kept = self._kept[endpoint] = _Kept(asked_at, since, hash(key), answer)
        return kept
