"""Who may start now: a person's pause, and the line of each engine that is elsewhere."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from portrait_app.core.ports.engines import Engine
from portrait_app.jobs.engine_gate import EngineGate, RemoteGate
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.timing import Timing

_HERE = EngineGate()


class Admission:
    """Only engines that are elsewhere have a line: what is made here waits for nobody but a person."""

    def __init__(
        self, engines: Mapping[str, Engine], per_minute: Callable[[str], int], timing: Timing
    ) -> None:
        self._lines = {
            key: RemoteGate(key, partial(per_minute, key), timing)
            for key, engine in engines.items()
            if engine.row.is_remote
        }
        self.is_paused = False

    def line(self, engine: str) -> EngineGate:
        """Return the way to an engine."""
        return self._lines.get(engine, _HERE)

    def holds(self, wanted: Collection[str], unsent: Collection[str]) -> list[Hold]:
        """Return what keeps jobs from starting, where some wait for these engines, or to be sent there."""
        holds = [Hold(HoldReason.PAUSED)] if self.is_paused else []
        for key, line in self._lines.items():
            holds += line.holds(is_wanted=key in wanted, is_unsent=key in unsent, is_paused=self.is_paused)
        return holds

    def may_send(self, entry: JobEntry, entries: Entries) -> bool:
        """Say whether a job of `entries` may be sent now."""
        line = self.line(entry.engine)
        return (
            not self.is_paused
            and line.may_send(at_once=entry.at_once)
            and (not line.is_out_of_order or entry is entries.next_probe(entry.engine))
        )

    def settle(self, still_unknown: Collection[int]) -> None:
        """Take note of which jobs are still such that nobody knows how they ended."""
        for line in self._lines.values():
            line.settle(still_unknown)

    def look_at(self, entry: JobEntry) -> None:
        """Learn from a job while it runs; one that waits for its engine alone has no time of its own."""
        line = self.line(entry.engine)
        if entry.is_accepted:
            line.accepted(entry.job.id)
        elif entry.is_unsent and (line.is_offline or line.is_out_of_order):
            entry.due = None

    def sent(self, entry: JobEntry) -> None:
        """Count a job that is being sent."""
        line = self.line(entry.engine)
        entry.is_probe = line.is_out_of_order
        line.sent(entry.job.id)
