"""An engine that cannot make pictures yet has its place in the panel, and says what to do."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import PARAMETERS, SEGMIND, SKETCH, Endpoint, endpoints_of
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from tests.support.task_runner import runner

__all__ = ["runner"]
FOUND = Endpoint("sketch:found", "Found", SKETCH, "", parameters=PARAMETERS)


class Source:
    def __init__(self) -> None:
        self.answer: tuple[Endpoint, ...] = ()

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        del cancel
        return self.answer


class Bench:
    """A panel with a choice of engines and a list of models."""

    def __init__(self, folder: Path, runner: TaskRunner, qtbot: QtBot) -> None:
        self.settings = JsonSettings(folder / "settings.json")
        self.models = ModelList(self.settings, runner)
        self.model = ParameterModel(endpoints_of(SKETCH)[0])
        self.panel = ParameterPanel(self.model, self.models.of)
        self.choice = EngineChoice(self.panel, self.model, self.settings, self.models, self.panel)
        self.lack = ""
        qtbot.addWidget(self.panel)
        self.panel.show()

    def attach(self, source: Source | None = None) -> None:
        self.models.attach({} if source is None else {SKETCH: source}, {SKETCH: lambda: self.lack})

    @property
    def words(self) -> str:
        return "\n".join(label.text() for label in self.panel.findChildren(QLabel) if label.isVisible())

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.panel.findChildren(QPushButton) if words in one.text())


@pytest.fixture
def bench(tmp_path: Path, runner: TaskRunner, qtbot: QtBot) -> Bench:
    return Bench(tmp_path, runner, qtbot)


def test_what_an_engine_lacks_is_said_with_a_way_to_mend_it(bench: Bench, qtbot: QtBot) -> None:
    bench.lack = "The drawing table is missing. Buy one."
    bench.attach()
    assert bench.lack in bench.words
    assert not bench.button("Generate").isEnabled()
    with qtbot.waitSignal(bench.panel.setup_requested) as asked:
        bench.button("Set up Sketch").click()
    assert asked.args == [SKETCH]
    bench.choice.choose(SEGMIND)  # which lacks nothing
    assert bench.lack not in bench.words
    assert bench.button("Generate").isEnabled()
    bench.choice.choose(SKETCH)
    assert bench.lack in bench.words
    bench.lack = ""
    bench.models.refresh(SKETCH)
    assert bench.button("Set up Sketch").isHidden() or not bench.button("Set up Sketch").isVisible()
    assert bench.button("Generate").isEnabled()


def test_an_engine_that_is_being_set_up_stays_unusable_while_there_is_no_session(bench: Bench) -> None:
    bench.panel.set_ready(False)
    bench.attach()
    assert not bench.button("Generate").isEnabled()
    bench.panel.set_ready(True)
    assert bench.button("Generate").isEnabled()


def test_the_panel_follows_the_models_that_an_engine_reports(bench: Bench, qtbot: QtBot) -> None:
    source = Source()
    source.answer = (FOUND,)
    bench.attach(source)
    qtbot.waitUntil(lambda: bench.models.find(FOUND.slug) is not None)
    box = bench.panel.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert [box.itemText(place) for place in range(box.count())] == ["Lorelei", "Found"]
    bench.panel.endpoint_chosen.emit(FOUND.slug)
    assert bench.model.endpoint == FOUND
    source.answer = ()
    bench.models.refresh(SKETCH)
    qtbot.waitUntil(lambda: bench.model.endpoint.name == "Lorelei")
