"""The viewer: shows one picture at a time, and its neighbours at a key press."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.viewer.canvas import PictureCanvas
from portrait_app.ui.viewer.images import PathsOf, ViewerImages
from portrait_app.ui.viewer.key_bindings import KeyBindings, KeyTable
from portrait_app.ui.viewer.viewer_bar import ViewerBar

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_END = 1 << 62  # a step beyond any number of pictures, to the first or last one


class Viewer(QWidget):
    """Shows pictures of a GalleryModel in full size. Space in the grid opens it for a quick look."""

    closed = Signal()
    current_changed = Signal(object)  # id of the picture that is now shown
    favourite_clicked = Signal(object)  # id of a picture
    alone_left = Signal()  # Escape, while the picture is alone on the full screen
    pause_wanted = Signal()  # Space, during a slideshow

    def __init__(self, model: GalleryModel, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._index = QPersistentModelIndex()
        self._id = 0
        self.is_playing = False  # whether a slideshow moves on by itself
        self._is_alone = False
        self._row = 0  # the last row, to stay near it if the picture is removed
        self._stand_in: Callable[[int], QPixmap | None] = lambda _picture_id: None
        self._images = ViewerImages(runner, self)
        self._canvas = PictureCanvas(self)
        self._bar = ViewerBar(self)
        self.setFocusProxy(self._canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._canvas, 1)
        # These keys win over the window's shortcuts of the same keys, such as the grid's zoom.
        KeyBindings(self, self._key_table())
        self._connect()

    def _key_table(self) -> KeyTable:
        def step(amount: int) -> Callable[[], object]:
            return lambda: self.step(amount)

        return {
            _Key.Key_Left: step(-1),
            _Key.Key_Up: step(-1),
            _Key.Key_PageUp: step(-1),
            _Key.Key_Right: step(1),
            _Key.Key_Down: step(1),
            _Key.Key_PageDown: step(1),
            _Key.Key_Home: step(-_END),
            _Key.Key_End: step(_END),
            _Key.Key_Escape: self._escape,
            _Key.Key_Space: self._space,
            _CTRL | _Key.Key_0: self._canvas.fit,
            _CTRL | _Key.Key_1: lambda: self._canvas.set_zoom(1.0),
            _CTRL | _Key.Key_Plus: lambda: self._canvas.zoom_by(1),
            _CTRL | _Key.Key_Equal: lambda: self._canvas.zoom_by(1),
            _CTRL | _Key.Key_Minus: lambda: self._canvas.zoom_by(-1),
        }

    def _connect(self) -> None:
        self._images.loaded.connect(self._on_loaded)
        self._images.failed.connect(self._on_failed)
        self._canvas.zoom_changed.connect(lambda zoom: self._bar.set_zoom(zoom, self._canvas.fitted))
        self._bar.back.connect(self.closed)
        self._bar.step.connect(self.step)
        self._bar.fit.connect(self._canvas.fit)
        self._bar.full_size.connect(lambda: self._canvas.set_zoom(1.0))
        self._bar.favourite.connect(self._on_favourite)
        self._model.dataChanged.connect(self._on_data)
        self._model.rowsInserted.connect(self._show_position)
        self._model.rowsRemoved.connect(self._on_rows_gone)
        self._model.modelReset.connect(self._on_reset)

    def set_alone(self, alone: bool) -> None:
        """Show the picture without the bar above it, or with it."""
        self._is_alone = alone
        self._bar.setVisible(not alone)

    def _escape(self) -> None:
        (self.alone_left if self._is_alone else self.closed).emit()

    def _space(self) -> None:
        (self.pause_wanted if self.is_playing else self.closed).emit()

    def attach(self, paths_of: PathsOf, stand_in: Callable[[int], QPixmap | None]) -> None:
        """Find files with `paths_of`, on a worker. Until a picture is read, show its `stand_in`."""
        self._images.attach(paths_of)
        self._stand_in = stand_in

    # --- the current picture ---

    @property
    def current_id(self) -> int:
        """The id of the picture that is shown; 0 for none."""
        return self._id

    @property
    def is_ready(self) -> bool:
        """Whether the picture is shown in full size, or cannot be."""
        return self._images.pixmap(self._id) is not None or self._images.error(self._id) is not None

    def show_row(self, row: int) -> bool:
        """Show the picture in a row of the model, fitted; return False if the row has no picture."""
        if not self._model.id_at(row):
            return False
        self._canvas.fit()
        self._show(row)
        return True

    def step(self, amount: int) -> None:
        """Move by `amount` pictures, up to the first or last one. The zoom is kept."""
        if not self._index.isValid():
            return
        first, last = self._model.job_count, self._model.rowCount() - 1
        row = min(max(self._index.row() + amount, first), last)
        if row != self._index.row():
            self._show(row)

    def step_around(self) -> None:
        """Show the next picture, fitted; after the last one, the first."""
        if self._index.isValid():
            row = self._index.row() + 1
            self.show_row(row if row < self._model.rowCount() else self._model.job_count)

    def _show(self, row: int) -> None:
        self._index = QPersistentModelIndex(self._model.index(row))
        self._id = self._model.id_at(row)
        neighbours = (self._model.id_at(row + 1), self._model.id_at(row - 1))
        self._images.want([self._id, *(number for number in neighbours if number)])
        self._show_position()
        self._show_record()
        self._show_image()
        self.current_changed.emit(self._id)

    def release(self) -> None:
        """Release the pictures: the viewer is not shown, and follows the grid no longer."""
        self._index = QPersistentModelIndex()
        self._id = 0
        self._images.want([])

    def _let_go(self) -> None:
        """Release the pictures and close the viewer."""
        self.release()
        self.closed.emit()

    # --- display ---

    def _picture(self) -> Picture | None:
        picture = self._index.data(GalleryModel.PICTURE) if self._index.isValid() else None
        return picture if isinstance(picture, Picture) else None

    def _show_position(self) -> None:
        if self._index.isValid():
            self._row = self._index.row()
            self._bar.set_position(self._row - self._model.job_count + 1, self._model.picture_count)

    def _show_record(self) -> None:
        picture = self._picture()
        self._bar.set_favourite(picture is not None and picture.favourite)
        self._canvas.setAccessibleName(str(self._index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _show_image(self) -> None:
        error, pixmap, picture = self._images.error(self._id), self._images.pixmap(self._id), self._picture()
        if error is not None:
            self._canvas.show_message(describe(error).sentence)
        elif pixmap is not None:
            self._canvas.show_picture(pixmap, pixmap.size())
        elif (stand_in := self._stand_in(self._id)) is not None:
            size = QSize(picture.width, picture.height) if picture is not None else stand_in.size()
            self._canvas.show_picture(stand_in, size)
        else:
            self._canvas.show_picture(QPixmap(), QSize())

    def _on_loaded(self, picture_id: int) -> None:
        if picture_id == self._id:
            self._show_image()

    def _on_failed(self, picture_id: int, _error: AppError) -> None:
        self._on_loaded(picture_id)

    # --- changes of the model ---

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        if self._index.isValid() and first.row() <= self._index.row() <= last.row():
            self._show_record()

    def _on_rows_gone(self) -> None:
        if not self._id:
            return
        if self._index.isValid():
            self._show_position()
        elif self._model.picture_count:
            self._show(min(max(self._row, self._model.job_count), self._model.rowCount() - 1))
        else:
            self._let_go()

    def _on_reset(self) -> None:
        if not self._id:
            return
        row = self._model.row_of(self._id)
        if row is None:
            self._let_go()
        else:
            self._show(row)

    def _on_favourite(self) -> None:
        self._show_record()  # undo the click's toggle: the button is checked once the library has the change
        self.favourite_clicked.emit(self._id)
