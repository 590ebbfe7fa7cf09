"""A button whose menu lists what the user saved by name, such as searches or presets."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from portrait_app.ui.kit.icons import icon


class SavedButton(QToolButton):
    """Offers the saved items, and lets the user save, rename and delete them."""

    chosen = Signal(str)  # name
    save_wanted = Signal()
    rename_wanted = Signal(str)  # name
    delete_wanted = Signal(str)  # name

    def __init__(self, text: str, name: str, save: str, parent: QWidget | None = None) -> None:
        """`text` is the button's label, `name` its accessible name, `save` the text of the save action."""
        super().__init__(parent)
        self.setText(text)
        self.setIcon(icon("bookmarks-simple"))
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._rename = QMenu(self.tr("Rename"), self)
        self._delete = QMenu(self.tr("Delete"), self)
        self._save = QAction(save, self)
        self._save.triggered.connect(self.save_wanted)
        self.set_can_save(False)
        self.set_names(())

    def set_can_save(self, possible: bool) -> None:
        """Enable the save action if there is something to save."""
        self._save.setEnabled(possible)

    def set_names(self, names: Sequence[str]) -> None:
        """List these names in the menu."""
        for menu in (self._menu, self._rename, self._delete):
            menu.clear()
        self._menu.addAction(self._save)
        self._menu.addSeparator()
        if not names:
            self._menu.addAction(self.tr("Nothing saved yet")).setEnabled(False)
            return
        _fill(self._menu, names, self.chosen)
        self._menu.addSeparator()
        for menu, signal in ((self._rename, self.rename_wanted), (self._delete, self.delete_wanted)):
            _fill(menu, names, signal)
            self._menu.addMenu(menu)

    def show_text(self, shown: bool) -> None:
        """Show the label beside the icon, or the icon alone."""
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(styles.ToolButtonTextBesideIcon if shown else styles.ToolButtonIconOnly)


def _fill(menu: QMenu, names: Sequence[str], signal: SignalInstance) -> None:
    for name in names:
        action = menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(lambda _checked, name=name: signal.emit(name))
