"""The actions on a tile for the pointer, and their positions. Menus and keys offer the same actions."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, QPoint, QRect

from portrait_app.core.picture import Picture

_HOT = (20, 26)  # smallest and largest side of a clickable area, in pixels
_HOT_PART = 0.16  # relative to the side of the cell
INSET = 3  # pixels between the edge of the picture and a mark


class TileAction(Enum):
    """An action of a tile; the value is the name of its icon."""

    FAVOURITE = "star"
    UNFAVOURITE = "star-fill"
    TRASH = "trash"
    RESTORE = "arrow-u-up-left"

    @property
    def text(self) -> str:
        texts = {
            TileAction.FAVOURITE: QCoreApplication.translate("GalleryView", "Mark as favourite"),
            #: noun: a picture marked as favourite
            TileAction.UNFAVOURITE: QCoreApplication.translate("GalleryView", "Favourite"),
            TileAction.TRASH: QCoreApplication.translate("GalleryView", "Move to Trash"),
            TileAction.RESTORE: QCoreApplication.translate("GalleryView", "Restore from Trash"),
        }
        return texts[self]


def actions_of(picture: Picture, shown: QRect, cell: QRect, *, active: bool) -> dict[TileAction, QRect]:
    """Return the actions that a tile offers, with their clickable areas.

    Args:
        picture: The picture on the tile.
        shown: The rectangle of its image.
        cell: The whole tile.
        active: Whether the pointer or the keyboard is on this tile.
    """
    if not active and not picture.favourite:
        return {}
    hot = min(max(round(cell.width() * _HOT_PART), _HOT[0]), _HOT[1])
    frame = _room_for_marks(shown, cell, hot)
    star = QRect(frame.right() - INSET - hot + 1, frame.top() + INSET, hot, hot)
    other = QRect(frame.left() + INSET, frame.top() + INSET, hot, hot)
    offered: dict[TileAction, QRect] = {}
    if picture.favourite:
        offered[TileAction.UNFAVOURITE] = star
    elif active:
        offered[TileAction.FAVOURITE] = star
    if active:
        offered[TileAction.RESTORE if picture.trashed else TileAction.TRASH] = other
    return offered


def action_at(offered: dict[TileAction, QRect], point: QPoint) -> TileAction | None:
    return next((action for action, rect in offered.items() if rect.contains(point)), None)


def icon_in(hot: QRect) -> QRect:
    """Return the rectangle of the icon in its clickable area."""
    side = round(hot.width() * 0.62)
    icon = QRect(0, 0, side, side)
    icon.moveCenter(hot.center())
    return icon


def _room_for_marks(shown: QRect, cell: QRect, hot: int) -> QRect:
    """Return the image's rectangle, enlarged if two marks would overlap."""
    wide, high = min(2 * (hot + INSET), cell.width()), min(hot + 2 * INSET, cell.height())
    frame = QRect(0, 0, max(shown.width(), wide), max(shown.height(), high))
    frame.moveCenter(shown.center())
    return frame
