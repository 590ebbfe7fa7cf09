"""What a benchmark is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """How much to measure, and where libraries are kept between runs."""

    cache: Path
    short: bool = False
    peers: bool = False  # the other programs have to be there

    @property
    def small(self) -> int:
        """Pictures of a library that is no trouble to anybody."""
        return 100 if self.short else 1_000

    @property
    def large(self) -> int:
        return 1_000 if self.short else 1_000_000

    def turns(self, count: int) -> int:
        """Return how often to repeat what is repeated `count` times in earnest."""
        return max(count // 10, 1) if self.short else count


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    measured: float | None  # None: it could not be measured here
    unit: str
    bound: float | None = None  # at most; None: only told
    note: str = ""
    required: bool = True  # falls short where it could not be measured

    @property
    def falls_short(self) -> bool:
        if self.measured is None:
            return self.required
        return self.bound is not None and self.measured > self.bound


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A row of the table of benchmarks; it runs in a process of its own."""

    key: str
    run: Callable[[Setting], list[Figure]]
