"""Keys that act on pictures, while a person types and while not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.ui.shell.typing_guard import TypingGuard
from tests.support.every_action import every_action

_CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {
    "favourite": (Qt.Key.Key_F, Qt.KeyboardModifier.NoModifier),
    "trash": (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    "copy_image": (Qt.Key.Key_C, _CONTROL),
    "copy_settings": (Qt.Key.Key_C, _CONTROL | Qt.KeyboardModifier.ShiftModifier),
    "use_settings": (Qt.Key.Key_U, _CONTROL),
    "new_seed": (Qt.Key.Key_R, _CONTROL),
}


@pytest.mark.parametrize("kind", [QPlainTextEdit, QLineEdit, QSpinBox, QComboBox])
def test_a_field_keeps_them_to_itself_and_a_button_does_not(qtbot: QtBot, kind: type[QWidget]) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = every_action(window)
    TypingGuard(actions.typed(), window)
    field, button = kind(), QPushButton("Elsewhere")
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addWidget(button)
    window.setCentralWidget(page)
    done: list[str] = []
    for key in (*KEYS, "generate"):
        actions[key].setEnabled(True)
        actions[key].triggered.connect(lambda _checked=False, key=key: done.append(key))
        window.addAction(actions[key])
    window.show()
    window.activateWindow()
    for widget, expected in ((field, []), (button, list(KEYS)), (field, [])):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        done.clear()
        for pressed, modifiers in KEYS.values():
            QTest.keyClick(QApplication.focusWidget() or widget, pressed, modifiers)
        assert done == expected
    QTest.keyClick(field, Qt.Key.Key_Return, _CONTROL)
    assert done == ["generate"]
