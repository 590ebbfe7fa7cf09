"""What can be done on a tile with the pointer, and where. Menus and keys offer the same."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, QPoint, QRect

from portrait_app.core.picture import Picture

_HOT = (20, 26)  # pixels: least and largest side of the area that takes a click
_HOT_PART = 0.16  # of the cell
INSET = 3  # pixels between the picture's edge and a mark on it


class TileAction(Enum):
    """An action of a tile, by the icon it shows."""

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
    """Return the actions a tile offers, with the areas that take a click.

    Args:
        picture: what the tile shows.
        shown: where its image is.
        cell: the whole tile.
        active: whether the pointer or the keyboard is at this tile.
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
    """Return where the icon stands in the area that takes its click."""
    side = round(hot.width() * 0.62)
    icon = QRect(0, 0, side, side)
    icon.moveCenter(hot.center())
    return icon


def _room_for_marks(shown: QRect, cell: QRect, hot: int) -> QRect:
    """Return the image's rectangle, or a larger one around it where two marks would overlap."""
    wide, high = min(2 * (hot + INSET), cell.width()), min(hot + 2 * INSET, cell.height())
    frame = QRect(0, 0, max(shown.width(), wide), max(shown.height(), high))
    frame.moveCenter(shown.center())
    return frame
