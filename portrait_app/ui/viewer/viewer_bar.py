"""The slim bar above a large picture."""

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE, set_role


class ViewerBar(QWidget):
    """Shows Back, the position among all pictures, the zoom and the favourite button."""

    back = Signal()
    step = Signal(int)  # -1 for the previous picture, 1 for the next
    fit = Signal()
    full_size = Signal()
    favourite = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._position = QLabel(self)
        self._zoom = QLabel(self)
        self._zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 %"))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (self._position, self._zoom):
            set_role(label, "tone", "muted")
        back = self._button("arrow-left", self.tr("Back to the grid"), "Esc")
        back.clicked.connect(self.back)
        self._previous = self._button("caret-left", self.tr("Previous picture"), "←")
        self._previous.clicked.connect(lambda: self.step.emit(-1))
        self._next = self._button("caret-right", self.tr("Next picture"), "→")
        self._next.clicked.connect(lambda: self.step.emit(1))
        self._fit = self._button("corners-out", self.tr("Fit to the window"), "Ctrl+0", checkable=True)
        self._fit.clicked.connect(self.fit)
        self._full = self._button("magnifying-glass-plus", self.tr("Show at 100 %"), "Ctrl+1", checkable=True)
        self._full.clicked.connect(self.full_size)
        self._favourite = self._button("star", self.tr("Favourite"), "F", checkable=True)
        self._favourite.clicked.connect(self.favourite)
        self._lay_out(back)

    def _lay_out(self, back: QToolButton) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE // 2)
        row.addWidget(back)
        row.addStretch(1)
        for widget in (self._previous, self._position, self._next):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._zoom, self._fit, self._full, self._favourite):
            row.addWidget(widget)

    def set_position(self, number: int, count: int) -> None:
        """Show that this is picture `number` of `count`, counted from 1."""
        locale = QLocale()
        self._position.setText(
            self.tr("{number} of {count}").format(
                number=locale.toString(number), count=locale.toString(count)
            )
        )
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)

    def set_zoom(self, zoom: float, fitted: bool) -> None:
        """Show the zoom; 0 shows none."""
        self._zoom.setText(f"{zoom * 100:.0f} %" if zoom else "")
        self._fit.setChecked(fitted)
        self._full.setChecked(not fitted and abs(zoom - 1) < 0.001)

    def set_favourite(self, favourite: bool) -> None:
        self._favourite.setChecked(favourite)
        self._favourite.setIcon(icon("star-fill" if favourite else "star"))

    def _button(self, name: str, text: str, keys: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({keys})")
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
