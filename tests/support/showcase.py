"""The program after an evening with Sketch: `python -m tests.support.showcase OUT.png [--size WxH]`.

The pictures in the README come from here. Everything is made through the real queue into a library that is
thrown away; nothing of the person's own is touched.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from portrait_app.app import Program, session_settings
from portrait_app.command_line import Arguments
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.paths import Paths
from portrait_app.ui.curation_controller import CurationController
from portrait_app.ui.models.parameter_model import ParameterModel
from portrait_app.ui.views.gallery_view import GalleryView

PROMPTS = (
    "an old man with a white beard, laughing",
    "young woman with short blonde hair and round glasses, blue background",
    "elderly grandmother, grey bun, serious",
    "a bald man with a moustache and sunglasses",
    "black woman with curly black hair, earrings, smile",
    "girl with red braids and freckles, flowers in her hair",
    "surprised boy with messy brown hair, yellow background",
    "sad woman with long wavy pink hair on a teal background",
    "tanned man, black hair, short beard, happy, green background",
    "woman with a long black fringe, dark skin, red background",
    "a ginger man with a big beard, serious",
    "RAW closeup portrait photo of a 25-year-old american, long brunette hair, pale skin, deep smile.",
)
T = TypeVar("T", bound=QObject)
_LOOK = 50  # milliseconds between two looks whether the window has settled
_CALM = 160  # looks in a row without anything under way: the toast and the queue's rows have left


class Showcase(QObject):
    """Makes the portraits one after the other, marks two, and saves the window."""

    def __init__(self, program: Program, file: Path) -> None:
        super().__init__(program)
        self._program = program
        self._file = file
        self._left = list(PROMPTS)
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK)

    def _find(self, kind: type[T]) -> T:
        found = self._program.findChild(kind) or self._program.window.findChild(kind)
        assert isinstance(found, kind)
        return found

    def _look(self) -> None:
        if not self._program.is_open:
            return
        self._calm = 0 if self._find(TaskRunner).busy else self._calm + 1
        if self._left and self._calm:
            model = self._find(ParameterModel)
            model.set_values({"prompt": self._left.pop(0), "seed": 531327 + len(self._left)})
            self._find(GenerationQueue).submit(model.request())
            if not self._left:
                self._find(CurationController).set_favourite([2, 5], True)
        elif self._calm == _CALM // 2:
            view = self._find(GalleryView)
            view.setCurrentIndex(view.model().index(0, 0))
        elif self._calm > _CALM:
            self._timer.stop()
            saved = self._program.window.grab().save(str(self._file), "PNG")
            QApplication.exit(0 if saved else 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--size", default="1400x860")
    parser.add_argument("--appearance", choices=("dark", "light"), default="dark")
    wishes = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    width, height = map(int, wishes.size.split("x"))
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
        arguments = Arguments(appearance=wishes.appearance, size=(width, height))
        settings = session_settings(arguments, paths)
        settings.set("banner_dismissed", True)
        program = Program(application, arguments, paths, settings, paths.library)
        program.start()
        Showcase(program, wishes.file)
        code = application.exec()
        program.shut_down()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
