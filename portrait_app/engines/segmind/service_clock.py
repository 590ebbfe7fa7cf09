"""What time it is by the service's clock, learnt from its answers.

Its history says by that clock when a request came. This machine's may be hours off, and put right between the
sending of a request and the search for it.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from portrait_app.core.delivery import RawReply
from portrait_app.engines.segmind.moments import read_moment

_COARSE = timedelta(seconds=3)  # an answer names whole seconds, and takes its time on the way


class ServiceClock:
    """Goes on from the last answer by a clock that nobody puts right. Any thread may use it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._noted: tuple[datetime, float] | None = None

    def note(self, reply: RawReply) -> None:
        """Learn from an answer of the service itself."""
        moment, expected = read_moment(reply.headers.get("date", "")), self.now()
        if moment is None or (expected is not None and abs(moment - expected) < _COARSE):
            return  # no news: and two requests must not seem to have changed their order
        self._noted = moment, self._monotonic()

    def now(self) -> datetime | None:
        """Return what time it is there, UTC; None where no answer has told."""
        noted = self._noted
        return None if noted is None else noted[0] + timedelta(seconds=self._monotonic() - noted[1])
