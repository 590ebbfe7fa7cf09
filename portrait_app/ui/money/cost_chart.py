"""The chart of costs: a bar for each day or month, in parts by model."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from portrait_app.core.engines import engine_name
from portrait_app.core.money.ledger import LedgerEntry, Period, periods
from portrait_app.ui.kit.formats import money, money_to
from portrait_app.ui.kit.theme import SPACE
from portrait_app.ui.money.words import period_words

_LINES = 9  # height of the chart in lines of text
_LEAST = 6  # pixels of a bar with its gap
_WIDEST = 48
_MOST = 366  # bars
_STEPS = 2  # lines of the scale above 0
# Models differ by pattern as well as by colour, because nothing may be told by colour alone.
_LOOKS = (
    (QPalette.ColorRole.Highlight, Qt.BrushStyle.SolidPattern),
    (QPalette.ColorRole.PlaceholderText, Qt.BrushStyle.SolidPattern),
    (QPalette.ColorRole.Highlight, Qt.BrushStyle.BDiagPattern),
    (QPalette.ColorRole.PlaceholderText, Qt.BrushStyle.FDiagPattern),
    (QPalette.ColorRole.Highlight, Qt.BrushStyle.Dense5Pattern),
    (QPalette.ColorRole.PlaceholderText, Qt.BrushStyle.DiagCrossPattern),
)


class CostChart(QWidget):
    """Shows as many of the newest days or months as there is room for. The table has every number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entries: Sequence[LedgerEntry] = ()
        self._is_monthly = False
        self._models: list[tuple[str, str]] = []  # engine and endpoint, the most expensive first
        self.setAccessibleName(self.tr("Chart of costs"))

    def set_entries(self, entries: Sequence[LedgerEntry], *, monthly: bool) -> None:
        """Show entries of days or, with `monthly`, of months."""
        self._entries, self._is_monthly = entries, monthly
        sums: dict[tuple[str, str], Decimal] = {}
        for entry in entries:
            key = entry.engine, entry.endpoint
            sums[key] = sums.get(key, Decimal()) + entry.tally.cost
        self._models = sorted(sums, key=lambda key: -sums[key])
        self.setAccessibleDescription(self._description())
        self.setVisible(any(sums.values()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST * SPACE, self.fontMetrics().height() * _LINES)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * SPACE, self.fontMetrics().height() * _LINES)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            period = self._period_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if period is None else self._words(period), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = self._periods()
        if not shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        highest = _round_up(max(float(period.cost) for period in shown))
        area = self._area()
        self._paint_scale(painter, area, highest)
        for period, bar in zip(shown, self._bars(len(shown)), strict=True):
            self._paint_bar(painter, period, bar, highest)
        self._paint_dates(painter, area, shown)
        self._paint_legend(painter)
        painter.end()

    # --- what is shown ---

    def _periods(self) -> list[Period]:
        room = max(1, min(_MOST, self._area().width() // _LEAST))
        return periods(self._entries, monthly=self._is_monthly, most=room)

    def _words(self, period: Period) -> str:
        """Return what was spent in a day or month, a line for each model."""
        lines = [f"{period_words(period.start, monthly=self._is_monthly)}: {money(period.cost)}"]
        if len(period.entries) > 1:
            lines += [
                f"{_name(entry.engine, entry.model)}: {money(entry.tally.cost)}" for entry in period.entries
            ]
        return "\n".join(lines)

    def _description(self) -> str:
        shown = periods(self._entries, monthly=self._is_monthly, most=_MOST)
        if not shown:
            return ""
        most = max(shown, key=lambda period: period.cost)
        words = self.tr("From {first} to {last}. The most: {most}. The table has every number.")
        return words.format(
            first=period_words(shown[0].start, monthly=self._is_monthly),
            last=period_words(shown[-1].start, monthly=self._is_monthly),
            most=self._words(most).splitlines()[0],
        )

    # --- where it is shown ---

    def _area(self) -> QRect:
        """Return the rectangle of the bars: left of the scale, and between legend and dates."""
        line = self.fontMetrics().height()
        scale = self.fontMetrics().horizontalAdvance(money_to(888.88, 4)) + SPACE
        above = line + SPACE if len(self._models) > 1 else line // 2
        return QRect(
            0, above, max(1, self.width() - scale), max(1, self.height() - above - line - SPACE // 2)
        )

    def _bars(self, count: int) -> list[QRect]:
        """Return the place of each bar, with its gap, from left to right; the newest is at the right."""
        area = self._area()
        wide = min(_WIDEST, area.width() // count)
        left = area.right() + 1 - wide * count
        return [QRect(left + wide * place, area.top(), wide, area.height()) for place in range(count)]

    def _period_at(self, place: QPoint) -> Period | None:
        shown = self._periods()
        bars = self._bars(len(shown)) if shown else []
        return next((period for period, bar in zip(shown, bars, strict=True) if bar.contains(place)), None)

    # --- painting ---

    def _brush(self, model: tuple[str, str]) -> QBrush:
        role, pattern = _LOOKS[self._models.index(model) % len(_LOOKS)]
        return QBrush(self.palette().color(role), pattern)

    def _paint_scale(self, painter: QPainter, area: QRect, highest: float) -> None:
        line = self.fontMetrics().height()
        digits = 2 if highest >= 1 else 4
        for step in range(_STEPS + 1):
            y = area.bottom() - round(area.height() * step / _STEPS)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid)))
            painter.drawLine(area.left(), y, area.right(), y)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = QRect(area.right() + SPACE, y - line // 2, self.width() - area.right() - SPACE, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, money_to(highest * step / _STEPS, digits))

    def _paint_bar(self, painter: QPainter, period: Period, bar: QRect, highest: float) -> None:
        gap = 1 if bar.width() < 2 * SPACE else SPACE // 2
        bottom = float(bar.bottom())
        for entry in sorted(period.entries, key=lambda one: self._models.index((one.engine, one.endpoint))):
            height = bar.height() * float(entry.tally.cost) / highest
            part = QRectF(bar.left() + gap, bottom - height, bar.width() - 2 * gap, height)
            brush = self._brush((entry.engine, entry.endpoint))
            painter.fillRect(part, brush)
            painter.setPen(brush.color())  # an edge, without which a thin pattern is hardly seen
            painter.drawRect(part.adjusted(0, 0, -1, -1))
            bottom -= height

    def _paint_dates(self, painter: QPainter, area: QRect, shown: Sequence[Period]) -> None:
        """Write the first and the last date below the bars, if there is room for both."""
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        bars = self._bars(len(shown))
        line = QRect(0, area.bottom() + SPACE // 2, area.width(), self.fontMetrics().height())
        last = period_words(shown[-1].start, monthly=self._is_monthly)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute, last)
        first = period_words(shown[0].start, monthly=self._is_monthly)
        advance = self.fontMetrics().horizontalAdvance
        left = min(bars[0].left(), max(0, area.width() - advance(last) - advance(first) - 2 * SPACE))
        if len(shown) > 1 and advance(first) + advance(last) + 2 * SPACE <= area.width():
            painter.drawText(QPoint(left, line.top() + self.fontMetrics().ascent()), first)

    def _paint_legend(self, painter: QPainter) -> None:
        """Name the models in their colours and patterns, as far as there is room."""
        if len(self._models) < 2:
            return
        names = {(entry.engine, entry.endpoint): _name(entry.engine, entry.model) for entry in self._entries}
        metrics, left = self.fontMetrics(), 0
        side = metrics.ascent()
        for model in self._models:
            width = side + SPACE + metrics.horizontalAdvance(names[model]) + 2 * SPACE
            if left + width > self.width():
                break
            painter.fillRect(QRect(left, metrics.height() - side, side, side - 2), self._brush(model))
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(QPoint(left + side + SPACE, metrics.ascent()), names[model])
            left += width


def _name(engine: str, model: str) -> str:
    return f"{engine_name(engine)} · {model}"


def _round_up(amount: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten, so that the scale has round numbers."""
    step = 0.0001
    while True:
        for factor in (1, 2, 5):
            if step * factor >= amount:
                return step * factor
        step *= 10
