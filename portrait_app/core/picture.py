"""A picture: one image in the library, and everything known about it."""

from dataclasses import dataclass
from datetime import datetime

from portrait_app.core.request import GenerationRequest


@dataclass(frozen=True, slots=True)
class Picture:
    """One row of the library. Times are UTC, sizes pixels, costs USD for this picture."""

    id: int
    job_id: int
    sample: int  # 0 for the first image of its request
    created: datetime
    request: GenerationRequest
    file: str  # below the library's folder, with forward slashes
    format: str
    width: int
    height: int
    size: int  # bytes
    sha256: str
    seed: int | None = None
    cost: float | None = None
    generation_seconds: float | None = None
    request_id: str = ""
    understood: tuple[str, ...] = ()
    favourite: bool = False
    trashed: datetime | None = None

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes this very picture again: one sample, with the seed really used."""
        if self.seed is None:
            return self.request
        return self.request.with_values(seed=self.seed, samples=1)
