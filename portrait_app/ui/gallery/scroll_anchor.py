"""What keeps the grid where it stands while rows come and go and cells change their size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView

from portrait_app.ui.gallery.grid_geometry import GridGeometry


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell, and where in the viewport it is to stay."""

    index: QPersistentModelIndex
    part: float  # of a cell's side, from its top: the point that stays
    y: int  # of that point, in the viewport


class ScrollAnchor:
    """Holds on to a cell of a view whose cells are where `grid` says."""

    def __init__(self, view: QAbstractItemView, grid: Callable[[], GridGeometry]) -> None:
        self._view = view
        self._grid = grid
        self.held: Anchor | None = None  # None for the very top
        self.is_placing = False  # the view scrolls, and no person does

    def at(self, row: int, y: int) -> Anchor:
        """Return what keeps the point of a cell that is at `y` in the viewport where it is."""
        grid = self._grid()
        part = (y + self._offset - grid.top(row)) / grid.side
        return Anchor(QPersistentModelIndex(self._view.model().index(row, 0)), part, y)

    def remember(self) -> None:
        """Hold on to the first visible cell; at the very top, to the top."""
        self.held = None
        grid, offset = self._grid(), self._offset
        rows = grid.rows_between(offset, offset + self._view.viewport().height() - 1)
        if offset > 0 and rows:
            self.held = self.at(rows.start, grid.rect(rows.start, -offset).top())

    def put_back(self, anchor: Anchor) -> None:
        """Scroll so that the anchor's cell is where it was."""
        if not anchor.index.isValid():
            return
        grid = self._grid()
        top = grid.top(anchor.index.row())
        with self.placing():
            self._view.verticalScrollBar().setValue(round(top + anchor.part * grid.side - anchor.y))

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Scroll without taking it for a person's wish to see another place."""
        before, self.is_placing = self.is_placing, True
        try:
            yield
        finally:
            self.is_placing = before

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Keep what is seen where it is while the layout changes."""
        anchor = self.held
        with self.placing():
            yield
        if anchor is not None:
            self.put_back(anchor)

    @property
    def _offset(self) -> int:
        return self._view.verticalScrollBar().value()
