"""The line edit for tags, with completion from the tags in use."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from portrait_app.ui.kit.theme import set_role


class TagLine(QLineEdit):
    """Enter adds the typed tags, which are separated by commas."""

    entered = Signal(str)  # the text, as typed
    values_wanted = Signal()  # asks for a call of `set_known` with the tags in use

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = QStringListModel(self)
        completer = _LastTag(self._known, self)
        self.setCompleter(completer)
        self.setPlaceholderText(self.tr("Add tags"))
        self.setAccessibleName(self.tr("Add tags"))
        self.setToolTip(self.tr("Several tags are separated by commas. Enter adds them."))
        self.returnPressed.connect(lambda: self.entered.emit(self.text()))
        self.textEdited.connect(lambda _text: set_role(self, "invalid", False))

    def set_known(self, tags: Sequence[str]) -> None:
        """Set the tags for the completion."""
        if list(tags) != self._known.stringList():
            self._known.setStringList(list(tags))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.values_wanted.emit()


class _LastTag(QCompleter):
    """Completes the text after the last comma."""

    def __init__(self, known: QStringListModel, line: QLineEdit) -> None:
        super().__init__(known, line)
        self._line = line
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(10)
        popup = QListView(line)
        set_role(popup, "popup", True)
        self.setPopup(popup)

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, comma, _begun = self._line.text().rpartition(",")
        return f"{before}{comma} {index.data()}" if comma else str(index.data())
