"""A question is answered by its buttons, Enter, Escape, or by closing it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.question import Option, Words, ask

_Role = QMessageBox.ButtonRole
OPTIONS = (
    Option("stay", "Don’t close", _Role.RejectRole),
    Option("keep", "Keep", _Role.AcceptRole),
    Option("lose", "Lose it", _Role.DestructiveRole),
)


def _click(words: str) -> Callable[[QMessageBox], object]:
    return lambda box: next(one for one in box.buttons() if one.text() == words).click()


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (lambda box: QTest.keyClick(box, Qt.Key.Key_Return), "keep"),
        (lambda box: QTest.keyClick(box, Qt.Key.Key_Escape), "stay"),
        (lambda box: box.close(), "stay"),
        (_click("Don’t close"), "stay"),
        (_click("Keep"), "keep"),
        (_click("Lose it"), "lose"),
    ],
)
def test_the_answer(act: Callable[[QMessageBox], object], answer: str, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[str] = []

    def respond() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.icon() is QMessageBox.Icon.NoIcon  # not Qt's blue one, but one of the program's set
        assert not box.iconPixmap().isNull()
        seen.extend((box.text(), box.informativeText()))
        act(box)

    QTimer.singleShot(0, respond)
    words = Words("Unfinished jobs", "2 waiting", "Jobs you keep continue.")
    assert ask(parent, words, OPTIONS, default="keep", escape="stay") == answer
    assert seen == ["2 waiting", "Jobs you keep continue."]
