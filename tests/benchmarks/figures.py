"""The input and the results of a benchmark."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """How much to measure, and the folder for libraries, which stay between runs."""

    cache: Path
    short: bool = False
    peers: bool = False  # fail if the programs to compare with are missing

    @property
    def small(self) -> int:
        """The number of pictures in a small library."""
        return 100 if self.short else 1_000

    @property
    def large(self) -> int:
        return 1_000 if self.short else 1_000_000

    def turns(self, count: int) -> int:
        """Return how often to repeat a step: `count`, or a tenth of it in a short run."""
        return max(count // 10, 1) if self.short else count


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    measured: float | None  # None if it could not be measured here
    unit: str
    bound: float | None = None  # largest allowed value; None if there is no limit
    note: str = ""
    required: bool = True  # fails if it could not be measured

    @property
    def falls_short(self) -> bool:
        if self.measured is None:
            return self.required
        return self.bound is not None and self.measured > self.bound


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A row of the table of benchmarks. Each benchmark runs in a separate process."""

    key: str
    run: Callable[[Setting], list[Figure]]
