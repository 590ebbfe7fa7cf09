"""Budgets: what may be spent in a session and in a month before a person is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portrait_app.core.money.amounts import NOTHING


class Span(StrEnum):
    """What a budget is for. The value is the key of its setting, 0 for no budget."""

    SESSION = "session_budget"
    MONTH = "monthly_budget"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A budget that the next request would cross. Amounts are USD."""

    span: Span
    budget: Decimal
    spent: Decimal
    committed: Decimal  # estimates of what runs and waits
    estimate: Decimal  # of the request itself


def crossings(
    estimate: Decimal, committed: Decimal, spent: Mapping[Span, Decimal], budgets: Mapping[Span, Decimal]
) -> list[Crossing]:
    """Return each budget that `estimate` would cross; reaching one exactly does not cross it."""
    return [
        Crossing(span, budget, spent[span], committed, estimate)
        for span, budget in budgets.items()
        if budget > NOTHING and spent[span] + committed + estimate > budget
    ]
