"""Where the queue has its time and its chance from, so that tests decide both."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """Three sources that a program takes from the system."""

    monotonic: Callable[[], float] = time.monotonic  # seconds that never go back
    utc: Callable[[], datetime] = _utc_now
    chance: Callable[[], float] = random.random  # from 0 up to 1
