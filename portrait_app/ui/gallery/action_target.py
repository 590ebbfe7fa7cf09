"""The pictures that keys, menus and the inspector act on."""

from PySide6.QtCore import QObject, Signal

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.view import GalleryView


class ActionTarget(QObject):
    """The selected pictures of the grid; while pictures are compared, only the picture in focus."""

    changed = Signal()  # emitted for other pictures, or a changed record of the picture in focus

    def __init__(self, view: GalleryView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._in_focus: Picture | None = None
        view.selectionModel().selectionChanged.connect(self.changed)
        view.model().modelReset.connect(self.changed)  # a model reset clears the selection without a signal

    def focus_on(self, picture: Picture | None) -> None:
        """Act on `picture` whatever is selected; None makes the selection the target again."""
        if picture != self._in_focus:
            self._in_focus = picture
            self.changed.emit()

    def count(self) -> int:
        return self._view.selected_count() if self._in_focus is None else 1

    def ids(self) -> list[int]:
        """Return the ids of the pictures, in the order of the grid."""
        return self._view.selected_ids() if self._in_focus is None else [self._in_focus.id]

    @property
    def picture(self) -> Picture | None:
        """The target if it is exactly one picture whose record is in memory, else None."""
        if self._in_focus is not None or self.count() != 1:
            return self._in_focus
        return self._view.gallery.picture(self._view.selected_ids()[0])
