"""How many jobs each engine may work on at the same time."""

from collections import Counter
from collections.abc import Callable, Mapping

from portrait_app.jobs.entries import Entries


class Room:
    """Counts the running jobs per engine, so that no engine's jobs wait for those of another one.

    An engine that knows its own capacity decides itself. For the others the user's setting applies.
    """

    def __init__(
        self, entries: Entries, concurrency: Callable[[], int], capacities: Mapping[str, Callable[[], int]]
    ) -> None:
        self._entries = entries
        self._concurrency = concurrency
        self._capacities = capacities
        self._running: Counter[str] = Counter()

    def count(self) -> None:
        """Count the running jobs anew. Call it before the jobs are gone through."""
        # A cancelled job still occupies an engine of its own capacity until its worker ends. From other
        # engines, such as a cloud service, its answer is only awaited.
        self._running = self._entries.running_by_engine(self._capacities.__contains__)

    def take(self, engine: str) -> None:
        """Count one more job of the engine, which is about to start."""
        self._running[engine] += 1

    def is_left(self, engine: str) -> bool:
        """Return whether the engine may start one more job.

        One job is tried even if an engine says that it has no capacity: its failure tells what is wrong.
        """
        own = self._capacities.get(engine)
        return self._running[engine] < max(self._concurrency() if own is None else own(), 1)
