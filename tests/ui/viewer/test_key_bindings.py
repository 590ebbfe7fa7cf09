"""A view's own keys come before the window's shortcuts, however they are typed; all others are left alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.viewer.key_bindings import KeyBindings

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (_Key.Key_0, _CTRL, "view 0"),
        (_Key.Key_0, _CTRL | _KEYPAD, "view 0"),
        (_Key.Key_Plus, _CTRL, "view +"),
        (_Key.Key_Plus, _CTRL | _SHIFT, "view +"),
        (_Key.Key_0, _NONE, "window 0"),
        (_Key.Key_0, _CTRL | _SHIFT, ""),
    ],
)
def test_whose_a_key_is(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, expected: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = QWidget(window)
    within = QWidget(view)
    within.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    done: list[str] = []
    for typed, name in (("Ctrl+0", "window Ctrl+0"), ("Ctrl++", "window Ctrl++"), ("0", "window 0")):
        shortcut = QShortcut(QKeySequence(typed), window)
        shortcut.activated.connect(lambda name=name: done.append(name))
    KeyBindings(
        view,
        {
            _CTRL | _Key.Key_0: lambda: done.append("view 0"),
            _CTRL | _Key.Key_Plus: lambda: done.append("view +"),
        },
    )
    with qtbot.waitActive(window):
        window.show()
    within.setFocus()
    QTest.keyClick(within, key, modifiers)
    assert done == [expected] * bool(expected)
