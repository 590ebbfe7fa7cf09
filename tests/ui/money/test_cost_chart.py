"""The chart of costs: its bars are as high as the sums, in both appearances, and it says them in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portrait_app.core.money.ledger import LedgerEntry, Tally, by_month, periods
from portrait_app.system.paths import resources_folder
from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.money.cost_chart import CostChart
from portrait_app.ui.money.words import period_words

FIRST = date(2026, 9, 1)
MODELS = ("potraitsd1.5-txt2img", "tinysd1.5-txt2img")


def entry(day: int, cost: str, model: int = 0) -> LedgerEntry:
    return LedgerEntry(FIRST + timedelta(days=day), "segmind", MODELS[model], Tally(1, Decimal(cost)))


def test_days_without_costs_are_there_too() -> None:
    found = periods([entry(3, "0.2"), entry(3, "0.1", 1), entry(0, "0.5")], monthly=False, most=10)
    assert [(period.start.day, period.cost) for period in found] == [
        (1, Decimal("0.5")),
        (2, 0),
        (3, 0),
        (4, Decimal("0.3")),
    ]
    assert [one.start.day for one in periods([entry(0, "1"), entry(30, "1")], monthly=False, most=2)] == [
        30,
        1,
    ]


def test_months_follow_one_another_over_the_turn_of_the_year() -> None:
    days = [entry(0, "1"), entry(150, "2")]
    months = periods(by_month(days), monthly=True, most=12)
    assert [(one.start.year, one.start.month) for one in months] == [
        (2026, 9),
        (2026, 10),
        (2026, 11),
        (2026, 12),
        (2027, 1),
    ]
    assert periods([], monthly=True, most=12) == []


@pytest.fixture(params=["dark", "light"])
def chart(request: pytest.FixtureRequest, qtbot: QtBot) -> CostChart:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = Theme(application, resources_folder())
    theme.set_appearance(request.param)
    chart = CostChart()
    qtbot.addWidget(chart)
    chart.resize(700, 200)
    chart.set_entries([entry(2, "0.02"), entry(0, "0.01"), entry(1, "0.005", 1)], monthly=False)
    chart.show()
    return chart


def height(image: QImage, bar: QRect, ground: QColor, line: QColor) -> int:
    """Return how many pixels of the middle of a bar are neither ground nor scale."""
    x = bar.center().x()
    marks = [image.pixelColor(x, y) for y in range(bar.top(), bar.bottom())]
    return sum(mark not in (ground, line) for mark in marks)


def test_a_bar_is_as_high_as_its_sum_and_stands_out(chart: CostChart) -> None:
    image = chart.grab().toImage()
    colour = chart.palette().color
    ground, line = colour(QPalette.ColorRole.Window), colour(QPalette.ColorRole.Mid)
    bars = chart._bars(3)
    first, second, third = (height(image, bar, ground, line) for bar in bars)
    assert abs(third - 2 * first) <= 3
    assert second == pytest.approx(first / 2, abs=3)
    shown = image.pixelColor(bars[2].center())
    assert shown == chart.palette().color(QPalette.ColorRole.Highlight)


def test_it_says_in_words_what_it_shows(chart: CostChart) -> None:
    said = QAccessible.queryAccessibleInterface(chart).text(QAccessible.Text.Description)
    assert period_words(FIRST, monthly=False) in said
    assert f"{period_words(date(2026, 9, 3), monthly=False)}: 0.0200 USD" in said
    period = chart._period_at(chart._bars(3)[1].center())
    assert period is not None
    assert chart._words(period) == f"{period_words(date(2026, 9, 2), monthly=False)}: 0.0050 USD"


def test_what_cost_nothing_has_no_chart(chart: CostChart) -> None:
    chart.set_entries([entry(0, "0")], monthly=False)
    assert not chart.isVisible()
