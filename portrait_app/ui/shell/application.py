"""The application, as the desktop talks to it."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """On macOS, files that are opened with the program come as events instead of on the command line."""

    brought = Signal(list)  # Paths

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if event.file():
            self.brought.emit([Path(event.file())])
        return True
