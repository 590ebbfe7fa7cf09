"""A zoom of the grid: many small steps, with one point that stays where it is."""

import math

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.preferences import setting
from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.scroll_anchor import Anchor

CELL = setting("cell_size")
_WHEEL_STEP = 1.1  # of the cell's side, for one notch
_PAUSE = 400  # milliseconds after which it has ended


def turned_side(side: int, angle: int) -> int:
    """Return the side of cells after the wheel turned by `angle`, in eighths of a degree."""
    turned = round(side * math.pow(_WHEEL_STEP, angle / 120))
    if turned == side and angle:  # a touch pad's small steps add up too
        turned += 1 if angle > 0 else -1
    return turned


class ZoomGesture(QObject):
    """Holds on to the point of the first step until there is a pause, or the pointer moves."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._anchor: Anchor | None = None
        self._end = QTimer(self, singleShot=True, interval=_PAUSE)
        self._end.timeout.connect(self.let_go)

    @property
    def running(self) -> bool:
        return self._end.isActive()

    def step(self, side: int, row: int, y: int) -> None:
        """Make cells `side` pixels large; at the first step, what is at `y` of `row` is to stay there."""
        if self._anchor is None and self._view.row_count():
            self._anchor = self._view.scroll_anchor.at(row, y)
        self._view.resize_cells(side, self._anchor)
        self._end.start()

    def let_go(self) -> None:
        """Take another point at the next step."""
        self._anchor = None
