"""The whole program makes a picture on this computer, with a real child process and a small model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.engines.local import ROW
from portrait_app.core.errors import ErrorKind
from portrait_app.core.export.plan import ExportPlan
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.shell.session import Session
from tests.one_place.desk import Desk
from tests.support.trial_models import install_trial_model

pytestmark = pytest.mark.timeout(300)  # other processes run beside the tests


@pytest.fixture
def artist(tmp_path: Path, qtbot: QtBot) -> Iterator["Artist"]:
    """A program whose panel has the engine and a small model of random weights."""
    install_trial_model(tmp_path / "models")
    desk = Desk(tmp_path, qtbot)
    desk.program.settings.set("local_folder", str(tmp_path / "models"))
    models = desk.program.find(ModelList)
    models.refresh(ROW.key)
    desk.until(lambda: len(models.of(ROW.key)) == 1)
    desk.choose(ROW.name)
    desk.model.set_values({"img_width": 64, "img_height": 64, "num_inference_steps": 3, "seed": 7})
    yield Artist(desk, qtbot)
    desk.program.close()


class Artist:
    """The steps of a user, with time for a child process that starts beside other work."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk = desk
        self._qtbot = qtbot

    def until(self, happened: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(happened, timeout=120_000)

    def generate(self, **values: object) -> None:
        """Press Generate, and wait until the job is in the queue or done."""
        known = len(self.desk.queue.statuses) + self.pictures
        self.desk.model.set_values({"prompt": "a sailor", **values})
        self.desk.program.action("generate").trigger()
        self.until(lambda: len(self.desk.queue.statuses) + self.pictures > known)

    @property
    def pictures(self) -> int:
        return self.desk.program.model.picture_count

    def cancel(self) -> None:
        self.desk.queue.jobs.cancel(self.desk.job("a sailor").job.id)
        self.until(lambda: not self.desk.program.find(TaskRunner).busy)


def test_a_picture_is_made_and_says_where_it_comes_from(artist: Artist, tmp_path: Path) -> None:
    artist.generate()
    artist.until(lambda: artist.pictures == 1)
    desk = artist.desk
    (number,) = desk.program.model.ids_between(0, 0)
    desk.program.view.go_to(number)
    inspector = desk.program.find(InspectorPanel)
    model = desk.model.endpoint
    assert model.weights_hash
    artist.until(lambda: model.weights_hash in [label.text() for label in inspector.findChildren(QLabel)])
    backend = desk.program.find(Session).backend
    plan = ExportPlan("png", str(tmp_path / "out"))
    report = backend.exporter.export(plan, [number], lambda _done, _all: None, Cancel())
    with Image.open(report.files[0]) as image:
        packet, infotext = bytes(image.info["xmp"]).decode(), image.info["parameters"]
    assert "digitalsourcetype/trainedAlgorithmicMedia" in packet
    assert "Trial" in packet
    assert f"Model: Trial, Model hash: {model.weights_hash}" in infotext


def test_it_is_cancelled_at_once(artist: Artist) -> None:
    desk = artist.desk
    artist.generate(img_width=512, img_height=512, num_inference_steps=100)
    artist.until(lambda: any(status.fraction for status in desk.queue.statuses))
    artist.cancel()
    assert not desk.queue.statuses
    assert not artist.pictures


def test_another_engine_does_not_wait_for_it(artist: Artist) -> None:
    desk = artist.desk
    artist.generate(img_width=512, img_height=512, num_inference_steps=100)
    artist.until(lambda: desk.queue.running == 1)
    desk.choose("Sketch")
    artist.generate(prompt="a pirate")
    artist.until(lambda: artist.pictures == 1)
    assert desk.queue.running == 1
    artist.cancel()


def test_damaged_weights_are_a_sentence(artist: Artist, tmp_path: Path) -> None:
    file = tmp_path / "models" / "trial" / "unet" / "diffusion_pytorch_model.safetensors"
    whole = file.read_bytes()
    file.write_bytes(b"\xff" * len(whole))  # the same size, so that the folder looks complete
    desk = artist.desk
    artist.generate()
    artist.until(lambda: desk.job("a sailor").error is not None)
    error = desk.job("a sailor").error
    assert error is not None
    assert error.kind is ErrorKind.MODEL_REFUSED
