"""Where the cells of a uniform grid are: a division and a remainder, however many there are."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

GAP = 8  # pixels between two rows of cells, and the least between two columns


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """A grid of `count` square cells in a given width. All positions are in the content, in pixels."""

    count: int
    width: int
    cell: int  # the side asked for

    @property
    def side(self) -> int:
        """The side of a cell: what was asked for, or what the width has room for."""
        return max(min(self.cell, self.width - 2 * GAP), 1)

    @property
    def pitch(self) -> int:
        """From the top of one row of cells to the next."""
        return self.side + GAP

    @property
    def columns(self) -> int:
        return max((self.width - GAP) // self.pitch, 1)

    @property
    def lines(self) -> int:
        """How many rows of cells there are."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return self.lines * self.pitch + GAP if self.count else 0

    def left(self, column: int) -> int:
        """Return where a column begins; what is left of the width is spread between the columns."""
        spare = self.width - self.columns * self.side
        return (column + 1) * spare // (self.columns + 1) + column * self.side

    def top(self, row: int) -> int:
        return GAP + row // self.columns * self.pitch

    def rect(self, row: int) -> QRect:
        """Return the cell of the model's `row`."""
        return QRect(self.left(row % self.columns), self.top(row), self.side, self.side)

    def row_at(self, point: QPoint) -> int:
        """Return the row whose cell holds `point`, -1 where there is none."""
        line, below = divmod(point.y() - GAP, self.pitch)
        if point.y() < GAP or below >= self.side:
            return -1
        column = self._column_at(point.x())
        row = line * self.columns + column
        return row if column >= 0 and row < self.count else -1

    def nearest_row(self, point: QPoint) -> int:
        """Return the row whose cell is at `point` or beside it, -1 in an empty grid."""
        line = min(max((point.y() - GAP) // self.pitch, 0), max(self.lines - 1, 0))
        column = min(max(point.x() * self.columns // max(self.width, 1), 0), self.columns - 1)
        return min(line * self.columns + column, self.count - 1)

    def _column_at(self, x: int) -> int:
        guess = x * self.columns // self.width if self.width > 0 else 0
        for column in (guess - 1, guess, guess + 1):
            if 0 <= column < self.columns and self.left(column) <= x < self.left(column) + self.side:
                return column
        return -1

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the rows whose cells or gaps touch the band from `top` to `bottom`."""
        first = max((top - GAP) // self.pitch, 0) * self.columns
        last = (max(bottom - GAP, -1) // self.pitch + 1) * self.columns
        return range(min(first, self.count), min(max(last, first), self.count))

    def ranges_in(self, rect: QRect) -> list[tuple[int, int]]:
        """Return the rows whose cells touch `rect`, as ranges (first, last)."""
        if rect.isEmpty() or not self.count:
            return []
        touched = [
            column
            for column in range(self.columns)
            if self.left(column) <= rect.right() and self.left(column) + self.side > rect.left()
        ]
        first_line = max((rect.top() - GAP - self.side) // self.pitch + 1, 0)
        last_line = min((rect.bottom() - GAP) // self.pitch, self.lines - 1)
        if not touched or last_line < first_line:
            return []
        left, right = touched[0], touched[-1]
        if right - left + 1 == self.columns:  # whole lines are one range
            return [(first_line * self.columns, min((last_line + 1) * self.columns, self.count) - 1)]
        ranges = (
            (line * self.columns + left, min(line * self.columns + right, self.count - 1))
            for line in range(first_line, last_line + 1)
        )
        return [(first, last) for first, last in ranges if first <= last]
