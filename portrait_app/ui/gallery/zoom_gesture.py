"""A zoom gesture of the grid: many small steps around one fixed point."""

import math

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.preferences import setting
from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.scroll_anchor import Anchor

CELL = setting("cell_size")
_WHEEL_STEP = 1.1  # factor of the cell's side, for one notch
_PAUSE = 400  # milliseconds without a step that end the gesture


def turned_side(side: int, angle: int) -> int:
    """Return the side of a cell after the wheel turned by `angle` eighths of a degree."""
    turned = round(side * math.pow(_WHEEL_STEP, angle / 120))
    if turned == side and angle:  # small steps of a touch pad must add up too
        turned += 1 if angle > 0 else -1
    return turned


class ZoomGesture(QObject):
    """Keeps the point of the first step in place until a pause or a move of the pointer ends the gesture."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._anchor: Anchor | None = None
        self._end = QTimer(self, singleShot=True)
        self._end.setInterval(_PAUSE)
        self._end.timeout.connect(self.let_go)

    @property
    def running(self) -> bool:
        return self._end.isActive()

    def step(self, side: int, row: int, y: int) -> None:
        """Make cells `side` pixels large; the first step fixes the point at `y` of `row`."""
        if self._anchor is None and self._view.row_count():
            self._anchor = self._view.scroll_anchor.at(row, y)
        self._view.resize_cells(side, self._anchor)
        self._end.start()

    def let_go(self) -> None:
        """End the gesture: the next step fixes a new point."""
        self._anchor = None
