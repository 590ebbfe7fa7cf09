"""What an engine gives back: the raw reply as it came, and the images read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply before anything is made of it. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """One image, checked: its original bytes and what they are."""

    data: bytes = field(repr=False)
    format: str  # "jpeg", "png" or "webp"
    width: int  # pixels
    height: int
    seed: int | None = None  # the seed really used, where the engine says it
    understood: tuple[str, ...] = ()  # the words the Sketch engine drew by


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything one request brought. Costs are USD for the whole request, times are seconds."""

    images: tuple[GeneratedImage, ...]
    cost: float | None = None
    remaining_credits: float | None = None
    generation_seconds: float | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds, in USD."""

    credits: float
    free_credits: float = 0.0

    @property
    def total(self) -> float:
        return self.credits + self.free_credits
