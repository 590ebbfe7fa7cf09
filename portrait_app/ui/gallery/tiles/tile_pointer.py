"""The pointer over the grid: the tile below it, and the tile's icon that is pressed."""

from PySide6.QtCore import QPoint

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.tiles.tile_actions import TileAction, action_at
from portrait_app.ui.gallery.tiles.tile_painter import TilePainter

Pressed = tuple[int, TileAction]  # id of the picture, and the action of its icon


class TilePointer:
    """Tracks the pointer. All points are in viewport coordinates."""

    def __init__(self, view: GridView, tiles: TilePainter) -> None:
        self._view = view
        self._tiles = tiles
        self._pressed: Pressed | None = None
        self.row = -1  # row below the pointer, or -1

    def move_to(self, where: QPoint | None) -> None:
        """Set the pointer's position; None if the pointer is outside."""
        row = -1 if where is None else self._view.indexAt(where).row()
        if row != self.row:
            for changed in (self.row, row):
                if 0 <= changed < self._view.row_count():
                    self._view.update_row(changed)
            self.row = row

    def action_at(self, where: QPoint) -> Pressed | None:
        """Return the picture's id and the action whose icon is at a point."""
        index = self._view.indexAt(where)
        picture = index.data(GalleryModel.PICTURE) if index.isValid() else None
        if not isinstance(picture, Picture):
            return None
        offered = self._tiles.offered(picture, self._view.cell_rect(index.row()), active=True)
        action = action_at(offered, where)
        return None if action is None else (picture.id, action)

    @property
    def is_pressed(self) -> bool:
        """Whether an icon is held down."""
        return self._pressed is not None

    def press(self, where: QPoint) -> bool:
        """Press the icon at `where`; return whether there is one."""
        self._pressed = self.action_at(where)
        return self.is_pressed

    def let_go(self) -> Pressed | None:
        """Release the pressed icon and return it; None if there was none."""
        pressed, self._pressed = self._pressed, None
        return pressed
