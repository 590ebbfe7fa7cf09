"""What a request will take is said below Generate, for engines that calculate on this computer."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import ENDPOINTS, endpoints_of
from portrait_app.core.engines import without_key
from portrait_app.core.ports.engines import Forecast
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.create.forecast import ForecastWords
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from tests.support.task_runner import runner

__all__ = ["runner"]
FREE = without_key().key
GIB = 1 << 30


class Prophet:
    """Implements `Foresight`: a picture takes twice its width in MiB."""

    def __init__(self) -> None:
        self.prepared: list[GenerationRequest] = []
        self.free: int | None = 2 * GIB
        self.seconds: float | None = None

    def forecast(self, request: GenerationRequest) -> Forecast | None:
        return Forecast(memory=request.size[0] << 21, free=self.free, seconds=self.seconds)

    def prepare(self, request: GenerationRequest) -> None:
        self.prepared.append(request)


class Place:
    """A panel with an engine that can foresee."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner) -> None:
        self.prophet = Prophet()
        self.model = ParameterModel(endpoints_of(FREE)[0])
        self.panel = ParameterPanel(self.model, endpoints_of)
        qtbot.addWidget(self.panel)
        self._owner = QObject()
        self.words = ForecastWords(self.panel, self.model, {FREE: self.prophet}, runner, self._owner)
        self._qtbot = qtbot

    def reads(self, text: str) -> None:
        """Wait until the panel says so."""
        self._qtbot.waitUntil(lambda: text in self._said, timeout=20_000)

    @property
    def _said(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if not label.isHidden()]


@pytest.fixture
def place(qtbot: QtBot, runner: TaskRunner) -> Place:
    return Place(qtbot, runner)


def test_memory_and_time_are_said_before_anything_begins(place: Place) -> None:
    place.reads("Needs about 1.00 GiB of memory; 2.00 GiB are free.")
    place.prophet.seconds = 240.0
    place.model.set_values({"img_width": 768})
    place.reads("Needs about 1.50 GiB of memory; 2.00 GiB are free. Takes about 4\u00a0min.")
    assert place.prophet.prepared


def test_too_little_memory_is_said(place: Place) -> None:
    place.prophet.free = GIB // 2
    place.words.ask_soon()
    place.reads("Needs about 1.00 GiB of memory, and only 512.00 MiB are free.")
    place.prophet.free = None
    place.words.ask_soon()
    place.reads("Needs about 1.00 GiB of memory.")


def test_another_engine_foresees_nothing(place: Place, qtbot: QtBot) -> None:
    place.reads("Needs about 1.00 GiB of memory; 2.00 GiB are free.")
    place.model.set_endpoint(ENDPOINTS[0])
    place.words.ask_soon()
    assert not any("memory" in label.text() for label in place.panel.findChildren(QLabel))
