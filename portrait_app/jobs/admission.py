"""Decides which jobs may be sent now: the user's pause, and the gate of each remote engine."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from portrait_app.core.ports.engines import Engine
from portrait_app.jobs.engine_gate import EngineGate, RemoteGate
from portrait_app.jobs.entries import Entries, JobEntry
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.timing import Timing

_HERE = EngineGate()


class Admission:
    """The gates of all engines. Only remote engines can delay jobs; a local engine only obeys the pause."""

    def __init__(
        self, engines: Mapping[str, Engine], per_minute: Callable[[str], int], timing: Timing
    ) -> None:
        self._lines = {
            key: RemoteGate(key, partial(per_minute, key), timing)
            for key, engine in engines.items()
            if engine.row.is_remote
        }
        self.is_paused = False
        self.is_library_there = True

    def line(self, engine: str) -> EngineGate:
        """Return the gate of an engine."""
        return self._lines.get(engine, _HERE)

    def holds(self, wanted: Collection[str], unsent: Collection[str]) -> list[Hold]:
        """Return the reasons why jobs do not start now.

        Args:
            wanted: keys of the engines that jobs wait for, whether to send a request or to poll.
            unsent: keys of the engines for which there are unsent jobs.
        """
        holds = [Hold(HoldReason.PAUSED)] if self.is_paused else []
        if not self.is_library_there:
            holds.append(Hold(HoldReason.NO_LIBRARY))
        for key, line in self._lines.items():
            holds += line.holds(is_wanted=key in wanted, is_unsent=key in unsent, is_paused=self.is_paused)
        return holds

    def may_send(self, entry: JobEntry, entries: Entries) -> bool:
        """Return whether a job of `entries` may be sent now."""
        line = self.line(entry.engine)
        return (
            not self.is_paused
            and line.may_send(at_once=entry.at_once)
            and (not line.is_out_of_order or entry is entries.next_probe(entry.engine))
        )

    def settle(self, still_unknown: Collection[int]) -> None:
        """Tell the gates the ids of all jobs whose outcome is still unknown."""
        for line in self._lines.values():
            line.settle(still_unknown)

    def look_at(self, entry: JobEntry) -> None:
        """Tell the gate if the service has accepted the job's request.

        A retry time is removed from an unsent job whose engine is unreachable or out of order: the job then
        waits for the engine only.
        """
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
