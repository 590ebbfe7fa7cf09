"""Animates the bars of jobs whose progress is unknown, as long as one is visible."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStyle

from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.tiles.job_tile import sweeps
from portrait_app.ui.gallery.tiles.tile_painter import TilePainter

_FRAME = 100  # milliseconds between two frames
_FRAMES = 16  # frames from one end to the other


class MovingBars(QObject):
    """Repaints the tiles of such jobs at each frame, unless the system asks for reduced motion."""

    def __init__(self, view: GridView, tiles: TilePainter) -> None:
        super().__init__(view)
        self._view = view
        self._tiles = tiles
        self._frame = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._move)

    @property
    def moving(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        """Animate until no such job is visible."""
        if not self.moving and self._motion_is_welcome():
            self._timer.start()

    def _motion_is_welcome(self) -> bool:
        """Return whether the style has animations; it has none if the system asks for reduced motion."""
        duration = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self._view.style().styleHint(duration, None, self._view) > 0

    def _move(self) -> None:
        model = self._view.model()
        rows: list[int] = []
        for row in self._view.visible_rows():
            status = model.index(row, 0).data(GalleryModel.JOB)
            if status is None:  # jobs come before all pictures
                break
            if sweeps(status):
                rows.append(row)
        if not rows or not self._view.isVisible():
            self._timer.stop()
            return
        self._frame = (self._frame + 1) % (2 * _FRAMES)
        self._tiles.set_phase(1 - abs(self._frame / _FRAMES - 1))
        for row in rows:
            self._view.update_row(row)
