"""The pictures that keys, menus and the inspector act on."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.hidden_question import Answer, ask_about_hidden
from portrait_app.ui.gallery.picture_set import PictureSet
from portrait_app.ui.gallery.view import GalleryView

Act = Callable[[list[int]], object]


class ActionTarget(QObject):
    """The selected pictures; while pictures are compared, only the picture in focus.

    What changes pictures or takes them out of the program goes through `act`: nothing is done unasked to a
    picture that the user cannot see.
    """

    changed = Signal()  # emitted for other pictures, or a changed record of the picture in focus
    acted = Signal()  # the user acts on pictures

    def __init__(self, view: GalleryView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._in_focus: Picture | None = None
        self._waiting: tuple[Callable[[], object], PictureSet] | None = (
            None  # until the hidden pictures are counted
        )
        view.selection.changed.connect(self._on_selection)

    def focus_on(self, picture: Picture | None) -> None:
        """Act on `picture` whatever is selected; None makes the selection the target again."""
        if picture != self._in_focus:
            self._in_focus = picture
            self.changed.emit()

    def count(self) -> int:
        return self._view.selected_count() if self._in_focus is None else 1

    def hidden_count(self) -> int:
        """Return how many of the pictures the grid does not show, as far as they are counted."""
        return 0 if self._in_focus is not None else self._view.selection.hidden_count or 0

    def ids(self) -> list[int]:
        """Return the ids of the pictures: those shown in the order of the grid, then the others."""
        return self._view.selected_ids() if self._in_focus is None else [self._in_focus.id]

    @property
    def picture(self) -> Picture | None:
        """The target if it is exactly one picture whose record is in memory, else None."""
        if self._in_focus is not None or self.count() != 1:
            return self._in_focus
        return self._view.gallery.picture(self._view.selected_ids()[0])

    def act(self, do: Act) -> None:
        """Call `do` with the ids. If some pictures are not shown, ask which ones are meant."""
        self.when_counted(partial(self._ask, do))

    def _ask(self, do: Act) -> None:
        hidden = self.hidden_count()
        answer = ask_about_hidden(self._view, self.count(), hidden) if hidden else Answer.ALL
        if answer is not Answer.NONE:
            do(self.ids() if answer is Answer.ALL else self._view.selection.shown_ids())

    def when_counted(self, do: Callable[[], object]) -> None:
        """Call `do` once `hidden_count` is exact. Nothing is asked: `do` must name both numbers itself."""
        self.acted.emit()
        selection = self._view.selection
        if self._in_focus is None and selection.hidden_count is None:
            self._waiting = do, selection.pictures
        else:
            do()

    def act_on(self, ids: Sequence[int], do: Act) -> None:
        """Call `do` with `ids`, as `act` does if they are still the target."""
        if list(ids) == self.ids():
            self.act(do)
        else:
            do(list(ids))

    def _on_selection(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting[1] is self._view.selection.pictures:
            self.when_counted(waiting[0])
        self.changed.emit()
