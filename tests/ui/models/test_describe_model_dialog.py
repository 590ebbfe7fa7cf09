"""The dialog that describes a model of the user: by hand, from a file, and with its mistakes."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import PARAMETERS, SEGMIND, endpoint
from portrait_app.core.engines import find_engine
from portrait_app.core.model_file import FoundMistake, Mistake
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.models.describe_model_dialog import DescribeModelDialog
from portrait_app.ui.models.mistake_words import mistake_words
from tests.core.test_model_file import documented
from tests.support.task_runner import runner
from tests.support.widgets import button_of

__all__ = ["runner"]


@pytest.fixture
def dialog(runner: TaskRunner, qtbot: QtBot) -> DescribeModelDialog:
    engine = find_engine(SEGMIND)
    assert engine is not None
    made = DescribeModelDialog(engine, runner)
    qtbot.addWidget(made)
    made.show()
    return made


def problem(dialog: DescribeModelDialog) -> str:
    shown = dialog.findChild(InlineProblem)
    assert isinstance(shown, InlineProblem)
    return shown.words


def test_a_name_alone_gives_the_common_ranges(dialog: DescribeModelDialog) -> None:
    dialog._slug.setText(" sd1.5-mine ")
    button_of(dialog, "Add").click()
    model = dialog.model
    assert model is not None
    assert (model.slug, model.name, model.engine) == ("sd1.5-mine", "sd1.5-mine", SEGMIND)
    assert model.parameters == PARAMETERS
    assert model.about_cost == endpoint("potraitsd1.5-txt2img").about_cost


def test_without_a_name_nothing_is_added_and_the_field_is_asked_for(
    dialog: DescribeModelDialog, qtbot: QtBot
) -> None:
    button_of(dialog, "Add").click()
    assert dialog.model is None
    assert dialog.isVisible()
    assert "needs a name in web addresses" in problem(dialog)
    dialog._slug.setText("mine")
    button_of(dialog, "Add").click()
    assert dialog.model is not None


def test_ranges_by_hand(dialog: DescribeModelDialog) -> None:
    dialog._slug.setText("mine")
    dialog._price.setValue(0.02)
    dialog._weights.setChecked(True)
    dialog._schedulers.setText("Euler, LCM ,")
    for part, value in (("minimum", 4), ("maximum", 12), ("default", 8)):
        dialog._boxes["num_inference_steps", part].setValue(value)
    dialog._boxes["img_width", "maximum"].setValue(2048)
    button_of(dialog, "Add").click()
    model = dialog.model
    assert model is not None
    steps, width = model.parameter("num_inference_steps"), model.parameter("img_width")
    assert (steps.minimum, steps.maximum, steps.default) == (4, 12, 8)
    assert (width.minimum, width.maximum, width.multiple) == (512, 2048, 8)
    assert [choice.value for choice in model.parameter("scheduler").choices] == ["Euler", "LCM"]
    assert (float(model.about_cost), model.reads_weights) == (0.02, True)


def test_a_range_upside_down_is_said(dialog: DescribeModelDialog) -> None:
    dialog._slug.setText("mine")
    dialog._boxes["samples", "minimum"].setValue(9)
    button_of(dialog, "Add").click()
    assert dialog.isVisible()
    assert "parameters.samples: the minimum is above the maximum" in problem(dialog)


def test_a_file_fills_the_form_and_is_added_as_it_is(
    dialog: DescribeModelDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "model.json"
    file.write_text(json.dumps(documented()), encoding="utf-8")
    dialog.open_file(file)
    qtbot.waitUntil(lambda: dialog._name.text() == "Juggernaut XL")
    assert not problem(dialog)
    button_of(dialog, "Add").click()
    model = dialog.model
    assert model is not None
    assert model.unused == {"base64"}
    assert model.family == "sdxl"
    assert [choice.value for choice in model.parameter("img_height").choices] == [768, 1024, 1536]
    assert model.parameter("img_width").maximum == 2048
    assert model.parameter("scheduler").default == "Euler a"


def test_a_file_with_mistakes_says_each_and_can_be_added_after_a_look(dialog: DescribeModelDialog) -> None:
    record = {"slug": "mine", "price": "much", "parameters": {"samples": {"default": 9}, "strength": {}}}
    dialog.take_text(json.dumps(record))
    for words in ("price cannot have this value", "parameters.samples.default", "parameters.strength has no"):
        assert words in problem(dialog)
    button_of(dialog, "Add").click()
    assert dialog.model is not None


def test_a_file_that_cannot_be_read_or_is_no_description_is_said(
    dialog: DescribeModelDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.open_file(tmp_path / "nothing.json")
    qtbot.waitUntil(lambda: bool(problem(dialog)))
    dialog.take_text("a letter")
    assert "a JSON object was expected" in problem(dialog)
    assert not any(line.text() == "a letter" for line in dialog.findChildren(QLineEdit))


def test_every_mistake_has_a_sentence() -> None:
    sentences = {mistake_words([FoundMistake("parameters.seed", mistake)]) for mistake in Mistake}
    assert len(sentences) == len(Mistake)
    many = [FoundMistake(str(number), Mistake.UNKNOWN) for number in range(9)]
    assert mistake_words(many).endswith("…")
