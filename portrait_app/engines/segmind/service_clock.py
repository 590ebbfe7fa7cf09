"""The time by the service's clock, learnt from its answers.

The service's history uses that clock. This computer's clock may be hours off, and may be corrected between
the sending of a request and the search for it in the history.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from portrait_app.core.delivery import RawReply
from portrait_app.engines.segmind.moments import read_moment

_COARSE = timedelta(seconds=3)  # a Date header has whole seconds, and the answer takes time to arrive


class ServiceClock:
    """Continues from the last answer by the monotonic clock, which is never set. Any thread may use it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._noted: tuple[datetime, float] | None = None

    def note(self, reply: RawReply) -> None:
        """Read the time in an answer of the service itself."""
        moment, expected = read_moment(reply.headers.get("date", "")), self.now()
        if moment is None or (expected is not None and abs(moment - expected) < _COARSE):
            return  # small changes are noise, and could reverse the order of two requests
        self._noted = moment, self._monotonic()

    def now(self) -> datetime | None:
        """Return the service's time in UTC; None if no answer has named it."""
        noted = self._noted
        return None if noted is None else noted[0] + timedelta(seconds=self._monotonic() - noted[1])
