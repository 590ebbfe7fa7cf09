"""Numbers are written one way in each locale, whichever widget shows them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import PARAMETERS
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.field_messages import number_in, number_text
from portrait_app.ui.kit.seed_editor import SeedEditor
from tests.support.program import RunningProgram

FOREIGN = {"de_DE": r"[0-9]\.[0-9]{1,2}(?![0-9.])", "ar_EG": r"[0-9]"}
# Names of schedulers and files are the same everywhere.
_NAMES = re.compile(r"dpmpp_2m.*|.*\.(jpg|png|webp)")


@pytest.fixture(params=FOREIGN)
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def texts(within: QWidget) -> list[str]:
    widgets = [widget for widget in within.findChildren(QWidget) if widget.isVisible()]
    labels = [widget.text() for widget in widgets if isinstance(widget, QLabel | QLineEdit)]
    return labels + [widget.currentText() for widget in widgets if isinstance(widget, QComboBox)]


def test_in_the_panel_and_the_inspector(locale: str, tmp_path: Path, qtbot: QtBot) -> None:
    program = RunningProgram(tmp_path, qtbot)
    program.find(ParameterPanel).engine_chosen.emit("segmind")
    program.find(ParameterModel).set_values({"guidance_scale": 9.3, "num_inference_steps": 30})
    foreign = re.compile(FOREIGN[locale])
    shown = [text for text in texts(program.find(ParameterPanel)) if not _NAMES.fullmatch(text)]
    assert [text for text in shown if foreign.search(text)] == []
    program.find(ParameterPanel).engine_chosen.emit("sketch")
    program.find(ParameterModel).set_values({"prompt": "a face"})
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    program.view.setCurrentIndex(program.model.index(0, 0))
    inspector = program.find(InspectorPanel)
    qtbot.waitUntil(lambda: any("JPEG" in text or "PNG" in text for text in texts(inspector)), timeout=20_000)
    facts = [text for text in texts(inspector) if not _NAMES.fullmatch(text)]
    if locale == "ar_EG":
        assert [text for text in facts if foreign.search(text)] == []
    program.close()


@pytest.mark.parametrize("seed", [-1, 0, 531327, 2**32 - 1])
def test_a_seed_is_read_as_it_is_written(locale: str, seed: int, qtbot: QtBot) -> None:
    assert number_in(number_text(seed)) == number_in(str(seed)) == seed
    field = next(row for row in PARAMETERS if row.key == "seed")
    editor = SeedEditor(field)
    qtbot.addWidget(editor)
    editor.set_value(seed)
    line = editor.findChild(QLineEdit)
    assert line is not None
    assert line.text() == number_text(seed)
    assert line.hasAcceptableInput()
