"""A dialog that is always as high as what it shows: wrapped words are never cut, whatever the font."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget


class FittedDialog(QDialog):
    """Keeps a width in characters, and finds its height anew whenever something comes or goes."""

    def __init__(self, characters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters = characters

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.LayoutRequest:
            return super().event(event)
        handled = super().event(event)
        if layout := self.layout():
            wanted = self._characters * self.fontMetrics().averageCharWidth()
            width = max(wanted, layout.totalMinimumSize().width())
            self.resize(width, layout.totalHeightForWidth(width))
        return handled
