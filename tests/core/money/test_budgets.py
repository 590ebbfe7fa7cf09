"""When a budget is crossed."""

from decimal import Decimal

import pytest

from portrait_app.core.money.budgets import Span, crossings
from portrait_app.core.preferences import setting


def crossed(
    estimate: str, session: tuple[str, str], month: tuple[str, str] = ("0", "0"), committed: str = "0"
) -> list[Span]:
    """Return what is crossed; session and month are pairs of what was spent and of the budget."""
    spent = {Span.SESSION: Decimal(session[0]), Span.MONTH: Decimal(month[0])}
    budgets = {Span.SESSION: Decimal(session[1]), Span.MONTH: Decimal(month[1])}
    return [one.span for one in crossings(Decimal(estimate), Decimal(committed), spent, budgets)]


def test_a_budget_may_be_used_up_but_not_crossed() -> None:
    assert crossed("0.003", ("0.097", "0.1")) == []
    assert crossed("0.0031", ("0.097", "0.1")) == [Span.SESSION]


def test_what_waits_and_runs_counts() -> None:
    assert crossed("0.003", ("0.09", "0.1"), committed="0.006") == []
    assert crossed("0.003", ("0.09", "0.1"), committed="0.009") == [Span.SESSION]


def test_nothing_is_no_budget() -> None:
    assert crossed("5", ("100", "0"), ("100", "0")) == []


def test_each_budget_by_itself() -> None:
    assert crossed("1", ("0", "2"), ("9.5", "10")) == [Span.MONTH]
    assert crossed("3", ("0", "2"), ("9.5", "10")) == [Span.SESSION, Span.MONTH]


@pytest.mark.parametrize("span", Span)
def test_each_budget_has_its_setting_and_none_is_set_at_first(span: Span) -> None:
    assert setting(span.value).default == 0
