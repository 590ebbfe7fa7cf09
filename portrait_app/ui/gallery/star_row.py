"""A row of five stars that shows and sets a rating."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from portrait_app.core.picture import MOST_STARS
from portrait_app.ui.kit.formats import stars
from portrait_app.ui.kit.icons import icon

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class StarRow(QWidget):
    """A click sets the rating; a click on the current rating clears it. One Tab stop, then arrow keys."""

    chosen = Signal(int)  # number of stars

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        self._buttons: list[_Star] = []
        for count in range(1, MOST_STARS + 1):
            button = _Star(self)
            button.setToolTip(f"{stars(count)} ({count})")
            button.clicked.connect(lambda _checked, count=count: self._choose(count))
            button.stepped.connect(lambda amount, count=count: self._step(count + amount))
            row.addWidget(button)
            self._buttons.append(button)
        row.addStretch(1)
        self.set_rating(0)

    def set_rating(self, rating: int) -> None:
        """Show a rating of `rating` stars."""
        self._rating = rating
        self.setAccessibleName(self.tr("Rating: {stars}").format(stars=stars(rating)))
        for count, button in enumerate(self._buttons, start=1):
            given = count <= rating
            button.setIcon(icon("star-fill" if given else "star"))
            given_words = self.tr("{stars}, given").format(stars=stars(count))
            button.setAccessibleName(given_words if count == rating else stars(count))
            is_stop = count == max(rating, 1)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)

    def _choose(self, count: int) -> None:
        self.chosen.emit(0 if count == self._rating else count)

    def _step(self, count: int) -> None:
        if 1 <= count <= MOST_STARS:
            self._buttons[count - 1].setFocus(Qt.FocusReason.OtherFocusReason)


class _Star(QToolButton):
    """One star button."""

    stepped = Signal(int)  # -1 or 1, to the neighbouring star

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(18, 18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)
