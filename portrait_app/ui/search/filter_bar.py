"""The filter bar: one button for each row of `core.search.query.FILTERS`."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from portrait_app.core.search.query import FILTERS
from portrait_app.ui.kit.theme import set_role


class FilterBar(QWidget):
    """A row of buttons of which at most one is checked."""

    chosen = Signal(str)  # key of the filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Show"))
        self._buttons: dict[str, QToolButton] = {}
        group = self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, row in enumerate(FILTERS):
            button = QToolButton(self)
            button.setText(QCoreApplication.translate("query", row.label))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            place = "first" if number == 0 else "last" if number == len(FILTERS) - 1 else "middle"
            set_role(button, "segment", place)
            button.clicked.connect(lambda _checked, key=row.key: self.chosen.emit(key))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[row.key] = button
        self.set_filter(FILTERS[0].key)

    def set_filter(self, key: str) -> None:
        """Check the button of `key` without emitting `chosen`; an empty key checks none."""
        self._group.setExclusive(bool(key))
        for other, button in self._buttons.items():
            button.setChecked(other == key)
