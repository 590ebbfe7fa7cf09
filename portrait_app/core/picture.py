"""A picture: one image in the library, and everything known about it."""

from dataclasses import dataclass
from datetime import datetime

from portrait_app.core.catalog import Parameter
from portrait_app.core.field import Value
from portrait_app.core.metadata.origin import NO_ORIGIN, Origin
from portrait_app.core.request import GenerationRequest

MOST_STARS = 5
MANY = 500  # pictures: what changes more does not bring them all back, and a view shows everything anew


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
    rating: int = 0  # stars, 0 to 5; 0 for none given
    tags: tuple[str, ...] = ()  # in alphabetical order
    note: str = ""
    collections: tuple[str, ...] = ()  # their names, in alphabetical order
    origin: Origin = NO_ORIGIN  # what the file of an imported picture says beside the request

    def asked(self, parameter: Parameter) -> Value | None:
        """Return what was asked for, None or an empty text where the record has no such value."""
        return parameter.recorded(self.request.values)

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes this very picture again: one sample, with the seed really used."""
        if self.seed is None:
            return self.request
        return self.request.with_values(seed=self.seed, samples=1)
