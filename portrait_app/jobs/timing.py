"""The queue's sources of time and random numbers, replaceable in tests."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """The monotonic clock, the system's clock and a random number generator."""

    monotonic: Callable[[], float] = time.monotonic  # seconds
    utc: Callable[[], datetime] = _utc_now
    chance: Callable[[], float] = random.random  # at least 0, less than 1
