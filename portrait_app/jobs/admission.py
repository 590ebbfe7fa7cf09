"""Who may start now: a person's pause, and the line of each engine that is elsewhere."""

from collections.abc import Callable, Collection, Mapping

from portrait_app.core.errors import AppError
from portrait_app.core.ports import Engine
from portrait_app.jobs.entries import Entries, Entry
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

    def holds(self, wanted: Collection[str], unsent: Collection[str]) -> list[Hold]:
        """Return what keeps jobs from starting, where some wait for these engines, or to be sent there."""
        holds = [Hold(HoldReason.PAUSED)] if self.is_paused else []
        for key, line in self._lines.items():
            holds += line.holds(is_wanted=key in wanted, is_unsent=key in unsent, is_paused=self.is_paused)
        return holds

    def may_send(self, entry: Entry, entries: Entries) -> bool:
        """Say whether a job of `entries` may be sent now."""
        line = self._lines.get(entry.engine)
        if self.is_paused or line is None:
            return not self.is_paused
        return line.may_send(at_once=entry.at_once) and (
            not line.is_out_of_order or entry is entries.next_probe(entry.engine)
        )

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

    def skip(self, entry: Entry) -> None:
        """End what a job waits for, as a person wants: what ends by itself, and doubts before it is sent."""
        if line := self._lines.get(entry.engine):
            line.skip()
            if entry.is_unsent:
                line.go_on()

    def settle(self, still_unknown: Collection[int]) -> None:
        for line in self._lines.values():
            line.settle(still_unknown)

    def recall(self, entry: Entry) -> None:
        """Take note of a job that a former session left."""
        if line := self._lines.get(entry.engine):
            line.recall(entry.job)

    def look_at(self, entry: Entry) -> None:
        """Learn from a job while it runs; one that waits for its engine alone has no time of its own."""
        line = self._lines.get(entry.engine)
        if line is None:
            return
        if entry.is_accepted:
            line.accepted(entry.job.id)
        elif entry.is_unsent and (line.is_offline or line.is_out_of_order):
            entry.due = None

    def sent(self, entry: Entry) -> None:
        """Count a job that is being sent."""
        if line := self._lines.get(entry.engine):
            entry.is_probe = line.is_out_of_order
            line.sent(entry.job.id)

    def learn(self, engine: str, job_id: int, error: AppError | None) -> None:
        """Take note of how a job's request to an engine went."""
        if line := self._lines.get(engine):
            line.learn(job_id, error)

    def probed(self, engine: str, error: AppError | None) -> None:
        """Take note of whether an engine can be reached."""
        if line := self._lines.get(engine):
            line.probed(error)
