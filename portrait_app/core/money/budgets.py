"""Budgets: the amounts for a session and for a month above which the program asks the user first."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portrait_app.core.money.amounts import NOTHING


class Span(StrEnum):
    """The period of a budget. The value is the key of the budget's setting."""

    SESSION = "session_budget"
    MONTH = "monthly_budget"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A budget that the next request would exceed. Amounts are USD."""

    span: Span
    budget: Decimal
    spent: Decimal
    committed: Decimal  # estimated cost of the running and waiting jobs
    estimate: Decimal  # estimated cost of the next request


def crossings(
    estimate: Decimal, committed: Decimal, spent: Mapping[Span, Decimal], budgets: Mapping[Span, Decimal]
) -> list[Crossing]:
    """Return each budget that a request of cost `estimate` would exceed. Reaching a budget is allowed."""
    return [
        Crossing(span, budget, spent[span], committed, estimate)
        for span, budget in budgets.items()
        if budget > NOTHING and spent[span] + committed + estimate > budget
    ]
