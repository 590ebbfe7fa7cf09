"""The sort button: its menu lists the orders of `core.search.query.ORDERS`."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from portrait_app.core.search.query import ORDERS
from portrait_app.ui.kit.icons import icon


class SortButton(QToolButton):
    """Shows the current order."""

    chosen = Signal(str)  # key of the order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon("sort-descending"))
        self.setIconSize(QSize(20, 20))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        for row in ORDERS:
            action = menu.addAction(QCoreApplication.translate("query", row.label))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, key=row.key: self._choose(key))
            group.addAction(action)
            self._actions[row.key] = action
        self.setMenu(menu)
        self.set_order(ORDERS[0].key)

    def set_order(self, key: str) -> None:
        """Show `key` as the current order without emitting `chosen`."""
        action = self._actions[key]
        action.setChecked(True)
        self.setText(action.text())
        name = self.tr("Sort: {order}").format(order=action.text())
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_text(self, shown: bool) -> None:
        """Show the order beside the icon, or the icon alone."""
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(styles.ToolButtonTextBesideIcon if shown else styles.ToolButtonIconOnly)

    def _choose(self, key: str) -> None:
        self.set_order(key)
        self.chosen.emit(key)
