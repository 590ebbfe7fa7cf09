"""`python -m tests.benchmarks.empty_window`: an empty PySide6 window, to compare starts with."""

import json
from pathlib import Path
from time import monotonic, process_time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Empty(QWidget):
    """Prints time, CPU time and memory of its first paint, then exits."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        statm = Path("/proc/self/statm")
        memory = int(statm.read_text().split()[1]) * 4096 / 1e6 if statm.exists() else 0
        print(
            json.dumps({"window": {"moment": monotonic(), "cpu": process_time(), "memory": memory}}),
            flush=True,
        )
        QApplication.exit(0)


if __name__ == "__main__":
    application = QApplication([])
    window = Empty()
    window.resize(1320, 840)
    window.show()
    application.exec()
