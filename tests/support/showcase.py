"""Makes a screenshot of the program: `python -m tests.support.showcase OUT.png [--scene NAME] [--size WxH]`.

It makes the screenshots in the README. All pictures go through the real queue into a temporary library. The
user's own data is not touched, and the key is for a service in this process.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from portrait_app.system.settings import JsonSettings
from tests.benchmarks.waiting import Waiter
from tests.support.english import speak_english
from tests.support.program import RunningProgram
from tests.support.pseudo import english_words, speak_pseudo
from tests.support.scenes import GREETED, PAID, SCENES, close_all
from tests.support.screens import offscreen
from tests.support.segmind_service import KEY, SegmindService
from tests.support.stage import Stage

_LOOK = 50  # milliseconds between two checks whether the program is idle
# Idle checks in a row before the screenshot: until the toast and the rows of the queue are gone
_CALM = {"evening": 160, "server-dialog": 60, "server-panel": 60}
_A_MOMENT = 12
_AT_WORK = frozenset({"server-panel"})  # scenes with a job that is running


class Photographer:
    """Saves the screenshot when the program is idle. It uses a timer, because a modal dialog may be open."""

    def __init__(self, program: RunningProgram, file: Path, scene: str, look: Callable[[], None]) -> None:
        """`look` is called when the picture is taken, with all of it still on the screen."""
        self._program = program
        self._look_at = look
        self._file = file
        self._is_at_work = scene in _AT_WORK
        self._left = self._calm = _CALM.get(scene, _A_MOMENT)
        self.is_done = False
        self.timer = QTimer()
        self.timer.setInterval(_LOOK)
        self.timer.timeout.connect(self._look)

    def _look(self) -> None:
        self._left = self._left - 1 if self._is_at_work or self._program.is_idle else self._calm
        if self._left < 0 and not self.is_done:
            self.timer.stop()
            self.is_done = picture_of(self._program.window).save(str(self._file), "PNG")
            try:
                self._look_at()
            finally:
                close_all()


def picture_of(window: QWidget) -> QPixmap:
    """Return a screenshot of a window, with the dialogs, lists and menus above it."""
    pixmap = window.grab()
    painter = QPainter(pixmap)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            painter.drawPixmap(other.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), other.grab())
    painter.end()
    return pixmap


def _print_english() -> None:
    for text, words in english_words().items():
        print(f"{' '.join(words)[:60]:60} in {' '.join(text.split())[:200]}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--scene", choices=SCENES, default="evening")
    parser.add_argument("--size", default="1400x860")
    parser.add_argument("--appearance", choices=("dark", "light"), default="dark")
    parser.add_argument("--font", type=int, default=100, metavar="PERCENT", help="of the size of letters")
    parser.add_argument(
        "--pseudo",
        action="store_true",
        help="in a language of accents; prints which words are left in English",
    )
    parser.add_argument("--screen", metavar="WxH", help="a screen of this size, which decides the window's")
    parser.add_argument("--scale", type=float, default=1, help="of the screen, such as 1.5")
    wishes = parser.parse_args()
    place = tempfile.TemporaryDirectory()
    width, height = map(int, (wishes.screen or "3840x2160").split("x"))
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        file = Path(place.name, "screen.json")
        os.environ["QT_QPA_PLATFORM"] = offscreen(file, width, height, wishes.scale)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ["SEGMIND_API_KEY"] = KEY if wishes.scene in PAID else ""
    application = QApplication(sys.argv[:1])
    speak_english(application)
    font = application.font()
    font.setPointSizeF(font.pointSizeF() * wishes.font / 100)
    application.setFont(font)
    size = None if wishes.screen else tuple(map(int, wishes.size.split("x")))
    with place, tempfile.TemporaryDirectory() as folder, SegmindService() as cloud:
        home = Path(folder)
        if wishes.pseudo:
            speak_pseudo(application, home)
        settings = JsonSettings(home / "config" / "settings.json")
        settings.set("banner_dismissed", wishes.scene not in GREETED)
        settings.save()
        program = RunningProgram(
            home,
            Waiter(),
            appearance=wishes.appearance,
            size=size,
            offers_models=wishes.scene in GREETED,
            api=cloud.url,
        )
        look = _print_english if wishes.pseudo else lambda: None
        photographer = Photographer(program, wishes.file, wishes.scene, look)
        stage = Stage(program, cloud)
        SCENES[wishes.scene](stage)
        photographer.timer.start()
        program.qtbot.waitUntil(lambda: photographer.is_done, timeout=60_000)
        program.close()
        stage.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
