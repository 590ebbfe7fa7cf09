"""The panel, through real keys and clicks: every parameter from the screen to the request."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import (
    ENDPOINTS,
    PARAMETERS,
    SAMPLE_VALUES,
    SEGMIND,
    SKETCH,
    Endpoint,
    defaults,
    endpoint,
    endpoints_of,
)
from portrait_app.core.field import Kind, Value
from portrait_app.core.request import InvalidRequest
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.segmented_row import SegmentedRow

SAMPLE = json.loads((Path(__file__).parents[2] / "fixtures" / "sample-request.json").read_text("utf-8"))
NAMES = [(SEGMIND, "Segmind"), (SKETCH, "Sketch")]
CTRL = Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def model(qapp: object) -> ParameterModel:
    return ParameterModel(ENDPOINTS[0])


@pytest.fixture
def panel(model: ParameterModel, qtbot: QtBot) -> Iterator[ParameterPanel]:
    """A panel on the screen, whose wishes for another engine or model are granted."""
    panel = ParameterPanel(model, endpoints_of)
    panel.set_engines(NAMES)
    panel.engine_chosen.connect(lambda key: model.set_endpoint(endpoints_of(key)[0]))
    panel.endpoint_chosen.connect(lambda slug: model.set_endpoint(endpoint(slug)))
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    with qtbot.waitActive(panel):
        panel.show()
    yield panel
    panel.hide()


def find(parent: QWidget, kind: type[W], words: str = "") -> W:
    for child in parent.findChildren(kind):
        text = child.text() if isinstance(child, QLabel | QPushButton | QToolButton) else ""
        if words in child.accessibleName() or words in text:
            return child
    pytest.fail(f"no {kind.__name__} {words}")


def by_keys(editor: QWidget, kind: type[W], text: str) -> None:
    """Replace what the control inside `editor` holds by typing."""
    control = find(editor, kind)
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(control, text)


def press_segment(editor: QWidget, value: Value) -> None:
    row = find(editor, SegmentedRow)
    button = next(button for button in row.buttons() if button.text() == str(value))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def walk_to(editor: QWidget, value: Value) -> None:
    box = find(editor, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentData() == value:
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    pytest.fail(f"{value} is not offered")


def tick(editor: QWidget, value: Value) -> None:
    box = find(editor, QCheckBox)
    if box.isChecked() != value:
        QTest.keyClick(box, Qt.Key.Key_Space)


ENTER_BY_KIND: dict[Kind, Callable[[QWidget, Value], None]] = {
    Kind.PROMPT: lambda editor, value: by_keys(editor, QPlainTextEdit, str(value)),
    Kind.CHOICE: walk_to,
    Kind.NUMBER: lambda editor, value: by_keys(editor, QDoubleSpinBox, str(value)),
    Kind.SEED: lambda editor, value: by_keys(editor, QLineEdit, str(value)),
    Kind.BOOLEAN: tick,
}


def enter(panel: ParameterPanel, key: str, value: Value) -> None:
    """Give a parameter its value as a person does."""
    editor = panel.editor(key)
    if editor.field.kind is Kind.INTEGER and editor.findChildren(SegmentedRow):
        press_segment(editor, value)
    elif editor.field.kind is Kind.INTEGER:
        by_keys(editor, QDoubleSpinBox, str(value))
    else:
        ENTER_BY_KIND[editor.field.kind](editor, value)


OTHERS: dict[str, Value] = {
    "prompt": "a face\tlit from the left".replace("\t", " "),
    "negative_prompt": "blurry",
    "scheduler": "Euler a",
    "num_inference_steps": 99,
    "guidance_scale": 12.25,
    "samples": 4,
    "seed": 999_999_999_999_999,
    "img_width": 1024,
    "img_height": 768,
    "base64": True,
}


@pytest.mark.parametrize(("key", "value"), OTHERS.items())
def test_each_parameter_goes_from_the_screen_to_the_request(
    panel: ParameterPanel, model: ParameterModel, key: str, value: Value
) -> None:
    model.set_values({"prompt": "a face"})
    enter(panel, key, value)
    assert model.values() == {**defaults(), "prompt": "a face", key: value}
    assert model.request().values[key] == value


def test_the_sample_request_from_the_screen(panel: ParameterPanel, model: ParameterModel) -> None:
    for key, value in SAMPLE_VALUES.items():
        enter(panel, key, value)
    assert dict(model.request().values) == SAMPLE
    assert json.loads(json.dumps(dict(model.request().values))) == SAMPLE


def test_what_the_model_gets_is_seen(panel: ParameterPanel, model: ParameterModel) -> None:
    model.set_values(SAMPLE_VALUES)
    assert {key: panel.editor(key).value() for key in SAMPLE} == SAMPLE
    assert find(panel.editor("prompt"), QPlainTextEdit).toPlainText() == SAMPLE["prompt"]
    assert find(panel.editor("scheduler"), QComboBox).currentText() == "dpmpp_2m (sample default)"
    assert find(panel.editor("seed"), QLineEdit).text() == "531327"


def test_a_recalled_value_finer_than_its_control_stays_what_it_was(
    panel: ParameterPanel, model: ParameterModel
) -> None:
    model.set_values({"prompt": "one\r\ntwo", "guidance_scale": 7.123456789})
    for key in ("prompt", "guidance_scale"):
        panel.editor(key).control.setFocus()
        QTest.keyClick(panel.editor(key).control, Qt.Key.Key_Tab)
    panel.settle()
    assert model.values()["guidance_scale"] == 7.123456789
    assert model.values()["prompt"] == "one\r\ntwo"


def test_width_and_height_are_swapped(panel: ParameterPanel, model: ParameterModel) -> None:
    model.set_values({"img_width": 512, "img_height": 768})
    QTest.mouseClick(find(panel, QToolButton, "Swap"), Qt.MouseButton.LeftButton)
    assert (model.values()["img_width"], model.values()["img_height"]) == (768, 512)
    assert panel.editor("img_width").y() == panel.editor("img_height").y()


# Engines and models


def test_another_engine_keeps_the_values_and_says_what_it_does_not_use(
    panel: ParameterPanel, model: ParameterModel, qtbot: QtBot
) -> None:
    model.set_values(SAMPLE_VALUES)
    with qtbot.waitSignal(panel.engine_chosen) as chosen:
        QTest.mouseClick(find(panel, QToolButton, "Engine: Sketch"), Qt.MouseButton.LeftButton)
    assert chosen.args == [SKETCH]
    assert model.values() == SAMPLE_VALUES
    for parameter in PARAMETERS:
        editor = panel.editor(parameter.key)
        unused = parameter.key in endpoint("sketch-lorelei").unused
        assert editor.isEnabled() is not unused
        assert ("Not used by Sketch" in editor.control.accessibleDescription()) is unused
        assert ("Not used by Sketch" in editor.toolTip()) is unused
    assert not panel.editor("scheduler").isVisible()  # folded away
    QTest.mouseClick(find(panel, QToolButton, "Not used by Sketch: 4"), Qt.MouseButton.LeftButton)
    assert find(panel, QLabel, "Scheduler · Not used by Sketch").isVisible()

    QTest.mouseClick(find(panel, QToolButton, "Engine: Segmind"), Qt.MouseButton.LeftButton)
    assert model.request().values == SAMPLE_VALUES
    assert all(panel.editor(parameter.key).isEnabled() for parameter in PARAMETERS)
    assert not [label for label in panel.findChildren(QLabel) if "Not used" in label.text()]


def test_the_sketch_reads_all_words(panel: ParameterPanel, model: ParameterModel) -> None:
    model.set_values(SAMPLE_VALUES)
    assert find(panel, QLabel, "the model ignores the rest").isVisible()
    model.set_endpoint(endpoint("sketch-lorelei"))
    assert not [
        label for label in panel.findChildren(QLabel) if "tokens" in label.text() and label.isVisible()
    ]


def test_models_are_offered_where_the_engine_has_several(
    panel: ParameterPanel, model: ParameterModel, qtbot: QtBot
) -> None:
    models = find(panel, QComboBox, "Model")
    assert [models.itemText(place) for place in range(models.count())] == [
        "Tiny-SD Portrait",
        "Small-SD",
        "Tiny-SD",
        "epiCRealism",
        "Sci-Fi",
        "Disney Pixar B",
        "RealVis SDXL",
        "Yamer’s Realistic SDXL",
    ]
    assert find(panel, QLabel, "Segmind’s small model, tuned for portraits.").isVisible()
    models.setFocus()
    with qtbot.waitSignal(panel.endpoint_chosen) as chosen:
        QTest.keyClick(models, Qt.Key.Key_Down)
    assert chosen.args == ["smallsd1.5-txt2img"]
    assert model.endpoint.name == models.currentText() == "Small-SD"
    model.set_endpoint(endpoint("sketch-lorelei"))
    assert not models.isVisible()


def test_an_engine_that_is_not_granted_is_not_shown(model: ParameterModel, qtbot: QtBot) -> None:
    panel = ParameterPanel(model, endpoints_of)
    panel.set_engines(NAMES)
    qtbot.addWidget(panel)
    button = find(panel, QToolButton, "Engine: Sketch")
    with qtbot.waitSignal(panel.engine_chosen):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isChecked()
    assert find(panel, QToolButton, "Engine: Segmind").isChecked()


def test_an_endpoint_with_a_table_of_its_own_has_its_own_form(
    panel: ParameterPanel, model: ParameterModel
) -> None:
    own = Endpoint(
        "own",
        "Own",
        SEGMIND,
        "",
        parameters=(PARAMETERS[0], replace(PARAMETERS[3], maximum=50), PARAMETERS[5]),
    )
    model.set_endpoint(own)
    with pytest.raises(KeyError):
        panel.editor("seed")
    assert not panel.editor("num_inference_steps").isHidden()
    enter(panel, "num_inference_steps", 45)
    enter(panel, "samples", 2)
    assert model.values() == {"prompt": "", "num_inference_steps": 45, "samples": 2}
    model.set_endpoint(ENDPOINTS[0])
    enter(panel, "seed", 7)
    assert model.values()["seed"] == 7
    assert model.values()["num_inference_steps"] == 45


# The button, its problems, and back to the start


def test_generate_is_asked_for_with_everything_settled(
    panel: ParameterPanel, model: ParameterModel, qtbot: QtBot
) -> None:
    model.set_values(SAMPLE_VALUES)
    by_keys(panel.editor("seed"), QLineEdit, "-")
    panel.set_cost_text("About $0.003 a picture")
    assert find(panel, QLabel, "About $0.003").isVisible()
    with qtbot.waitSignal(panel.generate_requested):
        QTest.mouseClick(find(panel, QPushButton, "Generate"), Qt.MouseButton.LeftButton)
    assert model.request().seed == -1


def test_an_empty_prompt_says_so_at_the_field(panel: ParameterPanel, model: ParameterModel) -> None:
    panel.editor("base64").control.setFocus()
    model.set_values({"prompt": "  "})
    with pytest.raises(InvalidRequest) as invalid:
        model.request()
    panel.show_problems(invalid.value)
    editor = panel.editor("prompt")
    sentence = find(editor, QLabel, "Describe what the picture should show.")
    assert sentence.isVisible()
    assert editor.control.hasFocus()
    assert not panel.editor("seed").problem()
    QTest.keyClicks(editor.control, "a")
    assert not sentence.isVisible()


def test_a_recalled_prompt_clears_the_problem_too(panel: ParameterPanel, model: ParameterModel) -> None:
    with pytest.raises(InvalidRequest) as invalid:
        model.request()
    panel.show_problems(invalid.value)
    assert panel.editor("prompt").problem()
    model.set_values(SAMPLE_VALUES)
    assert not panel.editor("prompt").problem()


def test_a_problem_out_of_sight_is_scrolled_to(
    panel: ParameterPanel, model: ParameterModel, qtbot: QtBot
) -> None:
    model.set_values(SAMPLE_VALUES)
    panel.resize(320, 420)
    bar = find(panel, QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    model.set_values({"prompt": ""})
    with pytest.raises(InvalidRequest) as invalid:
        model.request()
    panel.show_problems(invalid.value)
    viewport = find(panel, QScrollArea).viewport()
    sentence = find(panel.editor("prompt"), QLabel, "Describe what")
    qtbot.waitUntil(lambda: viewport.rect().contains(sentence.mapTo(viewport, sentence.rect().bottomLeft())))


def test_reset_and_back(panel: ParameterPanel, model: ParameterModel) -> None:
    model.set_values(SAMPLE_VALUES)
    button = find(panel, QToolButton, "Reset")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert model.values() == defaults()
    assert button.text() == "Undo reset"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert model.values() == SAMPLE_VALUES
    assert button.text() == "Reset"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    enter(panel, "samples", 2)
    assert button.text() == "Reset", "an edit is not to be undone with it"


# Keys, wheel, size


def test_tab_follows_the_layout_and_skips_nothing(panel: ParameterPanel, model: ParameterModel) -> None:
    model.set_values({"prompt": "a face"})
    QTest.mouseClick(find(panel, QToolButton, "Advanced"), Qt.MouseButton.LeftButton)
    panel.setFocus()
    names = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName() or (focus.text() if isinstance(focus, QAbstractButton) else ""))
        if len(names) > 1 and names[-1] == names[0]:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert names == [
        "Prompt",
        "Negative prompt",
        "Scheduler",
        "Steps",
        "Steps",
        "Guidance scale",
        "Guidance scale",
        "Samples: 1",
        "Seed",
        "Pick a new seed and keep it",
        "Keep this seed",
        "Width",
        "Swap width and height",
        "Height",
        "Advanced",
        "Deliver as base64",
        "Generate",
        "Reset",
        "Engine: Segmind",
        "Model",
        "Prompt",
    ]


def test_the_wheel_scrolls_the_panel_and_changes_nothing(
    panel: ParameterPanel, model: ParameterModel, qtbot: QtBot
) -> None:
    model.set_values({**SAMPLE_VALUES, "negative_prompt": ""})
    panel.resize(320, 500)
    scroll = find(panel, QScrollArea)
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    panel.editor("prompt").control.setFocus()
    for key in ("scheduler", "num_inference_steps", "guidance_scale", "img_width"):
        for control in filter(QWidget.isVisible, panel.editor(key).findChildren(QWidget)):
            scroll.ensureWidgetVisible(control)
            place = control.mapTo(panel, control.rect().center())
            for notches in (-1, 1):
                QTest.wheelEvent(panel.windowHandle(), QPointF(place), QPoint(0, 120 * notches))
    assert model.values() == {**SAMPLE_VALUES, "negative_prompt": ""}


def test_a_screen_reader_hears_a_name_for_every_control(panel: ParameterPanel, model: ParameterModel) -> None:
    QTest.mouseClick(find(panel, QToolButton, "Advanced"), Qt.MouseButton.LeftButton)
    for widget in panel.findChildren(QWidget):
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if isinstance(widget.parentWidget(), QDoubleSpinBox):
            continue  # the line inside; the box speaks for it
        spoken = QAccessible.queryAccessibleInterface(widget)
        labels = [
            label.text(QAccessible.Text.Name) for label, _ in spoken.relations(QAccessible.RelationFlag.Label)
        ]
        if isinstance(widget, QComboBox):
            assert labels, f"on Linux the name of {widget.accessibleName()} is its label's"
        else:
            assert spoken.text(QAccessible.Text.Name), widget


GERMAN = {
    "Scheduler": "Entrauschungsverfahren",
    "Guidance scale": "Übereinstimmungsstärke mit der Beschreibung",
    "Steps": "Entrauschungsschritte",
}


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_nothing_is_cut_at_its_narrowest(
    model: ParameterModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    words = "portrait_app.ui.kit.field_row.field_text"
    monkeypatch.setattr(words, lambda _field, text: GERMAN.get(text, text))
    model.set_values(SAMPLE_VALUES)
    model.set_endpoint(endpoint("sketch-lorelei"))
    panel = ParameterPanel(model, endpoints_of)
    font = QFont(panel.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    panel.setFont(font)
    panel.set_engines(NAMES)
    qtbot.addWidget(panel)
    panel.resize(panel.minimumSizeHint().width(), 1400)
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.width() <= 400
    for label in panel.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            longest = max(
                label.fontMetrics().horizontalAdvance(word) for word in label.text().split() or [""]
            )
            assert longest <= label.width(), label.text()
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in panel.findChildren(QToolButton) + panel.findChildren(QPushButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width(), button.text()
    right = panel.width()
    for child in panel.findChildren(QWidget):
        if child.isVisible():
            assert child.mapTo(panel, child.rect().topRight()).x() <= right, child
