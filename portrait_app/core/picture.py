"""A picture: one image in the library with its record."""

from dataclasses import dataclass
from datetime import datetime

from portrait_app.core.catalog import Parameter
from portrait_app.core.field import Value
from portrait_app.core.metadata.origin import NO_ORIGIN, Origin
from portrait_app.core.request import GenerationRequest

MOST_STARS = 5
MOST_PIXELS = 64_000_000  # of one image: 60 times what can be generated, and below Pillow's bomb warning
MOST_RETURNED = 500  # pictures: an edit of more does not return them, and the views reload instead


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the library. Times are UTC, width and height pixels, costs USD for this picture."""

    id: int
    job_id: int
    sample: int  # 0 for the first image of its request
    created: datetime
    request: GenerationRequest
    file: str  # relative to the library's folder, with forward slashes
    format: str
    width: int
    height: int
    size: int  # bytes
    sha256: str
    seed: int | None = None
    cost: float | None = None
    generation_seconds: float | None = None
    request_id: str = ""
    understood: tuple[str, ...] = ()  # the words of the prompt that an engine reports as drawn
    missed: tuple[str, ...] = ()  # and those that it reports as not understood
    drawing: int = 0  # the version of the engine's drawing, see `EngineRow.drawing`; 0 if unknown
    favourite: bool = False
    trashed: datetime | None = None
    rating: int = 0  # 1 to 5 stars; 0: not rated
    tags: tuple[str, ...] = ()  # in alphabetical order
    note: str = ""
    collections: tuple[str, ...] = ()  # names, in alphabetical order
    origin: Origin = NO_ORIGIN  # further settings that the file of an imported picture contains
    missing: bool = False  # whether the file was missing when the library last looked

    @property
    def is_imported(self) -> bool:
        """Whether the picture came from a file: the library names such a file by its SHA-256."""
        return f" i{self.sha256}." in self.file

    def asked(self, parameter: Parameter) -> Value | None:
        """Return the value in the request, as `Parameter.recorded` reads it."""
        return parameter.recorded(self.request.values)

    def used(self, parameter: Parameter) -> Value | None:
        """Return the value in the request if the model uses the parameter; else as if there were none."""
        return parameter.recorded({}) if parameter.key in self.request.model.unused else self.asked(parameter)

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes the same picture again: one sample, with the seed really used."""
        if self.seed is None:
            return self.request
        return self.request.with_values(seed=self.seed, samples=1)
