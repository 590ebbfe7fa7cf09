"""Each editor through real keys: what can be typed, what cannot, and what it tells."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import PARAMETERS, SAMPLE_VALUES
from portrait_app.core.field import Field, FieldError, Kind, Problem
from portrait_app.core.preferences import SETTINGS
from portrait_app.ui.kit.editors import EDITORS, make_editor
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_problem_text
from portrait_app.ui.kit.segmented_row import SegmentedRow

ROWS: dict[str, Field] = {row.key: row for row in (*PARAMETERS, *SETTINGS)}
CTRL = Qt.KeyboardModifier.ControlModifier

Show = Callable[[str], FieldEditor]
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Put the editor of a row on the screen, with the focus."""
    windows = []  # pytest-qt alone does not keep them alive

    def build(key: str) -> FieldEditor:
        window = QWidget()
        column = QVBoxLayout(window)
        editor = make_editor(ROWS[key], window)
        column.addWidget(editor)
        column.addWidget(QLineEdit(window))  # somewhere else to go
        column.addStretch(1)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        editor.setFocus()
        return editor

    yield build
    windows.clear()


def find(editor: QWidget, kind: type[W], name: str = "") -> W:
    found = [child for child in editor.findChildren(kind) if name in child.accessibleName()]
    assert found, f"no {kind.__name__} {name}"
    return found[0]


def retype(qtbot: QtBot, widget: QWidget, text: str) -> None:
    QTest.keyClick(widget, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(widget, text)


def turn_wheel(widget: QWidget, notches: int = -1) -> None:
    """Turn the wheel over the middle of `widget`, as the window system reports it."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, 120 * notches))


def test_there_is_an_editor_for_every_kind() -> None:
    assert set(EDITORS) == set(Kind)


@pytest.mark.parametrize("key", [row.key for row in (*PARAMETERS, *SETTINGS) if row.label])
def test_every_editor_holds_its_default_and_is_named(show: Show, key: str) -> None:
    editor = show(key)
    row = ROWS[key]
    assert editor.value() == row.default
    assert str(editor.metaObject().userProperty().name()) == "field_value"
    assert editor.property("field_value") == row.default
    assert row.label in editor.control.accessibleName()
    assert row.help in editor.control.accessibleDescription()
    for child in editor.findChildren(QToolButton) + editor.findChildren(QPushButton):
        assert child.accessibleName()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *SAMPLE_VALUES.items(),
        ("guidance_scale", 7.123456789),
        ("seed", -1),
        ("seed", 999_999_999_999_999),
        ("base64", True),
        ("read_timeout", 3600),
        ("library_folder", "/tmp/a folder"),
        ("api_url", "http://127.0.0.1:8765"),
        ("on_close", "cancel"),
        ("concurrency", 8),
        ("prompt", "a\u2029b\u00a0c\r\nd"),
    ],
)
def test_a_value_that_is_set_comes_back_and_tells_nobody(
    show: Show, qtbot: QtBot, key: str, value: object
) -> None:
    editor = show(key)
    checked = ROWS[key].check(value)
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_value(checked)
        editor.settle()
        editor.setProperty("field_value", checked)
    assert editor.value() == checked
    assert type(editor.value()) is type(checked)


# Text


def test_a_prompt_grows_tells_its_tokens_and_lets_tab_and_ctrl_enter_go(show: Show, qtbot: QtBot) -> None:
    editor = show("prompt")
    text = find(editor, QPlainTextEdit)
    caption = next(label for label in editor.findChildren(QLabel) if "tokens" in label.text())
    editor.window().resize(320, 600)
    empty_height = text.sizeHint().height()
    qtbot.waitUntil(lambda: text.height() == empty_height)
    with qtbot.waitSignal(editor.edited) as told:
        QTest.keyClicks(text, "a")
    assert told.args == [editor]
    QTest.keyClick(text, Qt.Key.Key_Return)
    QTest.keyClicks(text, "face")
    assert editor.value() == "a\nface"
    assert caption.text() == "about 4 of 77 tokens"
    assert caption.property("tone") == "caption"

    editor.set_value("\n".join(["a face"] * 6))
    qtbot.waitUntil(lambda: text.height() > empty_height)
    assert text.verticalScrollBar().maximum() == 0, "it grew far enough"
    editor.set_value("\n".join(["a lonely light house keeper"] * 60))
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() > 0)
    assert text.height() < 20 * text.fontMetrics().lineSpacing()
    assert caption.property("tone") == "caution"
    assert "the model ignores the rest" in caption.text()

    fired: list[bool] = []
    action = QAction(editor.window(), shortcut=QKeySequence("Ctrl+Return"))
    action.triggered.connect(lambda: fired.append(True))
    editor.window().addAction(action)
    before = editor.value()
    QTest.keyClick(text, Qt.Key.Key_Return, CTRL)
    assert fired == [True]
    assert editor.value() == before
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert not text.hasFocus()
    assert editor.value() == before


def test_a_recalled_prompt_can_be_taken_back(show: Show, qtbot: QtBot) -> None:
    editor = show("prompt")
    text = find(editor, QPlainTextEdit)
    QTest.keyClicks(text, "half written")
    editor.set_value("another")
    QTest.keyClick(text, Qt.Key.Key_Z, CTRL)
    assert editor.value() == "half written"


def test_no_limit_no_caption(show: Show) -> None:
    editor = show("prompt")
    caption = next(label for label in editor.findChildren(QLabel) if "tokens" in label.text())
    assert caption.isVisible()
    assert hasattr(editor, "set_token_limit")
    editor.set_token_limit(0)
    assert not caption.isVisible()


def test_an_address_loses_the_spaces_around_it(show: Show, qtbot: QtBot) -> None:
    editor = show("api_url")
    line = find(editor, QLineEdit)
    retype(qtbot, line, " http://127.0.0.1:8765 ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == line.text() == "http://127.0.0.1:8765"


def test_a_folder_is_typed_or_picked(
    show: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = show("library_folder")
    line = find(editor, QLineEdit)
    assert line.placeholderText() == "Default"
    QTest.keyClicks(line, "/x")
    assert editor.value() == "/x"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(editor.edited):
        QTest.mouseClick(find(editor, QPushButton), Qt.MouseButton.LeftButton)
    assert editor.value() == str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    QTest.mouseClick(find(editor, QPushButton), Qt.MouseButton.LeftButton)
    assert editor.value() == str(tmp_path)


# Numbers


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("num_inference_steps", "30", 30),
        ("num_inference_steps", "101", 20),  # "10" is on the way to 100 only, so the last figure is refused
        ("num_inference_steps", "-30", 30),
        ("num_inference_steps", "3.5", 35),
        ("guidance_scale", "12.25", 12.25),
        ("guidance_scale", "12,25", 12.25),
        ("guidance_scale", "26", 2.0),
        ("guidance_scale", "1e3", 13.0),
        ("concurrency", "9", 2),
        ("read_timeout", "3601", 360),
    ],
)
def test_nothing_out_of_range_can_be_typed(
    show: Show, qtbot: QtBot, key: str, typed: str, value: object
) -> None:
    editor = show(key)
    box = find(editor, QDoubleSpinBox)
    QTest.keyClick(box, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert editor.value() == value
    assert editor.field.check(editor.value()) == value


def test_a_number_half_typed_is_settled_before_ctrl_enter_uses_it(show: Show, qtbot: QtBot) -> None:
    editor = show("num_inference_steps")
    editor.set_value(30)
    box = find(editor, QDoubleSpinBox)
    retype(qtbot, box, "4")
    assert box.text() == "4"
    QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
    assert box.text() == "30"
    assert editor.value() == 30


def test_slider_and_box_move_together(show: Show, qtbot: QtBot) -> None:
    editor = show("guidance_scale")
    box, slider = find(editor, QDoubleSpinBox), find(editor, QSlider)
    assert box.text() == "7.5"
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert editor.value() == pytest.approx(7.6)
    place = slider.value()
    slider.setFocus()
    with qtbot.waitSignal(editor.edited):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == place + 1
    assert editor.value() == 7.7
    assert box.text() == "7.7"
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert editor.value() == 0.1
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert editor.value() == 25
    retype(qtbot, box, "7.25")
    assert editor.value() == 7.25


def test_a_box_shows_its_unit_and_has_no_slider(show: Show) -> None:
    editor = show("read_timeout")
    assert find(editor, QDoubleSpinBox).text() == "300 s"
    assert not editor.findChildren(QSlider)


def test_tab_reaches_the_chosen_button_first(show: Show) -> None:
    editor = show("samples")
    line = find(editor.window(), QLineEdit)
    line.setFocus()
    editor.set_value(3)
    QTest.keyClick(line, Qt.Key.Key_Backtab)
    assert find(editor, SegmentedRow).buttons()[2].hasFocus()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert find(editor, SegmentedRow).buttons()[2].hasFocus()


def test_a_few_numbers_are_buttons_walked_by_arrow_keys(show: Show, qtbot: QtBot) -> None:
    editor = show("samples")
    buttons = find(editor, SegmentedRow).buttons()
    assert [button.text() for button in buttons] == ["1", "2", "3", "4"]
    assert buttons[0].hasFocus()
    with qtbot.waitSignal(editor.edited):
        QTest.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert editor.value() == 3
    QTest.keyClick(buttons[2], Qt.Key.Key_Right)
    assert editor.value() == 4
    assert buttons[3].hasFocus()
    QTest.keyClick(buttons[3], Qt.Key.Key_Left)
    assert editor.value() == 3
    QTest.keyClick(buttons[2], Qt.Key.Key_Tab)
    assert not any(button.hasFocus() for button in buttons), "Tab leaves the row"
    QTest.keyClick(find(editor.window(), QLineEdit), Qt.Key.Key_Backtab)
    assert buttons[2].hasFocus(), "and comes back to what is chosen"


# Choices


def test_a_choice_by_keys(show: Show, qtbot: QtBot) -> None:
    editor = show("scheduler")
    box = find(editor, QComboBox)
    assert box.count() == 13
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert editor.value() == "DDPM"
    QTest.keyClick(box, Qt.Key.Key_End)
    assert editor.value() == "dpmpp_2m"
    assert box.currentText() == "dpmpp_2m (sample default)"


def test_a_side_is_a_number(show: Show, qtbot: QtBot) -> None:
    editor = show("img_width")
    QTest.keyClicks(find(editor, QComboBox), "768")
    assert editor.value() == 768


def test_a_tick(show: Show, qtbot: QtBot) -> None:
    editor = show("base64")
    box = find(editor, QCheckBox)
    assert box.text() == "Deliver as base64"
    assert editor.labels_itself
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert editor.value() is True


# The seed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("531327", 531327),
        ("-1", -1),
        ("0", 0),
        ("-2", -1),
        ("", -1),
        ("-", -1),
        ("999999999999999", 999_999_999_999_999),
        ("9999999999999999", 999_999_999_999_999),
        ("007", 7),
        ("1e5", 15),
    ],
)
def test_only_a_seed_can_be_typed(show: Show, qtbot: QtBot, typed: str, value: int) -> None:
    editor = show("seed")
    editor.set_value(42)
    line = find(editor, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_A, CTRL)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert editor.value() == value
    assert line.text() == str(value)


def test_a_seed_is_pasted_with_what_surrounds_it(show: Show, qtbot: QtBot) -> None:
    editor = show("seed")
    line = find(editor, QLineEdit)
    QGuiApplication.clipboard().setText(" 531327\n")
    QTest.keyClick(line, Qt.Key.Key_A, CTRL)
    QTest.keyClick(line, Qt.Key.Key_V, CTRL)
    assert editor.value() == 531327


def test_the_lock_is_open_for_minus_one_and_brings_the_number_back(show: Show, qtbot: QtBot) -> None:
    editor = show("seed")
    lock = find(editor, QToolButton, "Keep this seed")
    random = next(label for label in editor.findChildren(QLabel) if label.text() == "random")
    assert not lock.isChecked()
    assert random.isVisible()
    editor.set_value(531327)
    assert lock.isChecked()
    assert not random.isVisible()
    with qtbot.waitSignal(editor.edited):
        QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert editor.value() == -1
    assert find(editor, QLineEdit).text() == "-1"
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert editor.value() == 531327
    retype(qtbot, find(editor, QLineEdit), "-1")
    assert not lock.isChecked()


def test_a_lock_that_never_had_a_number_draws_one(show: Show, qtbot: QtBot) -> None:
    editor = show("seed")
    lock = find(editor, QToolButton, "Keep this seed")
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert lock.isChecked()
    assert int(editor.value()) >= 0


def test_the_dice_draws_a_new_number_and_locks_it(show: Show, qtbot: QtBot) -> None:
    editor = show("seed")
    dice = find(editor, QToolButton, "Pick a new seed")
    drawn = set()
    for _ in range(4):
        QTest.mouseClick(dice, Qt.MouseButton.LeftButton)
        drawn.add(editor.value())
    assert len(drawn) > 1
    assert all(0 <= int(seed) < 2**32 for seed in drawn)
    assert find(editor, QToolButton, "Keep this seed").isChecked()


# All of them


def test_a_problem_stands_at_the_field_until_it_is_edited(show: Show, qtbot: QtBot) -> None:
    editor = show("prompt")
    text = find(editor, QPlainTextEdit)
    height = editor.sizeHint().height()
    editor.set_problem("Describe what the picture should show.")
    sentence = next(label for label in editor.findChildren(QLabel) if label.text().startswith("Describe"))
    assert sentence.isVisible()
    assert editor.sizeHint().height() > height
    assert text.property("invalid") is True
    assert "Describe what" in text.accessibleDescription()
    QTest.keyClicks(text, "a")
    assert not sentence.isVisible()
    assert text.property("invalid") is False
    assert "Describe what" not in text.accessibleDescription()


@pytest.mark.parametrize(
    ("key", "control"),
    [
        ("scheduler", QComboBox),
        ("num_inference_steps", QDoubleSpinBox),
        ("num_inference_steps", QSlider),
        ("guidance_scale", QSlider),
    ],
)
def test_the_wheel_changes_only_what_has_the_focus(qtbot: QtBot, key: str, control: type[QWidget]) -> None:
    scroll = QScrollArea()
    content = QWidget()
    column = QVBoxLayout(content)
    other = QLineEdit(content)
    editor = make_editor(ROWS[key], content)
    column.addWidget(other)
    column.addWidget(editor)
    column.addStretch(1)
    content.setFixedHeight(2000)
    scroll.setWidget(content)
    qtbot.addWidget(scroll)
    with qtbot.waitActive(scroll):
        scroll.show()
    other.setFocus()
    before = editor.value()
    widget = find(editor, control)
    turn_wheel(widget)
    assert editor.value() == before
    assert not widget.hasFocus()
    assert scroll.verticalScrollBar().value() > 0, "what scrolls around it gets the wheel"
    scroll.verticalScrollBar().setValue(0)
    widget.setFocus()
    turn_wheel(widget, notches=1)
    assert editor.value() != before


@pytest.mark.parametrize(
    ("key", "problem", "sentence"),
    [
        ("prompt", Problem.REQUIRED, "Describe what the picture should show."),
        ("api_url", Problem.REQUIRED, "Service address is required."),
        ("api_url", Problem.NOT_AN_ADDRESS, "An address starts with https:// or http://."),
        ("guidance_scale", Problem.OUT_OF_RANGE, "Guidance scale must be between 0.1 and 25."),
        ("seed", Problem.OUT_OF_RANGE, "Seed must be between -1 and 999999999999999."),
        ("scheduler", Problem.NOT_A_CHOICE, "Choose one from the list."),
        ("samples", Problem.WRONG_TYPE, "Samples cannot have this value."),
    ],
)
def test_a_sentence_for_every_problem(key: str, problem: Problem, sentence: str) -> None:
    assert field_problem_text(FieldError(ROWS[key], problem)) == sentence
