"""The controller of the ledger: reads it for the dialog, and exports it to a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from portrait_app.core.money.ledger import LedgerEntry
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.ledger import Ledger, LedgerExport
from portrait_app.core.ports.system import Clock
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.money.budget_controller import month_begin


@dataclass(frozen=True, slots=True)
class Costs:
    """The entries of the ledger, and the sums in USD for the session and the month."""

    entries: Sequence[LedgerEntry]  # by day, newest first
    session: Decimal
    month: Decimal


class LedgerController(QObject):
    """Reads and exports the ledger on workers. While it is watched, it reads again after each job."""

    arrived = Signal(object)  # Costs
    exported = Signal(object)  # Path of the file
    failed = Signal(object)  # AppError

    def __init__(
        self,
        *,
        ledger: Ledger,
        export: LedgerExport,
        engines: Mapping[str, Engine],
        queue: GenerationQueue,
        runner: TaskRunner,
        clock: Clock,
        started: datetime,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._export = export
        self._free = [key for key, engine in engines.items() if not engine.row.costs_money]
        self._runner = runner
        self._clock = clock
        self._started = started
        self._is_watched = False
        queue.delivered.connect(self._on_news)
        queue.failed.connect(self._on_news)

    def watch(self) -> None:
        """Read the ledger now and whenever a job ends, until `rest` is called."""
        self._is_watched = True
        self._read()

    def rest(self) -> None:
        self._is_watched = False

    def export(self, entries: Sequence[LedgerEntry], path: Path, *, monthly: bool) -> None:
        """Write entries to a CSV file. `exported` or `failed` is emitted at the end."""
        self._runner.run(
            partial(self._export.write, entries, monthly, path),
            lambda _: self.exported.emit(path),
            self.failed.emit,
            lane=Lane.FILES,
            owner=self,
        )

    def _on_news(self) -> None:
        if self._is_watched:
            self._read()

    def _read(self) -> None:
        def costs() -> Costs:
            session, month = self._ledger.spent_since([self._started, month_begin(self._clock.now())])
            return Costs(self._ledger.entries(self._free), session, month)

        self._runner.run(costs, self.arrived.emit, self.failed.emit, lane=Lane.SEARCH, owner=self)
