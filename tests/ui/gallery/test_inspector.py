"""The inspector: every record can be read, whatever is in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.field import Value
from portrait_app.core.request import GenerationRequest
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.selectable_text import SelectableText
from tests.support.every_action import every_action
from tests.support.gallery import a_picture


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(300, 700)
    return window


@pytest.fixture
def inspector(window: QMainWindow) -> InspectorPanel:
    owner = QObject(window)
    panel = InspectorPanel(every_action(owner))
    window.setCentralWidget(panel)
    window.show()
    return panel


def text_of(panel: InspectorPanel, name: str) -> SelectableText:
    return next(
        label
        for label in panel.findChildren(SelectableText)
        if label.accessibleName().startswith(f"{name}:") and not label.isHidden()
    )


def test_a_picture_of_a_model_this_version_does_not_know(inspector: InspectorPanel) -> None:
    values: dict[str, Value] = {"prompt": "a queen", "num_inference_steps": 44, "wonder": 3}
    picture = replace(a_picture(1), request=GenerationRequest("potraitsd9-txt2img", values))
    inspector.show_picture(picture, Path("1.jpg"))
    words = [label.text() for label in inspector.findChildren(QLabel)]
    assert "potraitsd9-txt2img" in words
    assert {"Steps", "44"} <= set(words)


@pytest.mark.parametrize(
    "prompt", ["word " * 2000, "x" * 10_000, "صورة لامرأة عجوز", "👩🏽‍🎨" * 300, "<b>bold</b>\n\n"]
)
def test_any_prompt_is_shown_whole_and_never_wider_than_the_panel(
    inspector: InspectorPanel, window: QMainWindow, prompt: str
) -> None:
    inspector.show_picture(a_picture(1, prompt=prompt), Path("1.jpg"))
    QApplication.processEvents()
    assert text_of(inspector, "Prompt").text() == prompt
    assert window.width() == 300


def test_a_screen_reader_hears_the_words_and_not_only_their_name(inspector: InspectorPanel) -> None:
    inspector.show_picture(a_picture(1, prompt="a tired sailor"), Path("1.jpg"))
    label = text_of(inspector, "Prompt")
    spoken = QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    assert spoken == "Prompt: a tired sailor"


def test_the_keyboard_copies_what_it_selected_and_not_the_picture(
    inspector: InspectorPanel, window: QMainWindow, qtbot: QtBot
) -> None:
    copied: list[str] = []
    action = QAction(window)
    action.setShortcut("Ctrl+C")  # as the window's "Copy picture"
    action.triggered.connect(lambda: copied.append("picture"))
    window.addAction(action)
    inspector.show_picture(a_picture(1, prompt="a tired sailor"), Path("1.jpg"))
    label = text_of(inspector, "Prompt")
    assert label.focusPolicy() & Qt.FocusPolicy.TabFocus
    label.setFocus()
    qtbot.waitUntil(label.hasFocus)
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["picture"]  # nothing is selected
    QTest.keyClick(label, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["picture"]
    assert QGuiApplication.clipboard().text() == "a tired sailor"


def test_tab_goes_down_the_page_and_stops_at_nothing_nameless(
    inspector: InspectorPanel, window: QMainWindow, qtbot: QtBot
) -> None:
    picture = a_picture(1, prompt="a tired sailor")
    inspector.show_picture(picture, Path("1.jpg"))
    first = next(button for button in inspector.findChildren(QToolButton) if button.isVisible())
    for button in inspector.findChildren(QToolButton):
        button.setEnabled(True)
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    heights, names = [], []
    while not isinstance(QApplication.focusWidget(), SelectableText):
        focused = QApplication.focusWidget()
        assert focused is not None
        heights.append(focused.mapTo(window, QPoint()).y())
        names.append(QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert len(names) < 20
    assert len(names) > 3
    assert all(names)
    assert max(heights) < text_of(inspector, "Prompt").mapTo(window, QPoint()).y()


def test_below_a_drawing_stands_what_was_drawn_and_what_was_not_understood(inspector: InspectorPanel) -> None:
    picture = replace(a_picture(1), understood=("old man", "hat"), missed=("robot", "glowing eyes"))
    inspector.show_picture(picture, Path("1.png"))
    assert text_of(inspector, "Words used").text() == "old man, hat"
    assert text_of(inspector, "Not understood").text() == "robot, glowing eyes"
    inspector.show_picture(replace(picture, missed=()), Path("1.png"))
    names = [
        label.accessibleName() for label in inspector.findChildren(SelectableText) if not label.isHidden()
    ]
    assert not any(name.startswith("Not understood:") for name in names)
