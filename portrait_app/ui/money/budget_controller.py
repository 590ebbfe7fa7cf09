"""Budgets: the user is asked before requests exceed a budget. No request is refused silently."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.errors import AppError
from portrait_app.core.money.amounts import usd
from portrait_app.core.money.budgets import Crossing, Span, crossings
from portrait_app.core.request import GenerationRequest
from portrait_app.ui.money.estimates import CostEstimates
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell


class Answer(Enum):
    """The user's answer when requests would exceed a budget."""

    GENERATE = "generate"
    RAISE = "raise"
    CANCEL = "cancel"


Ask = Callable[[Crossing], Answer]
Then = Callable[[], object]


class BudgetController(QObject):
    """Lets requests within the budgets pass, and asks the user about the others."""

    def __init__(
        self,
        *,
        shell: Shell,
        session: Session,
        estimates: CostEstimates,
        ask: Ask,
        edit: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = session.backend.ledger
        self._estimates = estimates
        self._settings = shell.settings
        self._runner = shell.runner
        self._clock = shell.clock
        self._ask = ask
        self._edit = edit  # opens the settings at the setting with this key
        self._started = session.started
        # Budgets that the user agreed to exceed: span, amount in USD, and start of the span.
        self._allowed: set[tuple[Span, Decimal, datetime]] = set()
        self._wishes: deque[tuple[Sequence[GenerationRequest], Then]] = deque()  # the first is being decided

    def authorise(self, requests: Sequence[GenerationRequest], then: Then) -> None:
        """Call `then` if the requests fit into the budgets, or if the user agrees to exceed them.

        Calls are decided one after the other. The spent amount is read in the lane that stores jobs: jobs
        submitted before are then in the queue, and count, when the next call is decided.
        """
        if all(map(self._estimates.is_free, requests)):
            then()
            return
        self._wishes.append((requests, then))
        if len(self._wishes) == 1:
            self._begin()

    def _begin(self) -> None:
        since = {Span.SESSION: self._started, Span.MONTH: month_begin(self._clock.now())}
        self._runner.run(
            partial(self._ledger.spent_since, list(since.values())),
            partial(self._decide, since),
            self._could_not_read,
            owner=self,
        )

    def _decide(self, since: Mapping[Span, datetime], spent: Sequence[Decimal]) -> None:
        requests, then = self._wishes[0]
        crossed = crossings(
            self._estimates.amount(requests),
            self._estimates.committed,
            dict(zip(since, spent, strict=True)),
            self._budgets(),
        )
        answer = self._answer(crossed, since)
        if answer is Answer.RAISE:
            self._begin()
            return
        if answer is Answer.GENERATE:
            then()
        self._go_on()

    def _could_not_read(self, error: AppError) -> None:
        self._runner.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        self._wishes.popleft()
        if self._wishes:
            self._begin()

    def _answer(self, crossed: Sequence[Crossing], since: Mapping[Span, datetime]) -> Answer:
        """Ask about each budget that the user has not agreed to exceed. Return the first refusal, if any."""
        for crossing in crossed:
            budget = crossing.span, crossing.budget, since[crossing.span]
            if budget in self._allowed:
                continue
            answer = self._ask(crossing)
            if answer is Answer.RAISE:
                self._edit(crossing.span.value)
            if answer is not Answer.GENERATE:
                return answer
            self._allowed.add(budget)
        return Answer.GENERATE

    def _budgets(self) -> dict[Span, Decimal]:
        return {span: usd(float(self._settings.value(span.value))) for span in Span}


def month_begin(now: datetime) -> datetime:
    """Return the start of the month of `now`, in local time."""
    return datetime.combine(now.astimezone().date().replace(day=1), time()).astimezone()
