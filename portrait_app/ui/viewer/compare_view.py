"""Compares two to four pictures side by side: same position and zoom, and their differing settings."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.differences import differences
from portrait_app.core.picture import Picture
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.viewer.canvas import Sight
from portrait_app.ui.viewer.compare_pane import ComparePane
from portrait_app.ui.viewer.difference_words import difference_html, difference_text, shared_text
from portrait_app.ui.viewer.images import PathsOf, ViewerImages
from portrait_app.ui.viewer.own_keys import KeyTable, OwnKeys

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_MOST_OF_PANE = 4  # the texts take at most one part in four of a pane's height


class CompareView(QWidget):
    """Shows the compared pictures, and emits what the user does with the one in focus."""

    closed = Signal()
    winner_picked = Signal(object)  # id of a picture
    current_changed = Signal(object)  # id of the picture in focus, 0 for none

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = ViewerImages(runner, self)
        self._stand_in: Callable[[int], QPixmap | None] = lambda _picture_id: None
        self._panes: list[ComparePane] = []
        self._current: ComparePane | None = None
        self._sight = Sight()
        self._shared = plain_label()
        set_role(self._shared, "tone", "muted")
        self._pick = QPushButton(self.tr("Pick as winner"), self)
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_bar())
        column.addLayout(self._grid, 1)
        self._grid.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        # Marks, the Trash and the other actions belong to the window; they act on the picture in focus.
        OwnKeys(self, self._key_table())
        self._images.loaded.connect(self._show_image)
        self._images.failed.connect(lambda picture_id, _error: self._show_image(picture_id))

    def _build_bar(self) -> QWidget:
        bar = QWidget(self)
        set_role(bar, "panel", True)
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        back = QToolButton(bar)
        back.setIcon(icon("arrow-left"))
        back.setIconSize(QSize(20, 20))
        back.setAccessibleName(self.tr("Back to the grid"))
        back.setToolTip(self.tr("Back to the grid (Esc)"))
        back.clicked.connect(self.closed)
        self._pick.setToolTip(self.tr("Keep the picture in focus as a favourite, and go back to it (Enter)"))
        self._pick.clicked.connect(lambda: self._emit(self.winner_picked.emit))
        row = QHBoxLayout(bar)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE)
        row.addWidget(back)
        row.addWidget(self._shared, 1)
        row.addWidget(self._pick)
        return bar

    def _key_table(self) -> KeyTable:
        def of_current(act: Callable[[int], object]) -> Callable[[], object]:
            return lambda: self._emit(act)

        return {
            _Key.Key_Left: lambda: self.step(-1),
            _Key.Key_Up: lambda: self.step(-self._columns),
            _Key.Key_Right: lambda: self.step(1),
            _Key.Key_Down: lambda: self.step(self._columns),
            _Key.Key_PageUp: lambda: self._scroll_words(-1),
            _Key.Key_PageDown: lambda: self._scroll_words(1),
            _Key.Key_Escape: self.closed.emit,
            _Key.Key_C: self.closed.emit,
            _Key.Key_Return: of_current(self.winner_picked.emit),
            _Key.Key_Enter: of_current(self.winner_picked.emit),
            _CTRL | _Key.Key_0: lambda: self._look(Sight()),
            _CTRL | _Key.Key_1: self._full_size,
            _CTRL | _Key.Key_Plus: lambda: self._zoom_by(1),
            _CTRL | _Key.Key_Equal: lambda: self._zoom_by(1),
            _CTRL | _Key.Key_Minus: lambda: self._zoom_by(-1),
        }

    def attach(self, paths_of: PathsOf, stand_in: Callable[[int], QPixmap | None]) -> None:
        """Find files with `paths_of`, on a worker. Until a picture is read, show its `stand_in`."""
        self._images.attach(paths_of)
        self._stand_in = stand_in

    # --- pictures ---

    @property
    def shown_ids(self) -> list[int]:
        return [pane.picture.id for pane in self._panes]

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard focus is in this view."""
        return self.isAncestorOf(QApplication.focusWidget() or self)

    @property
    def current_id(self) -> int:
        """The id of the picture in focus; 0 for none."""
        return self._current.picture.id if self._current is not None else 0

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show these pictures side by side; an empty sequence releases all pictures.

        New pictures are fitted, and the first one gets the focus. If at least one was shown before, position,
        zoom and focus are kept. If the picture in focus is gone, its neighbour gets the focus.
        """
        before = self.shown_ids
        had_focus = self.has_focus
        ids = [picture.id for picture in pictures]
        place = before.index(self.current_id) if self.current_id in before else 0
        if not set(before).intersection(ids):
            self._sight, place = Sight(), 0
        elif self.current_id in ids:
            place = ids.index(self.current_id)
        self._let_go()
        self._panes = [ComparePane(number, picture) for number, picture in enumerate(pictures, start=1)]
        for cell, pane in enumerate(self._panes):
            pane.focused.connect(self._on_focused)
            pane.canvas.sight_changed.connect(partial(self._follow, pane))
            self._grid.addWidget(pane, cell // self._columns, cell % self._columns)
            pane.show()
        for earlier, later in pairwise([self._pick, *self._panes]):
            self.setTabOrder(earlier, later)
        self._say_differences(pictures)
        self._level_words()
        self._images.want(ids)
        for picture_id in ids:
            self._show_image(picture_id)
        if self._panes:
            self._on_focused(self._panes[min(place, len(self._panes) - 1)])
            if had_focus:
                self.setFocus()
        else:
            self.current_changed.emit(0)

    def _let_go(self) -> None:
        for pane in self._panes:
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        self._panes = []
        self._current = None

    def update_pictures(self, pictures: Sequence[Picture]) -> None:
        """Update the marks of those pictures that are shown."""
        known = {picture.id: picture for picture in pictures}
        for pane in self._panes:
            if pane.picture.id in known:
                pane.show_picture(known[pane.picture.id])

    @property
    def _columns(self) -> int:
        return 3 if len(self._panes) == 3 else 2

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus to the current pane. With a focus proxy, Tab would never leave the comparison."""
        super().focusInEvent(event)
        if self._current is not None:
            self._current.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._level_words()

    def _level_words(self) -> None:
        """Give all texts in a row the same height, limited so that the pictures keep most of the room."""
        gaps = self._grid.contentsMargins().left() * 2 + self._grid.spacing() * (self._columns - 1)
        width = (self.width() - gaps) // self._columns
        rows = -(-len(self._panes) // self._columns)
        for start in range(0, len(self._panes), self._columns):
            row = self._panes[start : start + self._columns]
            wanted = max(pane.words_height(width) for pane in row)
            height = min(wanted, self.height() // rows // _MOST_OF_PANE)
            for pane in row:
                pane.set_words_height(height)

    def _say_differences(self, pictures: Sequence[Picture]) -> None:
        found = differences(pictures)
        self._shared.setText(shared_text(pictures, found))
        for place, pane in enumerate(self._panes):
            pane.show_words(difference_html(found, place, pane.palette()), difference_text(found, place))

    def _show_image(self, picture_id: int) -> None:
        for pane in self._panes:
            if pane.picture.id == picture_id:
                pixmap = self._images.pixmap(picture_id) or self._stand_in(picture_id)
                pane.show_image(pixmap, self._images.error(picture_id))
                pane.canvas.set_sight(self._sight)

    # --- position and zoom, the same for all pictures ---

    def _follow(self, moved: ComparePane, sight: Sight) -> None:
        self._sight = sight
        for pane in self._panes:
            if pane is not moved:
                pane.canvas.set_sight(sight)

    def _look(self, sight: Sight) -> None:
        self._sight = sight
        for pane in self._panes:
            pane.canvas.set_sight(sight)

    def _full_size(self) -> None:
        if self._current is not None:
            self._current.canvas.set_zoom(1.0)

    def _zoom_by(self, steps: int) -> None:
        if self._current is not None:
            self._current.canvas.zoom_by(steps)

    # --- the picture in focus ---

    def _on_focused(self, chosen: ComparePane) -> None:
        self._current = chosen
        for pane in self._panes:
            pane.set_chosen(pane is chosen)
        self.current_changed.emit(chosen.picture.id)

    def step(self, amount: int) -> None:
        """Move the focus by `amount` pictures, unless that is out of range."""
        if self._current is not None:
            place = self._panes.index(self._current) + amount
            if 0 <= place < len(self._panes):
                self._panes[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _scroll_words(self, pages: int) -> None:
        if self._current is not None:
            self._current.scroll_words(pages)

    def _emit(self, act: Callable[[int], object]) -> None:
        if self._current is not None:
            act(self._current.picture.id)
