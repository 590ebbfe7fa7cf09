"""Who may start now: a person's pause, and the line of each engine that is elsewhere."""

from collections.abc import Callable, Collection, Mapping

from portrait_app.core.errors import AppError
from portrait_app.core.ports import Engine
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.line import Line
from portrait_app.jobs.timing import Timing


class Admission:
    """Only engines that cost money have a line: what is drawn here waits for nobody but a person."""

    def __init__(self, engines: Mapping[str, Engine], per_minute: Callable[[], int], timing: Timing) -> None:
        self._lines = {
            key: Line(key, per_minute, timing) for key, engine in engines.items() if engine.costs_money
        }
        self.is_paused = False

    def holds(self, wanted: Collection[str]) -> list[Hold]:
        """Return what keeps jobs from starting, where some wait for these engines."""
        paused = [Hold(HoldReason.PAUSED)] if self.is_paused else []
        lines = self._lines.items()
        return paused + [hold for key, line in lines for hold in line.holds(is_wanted=key in wanted)]

    def may_send(self, engine: str, *, at_once: bool = False) -> bool:
        """Say whether a request may go out now; `at_once` for one that a person will not have paced."""
        line = self._lines.get(engine)
        holds = line.holds(is_wanted=True) if line else ()
        return not self.is_paused and all(at_once and hold.reason is HoldReason.PACE for hold in holds)

    def is_offline(self, engine: str) -> bool:
        line = self._lines.get(engine)
        return line is not None and line.is_offline

    def should_probe(self, engine: str) -> bool:
        """Whether it is time to find out if an engine can be reached again."""
        line = self._lines.get(engine)
        return line is not None and line.should_probe

    def hold(self, engine: str, reason: HoldReason) -> None:
        if line := self._lines.get(engine):
            line.hold(reason)

    def release(self, engine: str, reason: HoldReason) -> None:
        if line := self._lines.get(engine):
            line.release(reason)

    def skip(self, engine: str) -> None:
        """End the waits of an engine that end by themselves."""
        if line := self._lines.get(engine):
            line.skip()

    def sent(self, engine: str) -> None:
        if line := self._lines.get(engine):
            line.sent()

    def learn(self, engine: str, error: AppError | None) -> None:
        """Take note of how a request to an engine went."""
        if line := self._lines.get(engine):
            line.learn(error)

    def probed(self, engine: str, error: AppError | None) -> None:
        """Take note of whether an engine can be reached."""
        if line := self._lines.get(engine):
            line.probed(error)
