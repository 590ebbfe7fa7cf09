"""A part of the service's history, as read at one moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portrait_app.core.delivery import Candidate
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.history_rows import Row, candidates, is_of

_TOLERANCE = timedelta(minutes=2)  # the history may date a request a little before or after its sending
_SKEW = timedelta(minutes=1)  # a larger difference between the clocks is corrected,
_NONSENSE = timedelta(days=1)  # but one larger than this is ignored


@dataclass(frozen=True, slots=True)
class SegmindListing:
    """Implements `Listing`; `secret` is removed from the texts of its candidates."""

    rows: tuple[Row, ...]
    read_at: datetime
    served_at: datetime | None
    is_whole: bool
    secret: str = field(default="", repr=False)

    @property
    def ahead(self) -> timedelta:
        """How far the service's clock is ahead; zero if the difference is too small or large to believe."""
        ahead = timedelta() if self.served_at is None else self.served_at - self.read_at
        return ahead if _SKEW < abs(ahead) < _NONSENSE else timedelta()

    def of(self, request: GenerationRequest, between: tuple[datetime, datetime]) -> list[Candidate]:
        found = candidates((row for row in self.rows if is_of(request, row)), self.secret)
        earliest, latest = between[0] - _TOLERANCE, between[1] + _TOLERANCE
        return [candidate for candidate in found if earliest <= candidate.created <= latest]
