"""Words to select: the ring is there with the focus, and only then."""

from PySide6.QtWidgets import QFocusFrame, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.selectable_text import SelectableText


def test_the_ring_comes_and_goes_with_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    words, other = SelectableText("Prompt", "an old man"), QLineEdit()
    layout.addWidget(words)
    layout.addWidget(other)
    other.setFocus()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()

    def rings() -> list[bool]:
        return [ring.isVisible() for ring in window.findChildren(QFocusFrame)]

    assert rings() == [False]
    words.setFocus()
    qtbot.waitUntil(lambda: rings() == [True])
    other.setFocus()
    qtbot.waitUntil(lambda: rings() == [False])
