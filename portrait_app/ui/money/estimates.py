"""Cost estimates for requests, from the past costs of each model, which are read once."""

import logging
from collections import deque
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.errors import AppError
from portrait_app.core.money.amounts import NOTHING, usd
from portrait_app.core.money.estimates import (
    FREE,
    REMEMBERED,
    Estimate,
    PastCost,
    estimate,
    past_cost,
)
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.ledger import Ledger
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import Lane, TaskRunner

log = logging.getLogger(__name__)
_Shape = tuple[str, PastCost]  # endpoint, and the values that the cost depends on


class CostEstimates(QObject):
    """Caches the newest costs of each model that was asked about, and adds the cost of each delivery.

    An estimate is therefore immediate while the user moves a slider, and no costs are read twice.
    """

    changed = Signal()  # estimates may have changed

    def __init__(
        self,
        ledger: Ledger,
        engines: Mapping[str, Engine],
        queue: GenerationQueue,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._engines = engines
        self._queue = queue
        self._runner = runner
        self._past: dict[str, deque[PastCost]] = {}  # by endpoint, newest first
        self._reading: set[str] = set()
        self._made: dict[_Shape, Estimate] = {}
        queue.delivered.connect(self._learn)

    def is_free(self, request: GenerationRequest) -> bool:
        engine = self._engines.get(request.engine)
        return engine is None or not engine.row.costs_money

    def of(self, request: GenerationRequest) -> Estimate | None:
        """Return the estimate for a request, or None while past costs are read: `changed` follows."""
        if self.is_free(request):
            return FREE
        if request.endpoint not in self._past:
            self._read(request)
            return None
        shape = request.endpoint, past_cost(request, NOTHING)
        if shape not in self._made:
            self._made[shape] = estimate(request, self._past[request.endpoint])
        return self._made[shape]

    def amount(self, requests: Iterable[GenerationRequest]) -> Decimal:
        """Return the estimated sum in USD. Until past costs are read, the documented prices count."""
        return sum(((self.of(one) or estimate(one, ())).amount for one in requests), NOTHING)

    @property
    def committed(self) -> Decimal:
        """Estimated cost in USD of all jobs that wait or run. A job with a known cost is spent already."""
        return self.amount(
            one.job.request for one in self._queue.statuses if one.error is None and one.job.cost is None
        )

    def _read(self, request: GenerationRequest) -> None:
        endpoint = request.endpoint
        if endpoint in self._reading:
            return

        def failed(error: AppError) -> None:
            log.warning("What %s cost could not be read: %s", endpoint, error)
            self._keep(endpoint, [])

        self._reading.add(endpoint)
        self._runner.run(
            partial(self._ledger.past_costs, request.engine, endpoint, REMEMBERED),
            partial(self._keep, endpoint),
            failed,
            lane=Lane.SEARCH,
            owner=self,
        )

    def _keep(self, endpoint: str, costs: list[PastCost]) -> None:
        self._reading.discard(endpoint)
        self._past[endpoint] = deque(costs, REMEMBERED)
        self.changed.emit()

    def _learn(self, outcome: Outcome) -> None:
        request, delivery = outcome.job.request, outcome.delivery
        past = self._past.get(request.endpoint)
        if past is not None and delivery is not None and delivery.cost is not None:
            past.appendleft(past_cost(request, usd(delivery.cost)))
            self._made.clear()
            self.changed.emit()
