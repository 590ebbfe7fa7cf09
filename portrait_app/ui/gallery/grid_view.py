"""A QListView whose layout is arithmetic: a million cells cost what a screenful costs.

Qt shows a screen reader the cells of a QListView but not those of a view of one's own, so this is
one, and its own layout, which visits every row, never runs.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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

RING_ROOM = GAP // 2  # pixels around a cell that belong to it when it is painted

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_MANY = 64  # cells: repaint everything instead of adding up a region


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell, and where in the viewport it is to stay."""

    index: QPersistentModelIndex
    part: float  # of a cell's side, from its top: the point that stays
    y: int  # of that point, in the viewport


def ranges_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the rows of a selection as ranges (first, last), without listing every index."""
    return sorted((part.top(), part.bottom()) for part in selection.toList())


class GridView(QListView):
    """Uniform square cells in columns that fill the width."""

    def __init__(self, cell: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self.anchor: Anchor | None = None  # keeps the scroll position when rows come and go
        self._placing = False
        self._band_start: QPoint | None = None  # in the content
        self._band = QRect()  # in the content
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)

    # --- where things are ---

    @property
    def grid(self) -> GridGeometry:
        return GridGeometry(self.row_count(), self.viewport().width(), self._cell)

    @property
    def band(self) -> QRect:
        """The rubber band in the viewport, empty where there is none."""
        return self._band.translated(0, -self.verticalOffset())

    def visible_rows(self) -> range:
        offset = self.verticalOffset()
        return self.grid.rows_between(offset, offset + self.viewport().height() - 1)

    def cell_rect(self, row: int) -> QRect:
        """Return a cell in the viewport; `visualRect` has the room around it too."""
        return self.grid.rect(row).translated(0, -self.verticalOffset())

    def row_count(self) -> int:
        """Return how many cells there are."""
        model = cast("QAbstractItemModel | None", self.model())  # the stubs forget that there may be none
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
        QAbstractItemView.doItemsLayout(self)  # past QListView's own, which visits every row

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar = self.verticalScrollBar()
        grid = self.grid
        bar.setSingleStep(max(grid.pitch // 4, 1))
        bar.setPageStep(self.viewport().height())
        # Whether a bar is needed is decided by the width without one: with it, there is never less to show.
        room = self.maximumViewportSize()
        fits = replace(grid, width=room.width()).height <= room.height()
        bar.setRange(0, 0 if fits else max(grid.height - self.viewport().height(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self._in_place():
            QAbstractItemView.resizeEvent(self, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx
        self.viewport().scroll(0, dy)
        if not self._placing:
            self.remember_place()

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
        """Show the first pictures."""
        self.verticalScrollBar().setValue(0)

    def anchor_at(self, row: int, y: int) -> Anchor:
        """Return what keeps the point of a cell that is at `y` in the viewport where it is."""
        grid = self.grid
        part = (y + self.verticalOffset() - grid.top(row)) / grid.side
        return Anchor(QPersistentModelIndex(self.model().index(row, 0)), part, y)

    def put_back(self, anchor: Anchor) -> None:
        """Scroll so that the anchor's cell is where it was."""
        if not anchor.index.isValid():
            return
        grid = self.grid
        top = grid.top(anchor.index.row())
        with self._placed_by_us():
            self.verticalScrollBar().setValue(round(top + anchor.part * grid.side - anchor.y))

    def remember_place(self) -> None:
        """Hold on to the first visible cell; at the very top, to the top."""
        self.anchor = None
        rows = self.visible_rows()
        if self.verticalOffset() > 0 and rows:
            self.anchor = self.anchor_at(rows.start, self.cell_rect(rows.start).top())

    def resize_cells(self, side: int, anchor: Anchor | None) -> None:
        """Make cells `side` pixels large, and keep the anchor where it is."""
        with self._placed_by_us():
            self._cell = side
            self.updateGeometries()
        if anchor is not None:
            self.put_back(anchor)
        self.remember_place()
        self.viewport().update()

    @contextmanager
    def _placed_by_us(self) -> Iterator[None]:
        """Scroll without taking it for a person's wish to see another place."""
        before, self._placing = self._placing, True
        try:
            yield
        finally:
            self._placing = before

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """Keep what is seen where it is while the layout changes."""
        anchor = self.anchor
        with self._placed_by_us():
            yield
        if anchor is not None:
            self.put_back(anchor)

    def _relayout(self) -> None:
        with self._in_place():
            self.updateGeometries()
        self.viewport().update()

    # --- rows that come, go and change ---

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._relayout()

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)  # past a delayed layout
        # Qt would go back to the picture before; who sorts pictures out goes on to the next.
        if start <= self.currentIndex().row() <= end and end + 1 < self.row_count():
            following = self.model().index(end + 1, 0)
            self.selectionModel().setCurrentIndex(following, QItemSelectionModel.SelectionFlag.NoUpdate)

    def rows_were_removed(self) -> None:
        """To be called when rows have been removed; Qt has no virtual function for it."""
        self._relayout()
        if self.anchor is not None and not self.anchor.index.isValid():
            self.remember_place()

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
        """Have one cell painted again."""
        self.viewport().update(self.visualRect(self.model().index(row, 0)))

    # --- selection and the keyboard ---

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select what a rubber band touches, or, without one, from the first corner's cell to the last's."""
        if self._band_start is not None:
            content = rect.normalized().translated(0, self.verticalOffset())
            ranges = self.grid.ranges_in(content)
        else:
            first, last = self.indexAt(rect.topLeft()).row(), self.indexAt(rect.bottomRight()).row()
            ranges = [(min(first, last), max(first, last))] if min(first, last) >= 0 else []
        self.selectionModel().select(self._selection(ranges), command)

    def _selection(self, ranges: list[tuple[int, int]]) -> QItemSelection:
        model = self.model()
        selection = QItemSelection()
        for first, last in ranges:
            selection.select(model.index(first, 0), model.index(last, 0))
        return selection

    def selectAll(self) -> None:
        """Select every cell as one range: the inherited way asks each row."""
        if count := self.row_count():
            command = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(self._selection([(0, count - 1)]), command)

    def select_rows(self, rows: Sequence[int], current: int | None) -> None:
        """Select these cells alone, with the keyboard at `current`, and bring that one into view."""
        flags = QItemSelectionModel.SelectionFlag
        if current is not None:
            index = self.model().index(current, 0)
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.scrollTo(index)
        self.selectionModel().select(self._selection([(row, row) for row in rows]), flags.ClearAndSelect)

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
        # Past QListView's, which lists every selected index when a screen reader listens.
        QAbstractItemView.selectionChanged(self, selected, deselected)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        # QListView's own finds the child by its layout, which is not there.
        if QAccessible.isActive() and current.isValid() and self.hasFocus():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: it would read every row, and single keys are actions here."""

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
        return self.model().index(self._row_towards(action, current.row(), count), 0)

    def _row_towards(self, action: QAbstractItemView.CursorAction, row: int, count: int) -> int:
        grid = self.grid
        columns = grid.columns
        page = max(self.viewport().height() // grid.pitch, 1) * columns
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

    # --- the rubber band ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if event.button() is Qt.MouseButton.LeftButton and not self.indexAt(where).isValid():
            self._band_start = where + QPoint(0, self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QAbstractItemView.mouseMoveEvent(self, event)
        if self._band_start is not None:
            now = event.position().toPoint() + QPoint(0, self.verticalOffset())
            self._set_band(QRect(self._band_start, now).normalized())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._band_start is not None:
            self._band_start = None
            self._set_band(QRect())

    def _set_band(self, band: QRect) -> None:
        changed = self._band.united(band).adjusted(-2, -2, 2, 2).translated(0, -self.verticalOffset())
        self._band = band
        self.viewport().update(changed)
