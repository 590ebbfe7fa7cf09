"""A picture: one image in the library, and everything known about it."""

from dataclasses import dataclass
from datetime import datetime

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

    @property
    def scheduler(self) -> str:
        return str(self.request.values.get("scheduler", ""))

    @property
    def steps(self) -> int | None:
        """The steps asked for, None where the record has no such number."""
        steps = self.request.values.get("num_inference_steps")
        return steps if isinstance(steps, int) else None

    @property
    def guidance(self) -> float | None:
        """The guidance scale asked for, None where the record has no such number."""
        guidance = self.request.values.get("guidance_scale")
        return float(guidance) if isinstance(guidance, int | float) else None

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes this very picture again: one sample, with the seed really used."""
        if self.seed is None:
            return self.request
        return self.request.with_values(seed=self.seed, samples=1)
