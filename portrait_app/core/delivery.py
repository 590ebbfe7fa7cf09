"""What an engine gives back: the raw reply as it came, and the images read from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


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
    understood: tuple[str, ...] = ()  # the words that an engine drew by, where it says so


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything one request brought. Costs are USD for the whole request, times are seconds."""

    images: tuple[GeneratedImage, ...]
    cost: float | None = None
    remaining_credits: float | None = None
    generation_seconds: float | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a service gave for a request that it will deliver later: enough to ask again after a restart."""

    request_id: str
    status_url: str = ""  # as the service wrote them: to be judged before they are followed
    response_url: str = ""

    def record(self) -> dict[str, str]:
        """Return the ticket as plain data for JSON; `from_record` reads it back."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Ticket":
        urls = (str(record.get(name, "")) for name in ("status_url", "response_url"))
        return cls(str(record["request_id"]), *urls)


class RemoteState(StrEnum):
    """How far a service says that a request of its history is."""

    PENDING = "pending"
    MADE = "made"  # and paid for
    FAILED = "failed"  # and not paid for


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request that a service remembers, and that may be the one whose outcome is unknown here."""

    request_id: str
    created: datetime  # UTC, by the service's clock
    state: RemoteState
    outputs: tuple[str, ...] = ()  # addresses of the pictures, or the pictures as base64
    cost: float | None = None  # USD for the whole request
    seconds: float | None = None  # it took so long to make
    error: str = ""  # the service's words, where it failed


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds, in USD."""

    credits: float
    free_credits: float = 0.0

    @property
    def total(self) -> float:
        return self.credits + self.free_credits
