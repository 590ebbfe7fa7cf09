"""A QListView with a computed layout, so that painting does not depend on the number of cells.

The base class is QListView because Qt exposes only the cells of a QListView to a screen reader. QListView's
own layout visits every row and therefore never runs.
"""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from portrait_app.ui.gallery.grid_geometry import GAP, GridGeometry
from portrait_app.ui.gallery.rubber_band import RubberBand
from portrait_app.ui.gallery.scroll_anchor import Anchor, ScrollAnchor
from portrait_app.ui.gallery.selection import ranges_of

RING_ROOM = GAP // 2  # pixels around a cell that are painted together with the cell

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_MANY = 64  # above this number of cells, repaint everything instead of building a region


class GridView(QListView):
    """Shows uniform square cells in columns that fill the width."""

    def __init__(self, cell: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self.scroll_anchor = ScrollAnchor(self, lambda: self.grid)
        self._band = RubberBand()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)

    # --- geometry ---

    @property
    def grid(self) -> GridGeometry:
        return GridGeometry(self.row_count(), self.viewport().width(), self._cell)

    @property
    def band(self) -> QRect:
        """The rubber band in viewport coordinates; empty if there is none."""
        return self._band.rect.translated(0, -self.verticalOffset())

    def visible_rows(self) -> range:
        offset = self.verticalOffset()
        return self.grid.rows_between(offset, offset + self.viewport().height() - 1)

    def cell_rect(self, row: int) -> QRect:
        """Return a cell in viewport coordinates; `visualRect` also includes the space around the cell."""
        return self.grid.rect(row).translated(0, -self.verticalOffset())

    def row_count(self) -> int:
        """Return the number of cells."""
        model = cast("QAbstractItemModel | None", self.model())  # the stubs do not allow None
        return model.rowCount() if model is not None else 0

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self.cell_rect(index.row()).adjusted(-RING_ROOM, -RING_ROOM, RING_ROOM, RING_ROOM)

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.grid.row_at(point + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row < 0 else self.model().index(row, 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        del index
        return False

    # --- layout and scrolling ---

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)  # skips QListView's own method, which visits every row

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar = self.verticalScrollBar()
        grid = self.grid
        bar.setSingleStep(max(grid.pitch // 4, 1))
        bar.setPageStep(self.viewport().height())
        # Decide without the scroll bar: a bar makes the grid narrower, and a narrower grid is never lower.
        room = self.maximumViewportSize()
        fits = replace(grid, width=room.width()).height <= room.height()
        bar.setRange(0, 0 if fits else max(grid.height - self.viewport().height(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self.scroll_anchor.in_place():
            QAbstractItemView.resizeEvent(self, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx
        self.viewport().scroll(0, dy)
        if not self.scroll_anchor.is_placing:
            self.scroll_anchor.remember()

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if not index.isValid():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        grid = self.grid
        cell = grid.rect(index.row())
        top, bottom = cell.top() - grid.gap, cell.bottom() + grid.gap
        hints = QAbstractItemView.ScrollHint
        if hint == hints.PositionAtCenter:
            bar.setValue(cell.center().y() - height // 2)
        elif hint == hints.PositionAtTop or (hint == hints.EnsureVisible and top < bar.value()):
            bar.setValue(top)
        elif hint == hints.PositionAtBottom or bottom > bar.value() + height:
            bar.setValue(min(bottom - height + 1, top))

    def scroll_to_top(self) -> None:
        """Scroll to the first pictures."""
        self.verticalScrollBar().setValue(0)

    def resize_cells(self, side: int, anchor: Anchor | None) -> None:
        """Make cells `side` pixels large, and keep the anchor in place."""
        with self.scroll_anchor.placing():
            self._cell = side
            self.updateGeometries()
        if anchor is not None:
            self.scroll_anchor.put_back(anchor)
        self.scroll_anchor.remember()
        self.viewport().update()

    def _relayout(self) -> None:
        with self.scroll_anchor.in_place():
            self.updateGeometries()
        self.viewport().update()

    # --- changes of rows ---

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._relayout()

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        # Skips QListView's own method, which would delay the layout.
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        # Qt would make the previous picture current. A user who sorts out pictures wants the next one.
        if start <= self.currentIndex().row() <= end and end + 1 < self.row_count():
            following = self.model().index(end + 1, 0)
            self.selectionModel().setCurrentIndex(following, QItemSelectionModel.SelectionFlag.NoUpdate)

    def rows_were_removed(self) -> None:
        """Update the layout after rows were removed; Qt has no virtual function for that moment."""
        self._relayout()
        if self.scroll_anchor.held is not None and not self.scroll_anchor.held.index.isValid():
            self.scroll_anchor.remember()

    def dataChanged(self, first: _Index, last: _Index, roles: object = ()) -> None:
        del roles
        visible = self.visible_rows()
        rows = range(max(first.row(), visible.start), min(last.row() + 1, visible.stop))
        if len(rows) > _MANY:
            self.viewport().update()
            return
        for row in rows:
            self.update_row(row)

    def update_row(self, row: int) -> None:
        """Repaint one cell."""
        self.viewport().update(self.visualRect(self.model().index(row, 0)))

    # --- selection and keyboard ---

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cells that the rubber band touches, or without a band those from corner to corner."""
        if self._band.is_drawn:
            content = rect.normalized().translated(0, self.verticalOffset())
            ranges = self.grid.ranges_in(content)
        else:
            first, last = self.indexAt(rect.topLeft()).row(), self.indexAt(rect.bottomRight()).row()
            ranges = [(min(first, last), max(first, last))] if min(first, last) >= 0 else []
        self.selectionModel().select(_selection_of(self.model(), ranges), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        visible = self.visible_rows()
        region = QRegion()
        added = 0
        for first, last in ranges_of(selection):
            for row in range(max(first, visible.start), min(last + 1, visible.stop)):
                region += self.visualRect(self.model().index(row, 0))
                added += 1
                if added > _MANY:
                    return QRegion(self.viewport().rect())
        return region

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        # Skips QListView's own method, which lists every selected index while a screen reader runs.
        QAbstractItemView.selectionChanged(self, selected, deselected)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        # QListView's own method finds the child through its own layout, which never ran.
        if QAccessible.isActive() and current.isValid() and self.hasFocus():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the search would read every row, and single keys are shortcuts in this program."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        del modifiers
        count = self.row_count()
        if not count:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return self.model().index(count - 1 if action is _Move.MoveEnd else 0, 0)
        row = _row_towards(action, current.row(), self.grid, self.viewport().height())
        return self.model().index(row, 0)

    # --- the rubber band ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if event.button() is Qt.MouseButton.LeftButton and not self.indexAt(where).isValid():
            self._band.begin(where + QPoint(0, self.verticalOffset()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseMoveEvent(self, event)
        if self._band.is_drawn:
            self._paint_again(
                self._band.draw_to(event.position().toPoint() + QPoint(0, self.verticalOffset()))
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._band.is_drawn:
            self._paint_again(self._band.end())

    def _paint_again(self, content: QRect) -> None:
        self.viewport().update(content.translated(0, -self.verticalOffset()))


def _selection_of(model: QAbstractItemModel, ranges: list[tuple[int, int]]) -> QItemSelection:
    selection = QItemSelection()
    for first, last in ranges:
        selection.select(model.index(first, 0), model.index(last, 0))
    return selection


def _row_towards(action: QAbstractItemView.CursorAction, row: int, grid: GridGeometry, height: int) -> int:
    """Return the row that a cursor key leads to from `row`; `height` is the viewport's in pixels."""
    columns, count = grid.columns, grid.count
    page = max(height // grid.pitch, 1) * columns
    column = row % columns
    last_in_column = count - 1 - (count - 1 - column) % columns
    has_line_below = row // columns < grid.lines - 1
    places = {
        _Move.MoveLeft: row - 1,
        _Move.MovePrevious: row - 1,
        _Move.MoveRight: row + 1,
        _Move.MoveNext: row + 1,
        _Move.MoveUp: row - columns if row >= columns else row,
        _Move.MoveDown: row + columns if has_line_below else row,  # the last line may be shorter
        _Move.MovePageUp: max(row - page, column),
        _Move.MovePageDown: max(min(row + page, last_in_column), row),
        _Move.MoveHome: 0,
        _Move.MoveEnd: count - 1,
    }
    return min(max(places[action], 0), count - 1)
