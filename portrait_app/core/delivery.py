"""What an engine returns: the raw reply, and the images read from the reply."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from portrait_app.core.field import Values


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply as it arrived, not parsed yet. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """One validated image: its original bytes, format and size."""

    data: bytes = field(repr=False)
    format: str  # "jpeg", "png", "webp" or "avif"
    width: int  # pixels
    height: int
    seed: int | None = None  # the seed really used, if the engine reports it
    understood: tuple[str, ...] = ()  # the words of the prompt that the engine used, if it reports them
    missed: tuple[str, ...] = ()  # the words that the engine did not use, if it reports them
    drawing: int = 0  # the version of the engine's drawing, see `EngineRow.drawing`


class RemarkKind(StrEnum):
    """In what a delivery differs from its request."""

    VALUE = "value"  # another value of a parameter was used
    SIZE = "size"  # a picture has another size
    COUNT = "count"  # there are more pictures than were asked for


@dataclass(frozen=True, slots=True)
class Remark:
    """A difference between a delivery and its request, which the user is told."""

    kind: RemarkKind
    asked: str
    came: str
    field: str = ""  # key of the parameter, for VALUE


@dataclass(frozen=True, slots=True)
class Delivery:
    """The complete result of one request. Costs are USD for the whole request, times are seconds."""

    images: tuple[GeneratedImage, ...]
    cost: float | None = None
    remaining_credits: float | None = None
    generation_seconds: float | None = None
    request_id: str = ""
    remarks: tuple[Remark, ...] = ()
    # Values that the engine used instead of those of the request. The pictures' records get these.
    used: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A service's receipt for a request that it delivers later: enough to poll again after a restart."""

    request_id: str
    status_url: str = ""  # both addresses come from the service unchecked: validate before a request
    response_url: str = ""

    def record(self) -> dict[str, str]:
        """Return the ticket as plain data for JSON; `from_record` reads it back."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Ticket":
        urls = (str(record.get(name, "")) for name in ("status_url", "response_url"))
        return cls(str(record["request_id"]), *urls)


class RemoteState(StrEnum):
    """The state of a request in the service's history."""

    PENDING = "pending"
    MADE = "made"  # it was paid for
    FAILED = "failed"  # it was not paid for


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request in the service's history that may belong to a job whose outcome is unknown."""

    request_id: str
    created: datetime  # UTC, by the service's clock
    state: RemoteState
    outputs: tuple[str, ...] = ()  # addresses of the pictures, or the pictures as base64
    cost: float | None = None  # USD for the whole request
    seconds: float | None = None  # generation time
    error: str = ""  # the service's error message, if the request failed
    seed: int | None = None  # seed of the first picture


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of an account, in USD."""

    credits: float
    free_credits: float = 0.0

    @property
    def total(self) -> float:
        return self.credits + self.free_credits
