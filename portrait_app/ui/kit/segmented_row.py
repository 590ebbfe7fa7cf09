"""A row of joined buttons of which exactly one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from portrait_app.core.field import Value
from portrait_app.ui.kit.theme import set_role


class SegmentedRow(QWidget):
    """Offers a handful of values side by side; arrow keys walk them, Tab leaves the row."""

    chosen = Signal(object)  # by a person, never by `set_current`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Value] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._on_toggled)
        self._showing = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no stop of its own; it hands the focus on

    def set_segments(self, segments: Sequence[tuple[Value, str]], name: str) -> None:
        """Offer (value, words) pairs; a screen reader hears `name` before each."""
        for button in self.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self.setAccessibleName(name)
        self._values = [value for value, _words in segments]
        last = len(segments) - 1
        before: QWidget = self
        for place, (_value, words) in enumerate(segments):
            button = _Segment(self)
            button.setText(words)
            button.setAccessibleName(f"{name}: {words}")
            set_role(button, "segment", {0: "first", last: "last"}.get(place, "middle"))
            self._group.addButton(button, place)
            self._row.addWidget(button, 1)
            self.setTabOrder(before, button)  # where the row is, however late it is filled
            before = button

    def buttons(self) -> list[QToolButton]:
        return [button for button in self._group.buttons() if isinstance(button, QToolButton)]

    def current(self) -> Value | None:
        """Return the chosen value, None before there is one."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def set_current(self, value: Value) -> None:
        """Choose `value`; one that is not offered changes nothing."""
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
        # Tab stops at the chosen one only, also the first time it comes.
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self._group.button(place).setFocusPolicy(policy)
        if on and not self._showing:
            self.chosen.emit(self._values[place])


class _Segment(QToolButton):
    """As wide as its share of the row, and never narrower than its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
