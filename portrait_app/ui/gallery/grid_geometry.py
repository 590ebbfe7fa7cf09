"""The positions of the cells in a uniform grid, computed in constant time for any number of cells."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect

GAP = 8  # smallest gap between cells, in pixels
_MOST = 20  # largest gap between cells, in pixels; further spare width goes to both margins


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """A grid of `count` square cells in a given width. All positions are in pixels of the content."""

    count: int
    width: int
    cell: int  # requested side of a cell
    side: int = field(init=False)  # actual side of a cell, smaller if the width is too small
    columns: int = field(init=False)
    gap: int = field(init=False)  # between two cells, in both directions
    pitch: int = field(init=False)  # from the top of one line of cells to the top of the next
    margin: int = field(init=False)  # left of the first column and right of the last

    def __post_init__(self) -> None:
        side = max(min(self.cell, self.width - 2 * GAP), 1)
        columns = max((self.width - GAP) // (side + GAP), 1)
        gap = min(max((self.width - columns * side) // (columns + 1), GAP), _MOST)
        margin = max(self.width - columns * side - (columns - 1) * gap, 0) // 2
        known = {"side": side, "columns": columns, "gap": gap, "pitch": side + gap, "margin": margin}
        for name, value in known.items():
            object.__setattr__(self, name, value)

    @property
    def lines(self) -> int:
        """The number of lines of cells."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return self.lines * self.pitch + self.gap if self.count else 0

    def left(self, column: int) -> int:
        """Return the left edge of a column."""
        return self.margin + column * self.pitch

    def top(self, row: int) -> int:
        return self.gap + row // self.columns * self.pitch

    def rect(self, row: int, moved: int = 0) -> QRect:
        """Return the cell of the model's `row`, moved down by `moved` pixels."""
        return QRect(self.left(row % self.columns), self.top(row) + moved, self.side, self.side)

    def row_at(self, point: QPoint) -> int:
        """Return the row whose cell contains `point`, or -1 if there is none."""
        line, below = divmod(point.y() - self.gap, self.pitch)
        column, beside = divmod(point.x() - self.margin, self.pitch)
        if line < 0 or below >= self.side or beside >= self.side or not 0 <= column < self.columns:
            return -1
        row = line * self.columns + column
        return row if row < self.count else -1

    def nearest_row(self, point: QPoint) -> int:
        """Return the row whose cell is at `point` or nearest to it; -1 in an empty grid."""
        line = min(max((point.y() - self.gap) // self.pitch, 0), max(self.lines - 1, 0))
        column = min(max((point.x() - self.margin + self.gap // 2) // self.pitch, 0), self.columns - 1)
        return min(line * self.columns + column, self.count - 1)

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the rows whose cells or gaps touch the band from `top` to `bottom`."""
        first = max((top - self.gap) // self.pitch, 0) * self.columns
        last = (max(bottom - self.gap, -1) // self.pitch + 1) * self.columns
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
        first_line = max((rect.top() - self.gap - self.side) // self.pitch + 1, 0)
        last_line = min((rect.bottom() - self.gap) // self.pitch, self.lines - 1)
        if not touched or last_line < first_line:
            return []
        left, right = touched[0], touched[-1]
        if right - left + 1 == self.columns:  # whole lines form one range
            return [(first_line * self.columns, min((last_line + 1) * self.columns, self.count) - 1)]
        ranges = (
            (line * self.columns + left, min(line * self.columns + right, self.count - 1))
            for line in range(first_line, last_line + 1)
        )
        return [(first, last) for first, last in ranges if first <= last]
