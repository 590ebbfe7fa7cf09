"""A dialog whose height follows its content, so that wrapped text is never cut off in any font."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget


class FittedDialog(QDialog):
    """Keeps a width of `characters` average characters; the height follows every change of the content."""

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
