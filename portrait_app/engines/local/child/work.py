"""A request to the child as plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What is loaded for a picture: a model for a size, and how it calculates."""

    folder: str  # of the model
    width: int  # pixels, a multiple of 64
    height: int
    fast: bool = False  # calculate with 16-bit floats
    threads: int = 0  # 0: as many as the processor has cores

    def record(self) -> dict[str, Any]:
        """Return the request as plain data for JSON; `from_record` reads it back."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        return cls(**{one.name: record[one.name] for one in fields(cls)})

    @property
    def loading(self) -> "Loading":
        """The part of the request that says what to load."""
        return Loading(**{one.name: getattr(self, one.name) for one in fields(Loading)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Loading):
    """A request for pictures. Picture n has the seed `seed + n`."""

    prompt: str
    negative_prompt: str = ""
    scheduler: str
    steps: int
    guidance: float
    seed: int
    samples: int = 1
