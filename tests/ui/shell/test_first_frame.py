"""What stands in the window's first frame stays where it is while the rest is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from tests.support.program import RunningProgram


class _Frames(QObject):
    """Notes where the panels are in each frame of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.tops: dict[str, set[int]] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            for dock in watched.findChildren(QDockWidget):
                if dock.isVisible():
                    self.tops.setdefault(dock.objectName(), set()).add(dock.y())
        return False


@pytest.fixture
def frames(tmp_path: Path, qtbot: QtBot) -> Iterator[_Frames]:
    program = RunningProgram(tmp_path, qtbot, fills=False, opens=False, size=(1100, 720))
    noted = _Frames()
    program.window.installEventFilter(noted)
    qtbot.waitUntil(lambda: program.program.is_open, timeout=20_000)
    yield noted
    program.close()


def test_panels_stay_where_they_are(frames: _Frames) -> None:
    assert set(frames.tops) == {"parameters_dock", "inspector_dock", "queue_dock"}
    for name, tops in frames.tops.items():
        assert max(tops) - min(tops) < 8, (name, tops)  # a line of a title at most
