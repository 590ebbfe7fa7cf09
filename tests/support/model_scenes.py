"""The scenes of the showcase about models: the settings page, a large model, and a model that is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from portrait_app.core.catalog import SEGMIND
from portrait_app.core.engines import find_engine
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.models.describe_model_dialog import DescribeModelDialog
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.dialog_controller import DialogController

if TYPE_CHECKING:
    from tests.support.stage import Stage

_PROMPT = "a painter in her studio, soft light"


def _settings(stage: Stage) -> None:
    stage.settle()
    dialogs = stage.program.find(DialogController)
    QTimer.singleShot(0, lambda: dialogs.open_settings(page="models"))


def _describe_model(stage: Stage) -> None:
    stage.settle()
    engine = find_engine(SEGMIND)
    assert engine is not None
    dialog = DescribeModelDialog(engine, stage.program.program._runner, stage.program.window)
    dialog.take_text('{"slug": "sdxl1.0-mine", "price": "much", "parameters": {"samples": {"default": 9}}}')
    QTimer.singleShot(0, dialog.exec)


def _large_model(stage: Stage) -> None:
    stage.settle()
    stage.program.find(EngineChoice).choose(SEGMIND)
    stage.program.find(ParameterPanel).endpoint_chosen.emit("sdxl1.0-realvis")


def _retired(stage: Stage) -> None:
    stage.settle()
    stage.cloud.retired.add("potraitsd1.5-txt2img")
    stage.program.find(EngineChoice).choose(SEGMIND)
    stage.generate(_PROMPT)
    queue = stage.program.find(GenerationQueue)
    stage.until(lambda: all(one.error is not None for one in queue.statuses))
    stage.program.find(QueuePanel).show_job(queue.statuses[0].job.id)


def _retired_question(stage: Stage) -> None:
    _retired(stage)
    stage.ask("job_other_model")


def _setup(stage: Stage) -> None:
    """An engine that cannot make pictures yet."""
    stage.settle()
    panel = stage.program.find(ParameterPanel)
    panel.set_missing(
        "No model is on this computer yet. Add one: a download of 1 GB, or a folder on a stick."
    )


MODEL_SCENES: dict[str, Callable[[Stage], None]] = {
    "settings-models": _settings,
    "describe-model": _describe_model,
    "large-model": _large_model,
    "model-retired": _retired,
    "model-retired-question": _retired_question,
    "engine-setup": _setup,
}
PAID_MODEL_SCENES = frozenset({"settings-models", "large-model", "model-retired", "model-retired-question"})
