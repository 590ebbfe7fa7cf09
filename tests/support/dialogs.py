"""Opens the window and every dialog, and prints where each is: `python -m tests.support.dialogs HOME POINTS`.

A process of its own, because a process has one screen and one font. With `window`, only the window is opened.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QWidget

from tests.benchmarks.waiting import Waiter
from tests.support.every_action import every_row
from tests.support.program import RunningProgram
from tests.support.scenes import close_all

_LOOK = 300  # milliseconds until a dialog has its final place
_NOT_A_DIALOG = ("quit", "export_again")


def _place(window: QWidget) -> dict[str, object]:
    """Return where a window is on the screen, with its frame, and whether all of it is there."""
    frame = window.frameGeometry()
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    is_whole = window.screen().availableGeometry().contains(frame)
    last = buttons[-1] if buttons and isinstance(window, QDialog) else None
    is_reached = last is None or window.rect().contains(_inside(window, last))
    return {"fits": is_whole and is_reached, "place": frame.getRect()}


def _inside(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size())


def main() -> int:
    home, points, only_window = Path(sys.argv[1]), float(sys.argv[2]), "window" in sys.argv
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    application = QApplication(sys.argv[:1])
    if points:
        font = application.font()
        font.setPointSizeF(points)
        application.setFont(font)
    program = RunningProgram(home, Waiter())
    window = program.window
    shown = {"MainWindow": _place(window)}
    generate = next(one for one in window.findChildren(QPushButton) if one.text() == "Generate")
    place = _inside(window, generate)
    shown["Generate"] = {"fits": window.rect().contains(place), "place": place.getRect()}
    if not only_window:
        _open_all(program, shown)
    program.close()
    print(json.dumps(shown))
    return 0


def _open_all(program: RunningProgram, shown: dict[str, dict[str, object]]) -> None:
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    program.view.setCurrentIndex(program.model.index(0, 0))

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            shown[type(dialog).__name__] = _place(dialog)
            close_all()

    timer = QTimer()
    timer.setInterval(_LOOK)
    timer.timeout.connect(look)
    timer.start()
    for row in every_row():
        if row.text.endswith("…") and row.key not in _NOT_A_DIALOG and program.action(row.key).isEnabled():
            program.action(row.key).trigger()
            program.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    timer.stop()


if __name__ == "__main__":
    raise SystemExit(main())
