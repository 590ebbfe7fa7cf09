"""A part of the service's history, as it was read at one moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portrait_app.core.delivery import Candidate
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.history_rows import Row, candidates, is_of

_TOLERANCE = timedelta(minutes=2)  # a request is written down a little before or after it was sent
_SKEW = timedelta(minutes=1)  # a clock further off than this is corrected for,
_NONSENSE = timedelta(days=1)  # and one further off than this is not believed


@dataclass(frozen=True, slots=True)
class SegmindListing:
    """Implements `core.ports.Listing`; `secret` is kept out of what it tells."""

    rows: tuple[Row, ...]
    read_at: datetime
    served_at: datetime | None
    is_whole: bool
    secret: str = field(default="", repr=False)

    @property
    def ahead(self) -> timedelta:
        """Nothing where a difference may be the way that the answer took."""
        ahead = timedelta() if self.served_at is None else self.served_at - self.read_at
        return ahead if _SKEW < abs(ahead) < _NONSENSE else timedelta()

    def of(self, request: GenerationRequest, between: tuple[datetime, datetime]) -> list[Candidate]:
        found = candidates((row for row in self.rows if is_of(request, row)), self.secret)
        earliest, latest = between[0] - _TOLERANCE, between[1] + _TOLERANCE
        return [candidate for candidate in found if earliest <= candidate.created <= latest]
