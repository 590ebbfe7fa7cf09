"""Models in the whole program, with the loopback service: one that is gone, and another engine's settings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import RANDOM_SEED, SEGMIND, endpoint
from portrait_app.core.errors import ErrorKind
from portrait_app.core.request import build_request
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.model_list import ModelList
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.models.front import ModelsFront
from portrait_app.ui.models.models_page import ModelsPage
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.toast import Toast
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService
from tests.support.widgets import button_of

PORTRAIT = "potraitsd1.5-txt2img"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


@pytest.fixture
def program(cloud: SegmindService, tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    program = RunningProgram(tmp_path, qtbot, api=cloud.url)
    keys = program.find(KeyController)
    qtbot.waitUntil(lambda: keys.balance is not None)
    yield program
    program.close()


def generate(program: RunningProgram, **values: object) -> None:
    program.find(ParameterModel).set_values({"prompt": "a portrait", "seed": RANDOM_SEED, **values})
    program.action("generate").trigger()


def answer(act: Callable[[QMessageBox], None]) -> None:
    """Act on the question that will be asked."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            act(box)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def said(program: RunningProgram) -> str:
    label = program.find(Toast).findChild(QLabel)
    assert label is not None
    return label.text()


def retire(program: RunningProgram, cloud: SegmindService, jobs: int = 1, **values: object) -> None:
    """Let jobs fail because their model is gone."""
    cloud.retired.add(PORTRAIT)
    queue = program.find(GenerationQueue)
    for number in range(1, jobs + 1):
        generate(program, **values)
        program.qtbot.waitUntil(
            lambda number=number: sum(one.error is not None for one in queue.statuses) == number  # type: ignore[misc]
        )


def test_a_retired_model_says_so_and_the_nearest_takes_its_place(
    program: RunningProgram, cloud: SegmindService
) -> None:
    retire(program, cloud, img_width=768, scheduler="dpmpp_2m")
    queue, panel = program.find(GenerationQueue), program.find(QueuePanel)
    (status,) = queue.statuses
    assert status.error is not None
    assert status.error.kind is ErrorKind.MODEL_RETIRED
    panel.show_job(status.job.id)
    notice = program.window.findChild(Notice)
    assert notice is not None
    words = [label.text() for label in notice.findChildren(QLabel)]
    assert "This model has been retired" in words
    assert any("Segmind no longer offers Tiny-SD Portrait." in text for text in words)
    asked: list[str] = []

    def agree(box: QMessageBox) -> None:
        asked.extend((box.text(), box.informativeText()))
        button_of(box, "Use Small-SD").click()

    answer(agree)
    action = program.action("job_other_model")
    assert action.text() == "Use Small-SD instead…"
    action.trigger()
    program.wait_for_pictures(1)
    assert asked == [
        "Use Small-SD instead of Tiny-SD Portrait?",
        "All settings stay as they are. About 0.0030 USD.",
    ]
    assert not queue.statuses
    assert [request.path for request in cloud.billed] == ["/v1/smallsd1.5-txt2img"]


def test_what_the_other_model_does_not_allow_is_listed_and_refusing_sends_nothing(
    program: RunningProgram, cloud: SegmindService
) -> None:
    models = program.find(ModelList)
    shown = [endpoint(PORTRAIT), endpoint("sdxl1.0-realvis")]
    rest = [model for model in models.all_of(SEGMIND) if model not in shown]
    hidden = frozenset(model.slug for model in rest)
    models.choose(models.choices.with_list(SEGMIND, [*shown, *rest], hidden, PORTRAIT))
    retire(program, cloud, jobs=2, scheduler="dpmpp_2m", guidance_scale=0.5)
    asked: list[str] = []

    def refuse(box: QMessageBox) -> None:
        asked.append(box.informativeText())
        box.reject()

    answer(refuse)
    notice = program.window.findChild(Notice)
    assert notice is not None
    button_of(notice, "Use another model…").click()  # for both jobs
    words = "Changed to fit RealVis SDXL: Scheduler dpmpp_2m → DPM Multi, Guidance scale 0.5 → 1."
    assert asked == [f"{words} About 0.0200 USD."]
    assert len(program.find(GenerationQueue).statuses) == 2
    assert not cloud.billed


def test_the_panel_maps_a_picture_s_settings_and_says_what_it_changed(
    program: RunningProgram, cloud: SegmindService
) -> None:
    choice, model = program.find(EngineChoice), program.find(ParameterModel)
    choice.choose(SEGMIND)
    program.find(ParameterPanel).endpoint_chosen.emit("sdxl1.0-realvis")
    generate(program, img_width=1000, img_height=1600, scheduler="DPM2 Karras", num_inference_steps=40)
    program.wait_for_pictures(1)
    assert cloud.billed[0].json["img_width"] == 1000
    program.find(ParameterPanel).endpoint_chosen.emit(PORTRAIT)
    assert said(program) == "Changed to fit Tiny-SD Portrait: Width 1000 → 1024, Height 1600 → 1024."
    program.find(ParameterPanel).endpoint_chosen.emit("sdxl1.0-realvis")
    assert (model.values()["img_width"], model.values()["img_height"]) == (1000, 1600)  # what was asked for


def test_a_picture_of_a_model_that_is_gone_keeps_its_name_and_its_settings_fit_the_panel(
    program: RunningProgram, cloud: SegmindService
) -> None:
    models, queue = program.find(ModelList), program.find(GenerationQueue)
    own = replace(endpoint("sdxl1.0-realvis"), slug="sdxl1.0-mine", name="My old model")
    models.add(own)
    queue.submit(build_request(own, {"prompt": "a queen", "img_width": 1000, "guidance_scale": 3.0}))
    program.wait_for_pictures(1)
    models.choose(replace(models.choices, added=()))
    program.view.go_to(program.model.ids_between(0, 0)[0])
    inspector = program.find(InspectorPanel)
    program.qtbot.waitUntil(
        lambda: "My old model" in [label.text() for label in inspector.findChildren(QLabel)]
    )
    program.action("use_settings").trigger()
    assert program.find(ParameterModel).values()["prompt"] == "a queen"
    assert said(program) == (
        "My old model is not there any more. Changed to fit Tiny-SD Portrait: Width 1000 → 1024."
    )
    program.action("new_seed").trigger()  # cannot be sent: the panel is filled instead
    assert "is not there any more" in said(program)
    assert len(cloud.billed) == 1
    library = program.backend.library
    assert "My old model" in library.known_values("model")
    assert library.known_values("engine") == ["segmind"]


def test_a_test_request_is_asked_about_and_its_picture_comes_to_the_library(
    program: RunningProgram, cloud: SegmindService
) -> None:
    own = replace(endpoint("sdxl1.0-realvis"), slug="sdxl1.0-mine", name="Mine")
    program.find(ModelList).add(own)
    front = program.find(ModelsFront)
    page = front._build_page()
    assert isinstance(page, ModelsPage)
    page.setParent(program.window)
    asked: list[str] = []

    def look(box: QMessageBox, button: str) -> None:
        asked.extend((box.text(), box.informativeText()))
        button_of(box, button).click()

    place = next(place for place, row in enumerate(page.table.rows) if row.model.slug == own.slug)
    page._go_to(place)
    for button in ("Cancel", "Make the picture"):
        answer(partial(look, button=button))
        button_of(page, "Test with one request · about 0.0100 USD…").click()
        assert asked[:2] == [
            "Make one picture with Mine?",
            "The sample portrait is sent. The picture comes to your library. About 0.0100 USD.",
        ]
    program.wait_for_pictures(1)
    assert [request.path for request in cloud.billed] == ["/v1/sdxl1.0-mine"]
    assert cloud.billed[0].json["samples"] == 1
