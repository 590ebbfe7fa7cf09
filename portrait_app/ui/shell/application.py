"""The QApplication of the program."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Receives the files that macOS opens with the program: as events, not on the command line."""

    brought = Signal(list)  # paths of files to open

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if event.file():
            self.brought.emit([Path(event.file())])
        return True
