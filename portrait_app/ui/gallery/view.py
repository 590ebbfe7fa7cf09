"""The grid of the library: tiles, zoom, the pointer on a tile, and dragging pictures out."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from portrait_app.ui.gallery.empty_state import EmptyState, Offer
from portrait_app.ui.gallery.file_drag import file_drag
from portrait_app.ui.gallery.grid_view import RING_ROOM, GridView
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.moving_bars import MovingBars
from portrait_app.ui.gallery.place_hints import PlaceHints
from portrait_app.ui.gallery.place_words import PlaceWords
from portrait_app.ui.gallery.saved_position import SavedPosition
from portrait_app.ui.gallery.selection import PictureSelection
from portrait_app.ui.gallery.tiles.job_tile import sweeps
from portrait_app.ui.gallery.tiles.tile_actions import TileAction
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from portrait_app.ui.gallery.tiles.tile_painter import TilePainter, TileState
from portrait_app.ui.gallery.tiles.tile_pointer import TilePointer
from portrait_app.ui.gallery.zoom_gesture import CELL, ZoomGesture, turned_side

_SETTLED = 100  # milliseconds after the last zoom step until sharp thumbnails are requested

FindFiles = Callable[[Sequence[int], Callable[[list[Path]], bool]], None]
_TRAVEL = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class GalleryView(GridView):
    """Shows the pictures of a GalleryModel. Others act on its signals."""

    quick_look = Signal(QModelIndex)
    favourite_clicked = Signal(object)  # id of a picture
    trash_clicked = Signal(object)  # id of a picture
    restore_clicked = Signal(object)  # id of a picture in the Trash
    cell_size_changed = Signal(int)  # in pixels
    escaped = Signal()  # the user pressed Escape

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(int(CELL.default), parent)
        #: noun, plural
        self.setAccessibleName(self.tr("Pictures"))
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self._images = TileImages(self)
        self._images.changed.connect(self._update_picture)
        self._tiles = TilePainter(self._images, self.font())
        self._bars = MovingBars(self, self._tiles)
        self._find_files: FindFiles | None = None
        self._empty = EmptyState(self)
        self._hints: PlaceHints | None = None
        self._pointer = TilePointer(self, self._tiles)
        self._zoom = ZoomGesture(self)
        self._wanting = QTimer(self, singleShot=True)
        self._wanting.timeout.connect(self._want_images)

    # --- setup ---

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show `model`, a GalleryModel. Call this once: a view keeps its model."""
        if not isinstance(model, GalleryModel):
            raise TypeError("a GalleryView shows a GalleryModel")
        super().setModel(model)
        self.selection = PictureSelection(model, self.visible_rows, self)
        self.setSelectionModel(self.selection)
        self._place = place = SavedPosition(self, model, self.selection)
        model.rowsInserted.connect(place.rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.modelAboutToBeReset.connect(place.hold)
        model.modelReset.connect(self._on_reset)
        self._empty.follow(model)
        self._hints = PlaceHints(self, model)

    def attach(self, loader: ThumbnailLoader) -> None:
        """Load thumbnails with `loader`."""
        self._images.attach(loader)
        self._want_soon()

    def set_find_files(self, find_files: FindFiles) -> None:
        """Enable dragging pictures out; `find_files` returns their files."""
        self._find_files = find_files

    def set_empty_text(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """Set the message of an empty grid, and the buttons below the message."""
        self._empty.set_text(text, offers)

    def set_place_words(self, words: PlaceWords) -> None:
        """Set how places in the grid are named while the user scrolls."""
        if self._hints is not None:
            self._hints.set_words(words)

    def try_missing_again(self) -> None:
        """Try again to load files that were missing."""
        self._images.try_again()
        self._want_soon()

    def pixmap(self, picture_id: int) -> QPixmap | None:
        """Return the current pixmap of a tile in any size, or None."""
        return self._images.pixmap(picture_id)

    @property
    def gallery(self) -> GalleryModel:
        return cast("GalleryModel", self.model())

    # --- selection ---

    def selectAll(self) -> None:
        self.selection.select_all()  # the inherited method visits every row

    def clearSelection(self) -> None:
        self.selection.select_ids(())

    def select_ids(self, ids: Iterable[int], current_id: int) -> None:
        """Select exactly these pictures, make one of them the current one, and scroll to it."""
        index = self.gallery.index_of(current_id)
        if index.isValid():
            self.selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self.selection.select_ids(ids)

    def selected_count(self) -> int:
        """Return the number of selected pictures, whether or not they are shown."""
        return len(self.selection.pictures)

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected pictures: those shown in the order of the grid, then the others."""
        return self.selection.ids()

    def current_id(self) -> int:
        """Return the id of the current picture, or 0 if there is none."""
        return self.gallery.id_at(self.currentIndex().row())

    def go_to(self, picture_id: int) -> None:
        """Select only this picture and scroll to it, if the grid contains it."""
        index = self.gallery.index_of(picture_id)
        if index.isValid():  # not the view's setCurrentIndex: with Ctrl held down that adds to the selection
            self.selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def show_beginning(self) -> None:
        """Scroll to the current picture if it is selected, else to the first pictures."""
        if self.current_id() in self.selection.pictures:
            self.scrollTo(self.currentIndex())
        else:
            self.scroll_to_top()

    # --- zoom ---

    @property
    def cell_size(self) -> int:
        """The requested side of a cell, in pixels; a narrow view shows smaller cells."""
        return self._cell

    def set_cell_size(self, side: int) -> None:
        """Zoom around the current picture if it is visible, else around the first visible picture."""
        visible = self.visible_rows()
        current = self.currentIndex().row()
        row = current if current in visible else visible.start
        self._zoom_to(side, row, self.cell_rect(row).center().y())

    def _zoom_to(self, side: int, row: int, y: int) -> None:
        """Make cells `side` pixels large, and keep the point at `y` of `row` in place for one gesture."""
        side = min(max(side, int(CELL.minimum)), int(CELL.maximum))
        if side == self._cell:
            return
        self._zoom.step(side, row, y)
        self._want_soon()
        self.cell_size_changed.emit(side)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QAbstractItemView.wheelEvent(self, event)
            return
        side = turned_side(self._cell, event.angleDelta().y())
        where = event.position().toPoint()
        self._zoom_to(side, self.grid.nearest_row(where + QPoint(0, self.verticalOffset())), where.y())
        event.accept()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        try:
            self._paint_tiles(painter, event.region())
            if not self.band.isEmpty():
                self._paint_band(painter)
        finally:
            painter.end()  # do not wait for the garbage collector: a traceback may hold a reference

    def _paint_tiles(self, painter: QPainter, dirty: QRegion) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid, offset, model = self.grid, self.verticalOffset(), self.gallery
        ratio = self.viewport().devicePixelRatioF()
        self._images.set_size(grid.side, ratio)
        self._tiles.prepare(self.palette(), ratio)
        selected = self.selection.pictures
        current = self.currentIndex().row() if self.hasFocus() else -1
        bounds = dirty.boundingRect()
        all_dirty = bounds == self.viewport().rect() and dirty.rectCount() == 1
        area = bounds.translated(0, offset)
        for row in grid.rows_between(area.top() - RING_ROOM, area.bottom() + RING_ROOM):
            cell = grid.rect(row, -offset)
            if all_dirty or dirty.intersects(cell.adjusted(-RING_ROOM, -RING_ROOM, RING_ROOM, RING_ROOM)):
                tile, picture_id = model.tile(row), model.id_at(row)
                state = TileState(picture_id in selected, row == current, row == self._pointer.row)
                self._tiles.paint(painter, cell, tile, picture_id, state)
                if isinstance(tile, JobStatus) and sweeps(tile):
                    self._bars.start()

    def _paint_band(self, painter: QPainter) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        painter.setPen(accent)
        accent.setAlpha(40)
        painter.setBrush(accent)
        painter.drawRect(self.band)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._tiles.set_font(self.font())
        if event.type() is QEvent.Type.PaletteChange:
            self._tiles.palette_changed()

    # --- thumbnails ---

    def _update_picture(self, picture_id: int) -> None:
        row = self.gallery.row_of(picture_id)
        if row is not None and row in self.visible_rows():
            self.update_row(row)

    def _want_soon(self) -> None:
        """Request thumbnails when the event loop is idle; while zooming, at the next pause."""
        self._wanting.start(_SETTLED if self._zoom.running else 0)

    def _want_images(self) -> None:
        grid, visible = self.grid, self.visible_rows()
        self.selection.mirror()
        self._images.set_size(grid.side, self.viewport().devicePixelRatioF())
        ids_between = self.gallery.ids_between
        page = len(visible)
        after = ids_between(visible.stop, visible.stop + page - 1)
        before = ids_between(max(visible.start - page // 2, 0), visible.start - 1)
        self._images.want(ids_between(visible.start, visible.stop - 1), after + before)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._pointer.move_to(self.viewport().mapFromGlobal(QCursor.pos()) if self.underMouse() else None)
        self._want_soon()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self.row_count():
            self._want_soon()

    # --- changes of rows ---

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        self._place.about_to_remove(start, end)
        super().rowsAboutToBeRemoved(parent, start, end)

    def _on_rows_removed(self) -> None:
        self.rows_were_removed()
        self._place.select_neighbour()

    def _on_reset(self) -> None:
        self._pointer.row = -1  # the rows have changed
        self._zoom.let_go()
        self.doItemsLayout()
        self._place.put_back()
        self.scroll_anchor.remember()

    # --- pointer and keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain:
            if self.currentIndex().isValid():
                self.quick_look.emit(self.currentIndex())
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape and plain:
            self.escaped.emit()
            event.accept()
            return
        super().keyPressEvent(event)
        current = self.currentIndex()
        if plain and event.key() in _TRAVEL and current.isValid() and not self.selected_count():
            # The first key after the grid got the focus selects the current picture.
            self.selection.select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self._pointer.press(event.position().toPoint()):
            event.accept()
            return
        self._pointer.let_go()
        self.selection.mirror()  # Qt asks whether the picture under the pointer is selected
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._zoom.let_go()
        self._pointer.move_to(event.position().toPoint())
        if not self._pointer.is_pressed:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self._pointer.let_go()
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self._pointer.action_at(event.position().toPoint()):
            self._carry_out(*pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._pointer.action_at(event.position().toPoint()) is not None:
            self.mousePressEvent(event)  # two quick clicks on an icon are two clicks, not a double click
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer.move_to(None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (found := self._pointer.action_at(event.pos())) is not None:
            QToolTip.showText(event.globalPos(), found[1].text, self)
            return True
        return super().viewportEvent(event)

    def _carry_out(self, picture_id: int, action: TileAction) -> None:
        signals = {TileAction.TRASH: self.trash_clicked, TileAction.RESTORE: self.restore_clicked}
        signals.get(action, self.favourite_clicked).emit(picture_id)

    # --- dragging out ---

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Find the files of the selected pictures off the GUI thread, then drag them."""
        del supported
        ids = self.selection.shown_ids()
        if ids and self._find_files is not None:
            self._find_files(ids, self._drag)

    def _drag(self, paths: Sequence[Path]) -> bool:
        """Start the drag; return False if the button was released meanwhile.

        Pictures without files can still be dragged to collections.
        """
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return False
        picture = self._images.pixmap(self.current_id())
        file_drag(self, paths, picture, len(self.selection.shown_ids())).exec(Qt.DropAction.CopyAction)
        return True
