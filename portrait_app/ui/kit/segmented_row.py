"""A row of joined buttons of which exactly one is checked."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget

from portrait_app.core.field import Value
from portrait_app.ui.kit.theme import SPACE, set_role


class SegmentedRow(QWidget):
    """Offers a few values side by side. Arrow keys move between the buttons, Tab leaves the row."""

    chosen = Signal(object)  # emitted for the user's choice, not for `set_current`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Value] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._on_toggled)
        self._showing = False
        self._row = QGridLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setHorizontalSpacing(0)
        self._row.setVerticalSpacing(SPACE // 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no Tab stop: the row passes the focus to a button

    def set_segments(self, segments: Sequence[tuple[Value, str]], name: str, columns: int = 0) -> None:
        """Offer (value, text) pairs; a screen reader reads `name` before each text.

        With `columns`, the buttons stand in several lines of so many; 0 is one line.
        """
        for button in self.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self.setAccessibleName(name)
        self._values = [value for value, _words in segments]
        columns = columns or max(len(segments), 1)
        for column in range(max(columns, self._row.columnCount())):
            self._row.setColumnStretch(column, int(column < columns))
        before: QWidget = self
        for place, (_value, words) in enumerate(segments):
            button = _Segment(self)
            button.setText(words)
            button.setAccessibleName(f"{name}: {words}")
            line, column = divmod(place, columns)
            is_last = column == columns - 1 or place == len(segments) - 1
            set_role(button, "segment", "first" if column == 0 else "last" if is_last else "middle")
            self._group.addButton(button, place)
            self._row.addWidget(button, line, column)
            self.setTabOrder(before, button)  # keep the buttons at the row's place in the Tab order
            before = button

    def buttons(self) -> list[QToolButton]:
        return [button for button in self._group.buttons() if isinstance(button, QToolButton)]

    def current(self) -> Value | None:
        """Return the chosen value, or None if nothing is chosen yet."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def set_current(self, value: Value) -> None:
        """Choose `value`; ignore a value that is not offered."""
        if value not in self._values:
            return
        button = self._group.button(self._values.index(value))
        self._showing = True
        button.setChecked(True)
        self._showing = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        button = self._group.checkedButton() or next(iter(self._group.buttons()), None)
        if button is not None:
            button.setFocus(event.reason())

    def _on_toggled(self, place: int, on: bool) -> None:
        # Only the checked button is a Tab stop, even if Tab was never here before.
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self._group.button(place).setFocusPolicy(policy)
        if on and not self._showing:
            self.chosen.emit(self._values[place])


class _Segment(QToolButton):
    """Takes an equal share of the row's width, but is never narrower than its text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
