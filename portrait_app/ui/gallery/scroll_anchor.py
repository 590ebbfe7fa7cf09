"""Keeps the grid at its scroll position while rows are inserted or removed and cells are resized."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView

from portrait_app.ui.gallery.grid_geometry import GridGeometry


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of a cell, and its position in the viewport."""

    index: QPersistentModelIndex
    part: float  # distance of the point from the cell's top, relative to the side
    y: int  # of the point, in viewport coordinates


class ScrollAnchor:
    """Keeps a cell of `view` in place; `grid` returns the positions of the cells."""

    def __init__(self, view: QAbstractItemView, grid: Callable[[], GridGeometry]) -> None:
        self._view = view
        self._grid = grid
        self.held: Anchor | None = None  # None at the very top
        self.is_placing = False  # True while the program scrolls, not the user

    def at(self, row: int, y: int) -> Anchor:
        """Return an anchor for the point of `row` that is at `y` in the viewport."""
        grid = self._grid()
        part = (y + self._offset - grid.top(row)) / grid.side
        return Anchor(QPersistentModelIndex(self._view.model().index(row, 0)), part, y)

    def remember(self) -> None:
        """Hold the first visible cell, or nothing at the very top."""
        self.held = None
        grid, offset = self._grid(), self._offset
        rows = grid.rows_between(offset, offset + self._view.viewport().height() - 1)
        if offset > 0 and rows:
            self.held = self.at(rows.start, grid.rect(rows.start, -offset).top())

    def put_back(self, anchor: Anchor) -> None:
        """Scroll so that the anchor's point is at its old position."""
        if not anchor.index.isValid():
            return
        grid = self._grid()
        top = grid.top(anchor.index.row())
        with self.placing():
            self._view.verticalScrollBar().setValue(round(top + anchor.part * grid.side - anchor.y))

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Mark scrolling in this block as done by the program, not by the user."""
        before, self.is_placing = self.is_placing, True
        try:
            yield
        finally:
            self.is_placing = before

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Keep the visible content in place while the layout changes in this block."""
        anchor = self.held
        with self.placing():
            yield
        if anchor is not None:
            self.put_back(anchor)

    @property
    def _offset(self) -> int:
        return self._view.verticalScrollBar().value()
