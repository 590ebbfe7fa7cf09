"""The list of models: shipped ones, those an engine reports, and those the user adds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import PARAMETERS, SEGMIND, SKETCH, Endpoint, endpoints_of
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from tests.support.task_runner import runner

__all__ = ["runner"]
SHIPPED = endpoints_of(SEGMIND)
OWN = Endpoint("my-model", "Mine", SEGMIND, "", parameters=PARAMETERS)
FOUND = Endpoint("sketch:found", "Found", SKETCH, "", parameters=PARAMETERS)


class Source:
    """A source that answers when a test lets it."""

    def __init__(self, *models: Endpoint) -> None:
        self.answer: tuple[Endpoint, ...] | AppError = models
        self.go = Event()
        self.go.set()
        self.cancels: list[Cancel] = []

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        self.cancels.append(cancel)
        with cancel.on_cancel(self.go.set):
            assert self.go.wait(20)
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        if isinstance(self.answer, AppError):
            raise self.answer
        return self.answer


@pytest.fixture
def settings(tmp_path: Path) -> JsonSettings:
    return JsonSettings(tmp_path / "settings.json")


@pytest.fixture
def models(settings: JsonSettings, runner: TaskRunner) -> Iterator[ModelList]:
    made = ModelList(settings, runner)
    yield made
    made.close()


def slugs(models: tuple[Endpoint, ...]) -> list[str]:
    return [model.slug for model in models]


def test_the_shipped_models_are_there_before_anything_is_open(models: ModelList) -> None:
    assert models.of(SEGMIND) == SHIPPED
    assert models.default(SEGMIND) == SHIPPED[0]
    assert models.find(SHIPPED[1].slug) == SHIPPED[1]
    assert models.find("nothing") is None
    assert models.missing(SEGMIND) == ""


def test_an_engine_without_models_has_a_row_without_a_slug(models: ModelList) -> None:
    row = models.default("of tomorrow")
    assert (row.slug, row.engine, row.parameters) == ("", "of tomorrow", PARAMETERS)


def test_what_an_engine_reports_is_offered_and_remembered(
    models: ModelList, settings: JsonSettings, runner: TaskRunner, qtbot: QtBot
) -> None:
    source = Source(FOUND)
    with qtbot.waitSignal(models.changed, check_params_cb=lambda engine: engine == SKETCH):
        models.attach({SKETCH: source}, {})
    qtbot.waitUntil(lambda: models.find(FOUND.slug) == FOUND)
    assert slugs(models.of(SKETCH)) == ["sketch-lorelei", "sketch:found"]
    later = ModelList(settings, runner)
    assert later.find(FOUND.slug) == FOUND  # before the engine is open
    source.answer = ()
    models.refresh(SKETCH)
    qtbot.waitUntil(lambda: models.find(FOUND.slug) is None)
    assert ModelList(settings, runner).find(FOUND.slug) is None


def test_an_engine_that_does_not_answer_keeps_its_last_models(models: ModelList, qtbot: QtBot) -> None:
    source = Source(FOUND)
    models.attach({SKETCH: source}, {})
    qtbot.waitUntil(lambda: models.find(FOUND.slug) is not None)
    source.answer = AppError(ErrorKind.CANNOT_CONNECT)
    models.refresh(SKETCH)
    qtbot.waitUntil(lambda: models.problem(SKETCH) is source.answer)
    assert models.find(FOUND.slug) == FOUND
    source.answer = (FOUND,)
    models.refresh(SKETCH)
    qtbot.waitUntil(lambda: models.problem(SKETCH) is None)


def test_a_newer_question_cancels_the_older(models: ModelList, qtbot: QtBot) -> None:
    source = Source()
    source.go.clear()
    models.attach({SKETCH: source}, {})
    qtbot.waitUntil(lambda: len(source.cancels) == 1)
    source.answer = (FOUND,)
    models.refresh(SKETCH)
    qtbot.waitUntil(lambda: models.find(FOUND.slug) is not None)
    assert source.cancels[0].cancelled
    assert not models.is_asking(SKETCH)
    assert models.problem(SKETCH) is None


def test_order_hidden_and_default_are_kept(
    models: ModelList, settings: JsonSettings, runner: TaskRunner
) -> None:
    models.add(OWN)
    assert models.of(SEGMIND) == (*SHIPPED, OWN)
    order = (OWN, *SHIPPED[::-1])
    hidden = frozenset({SHIPPED[0].slug})
    models.choose(models.choices.with_list(SEGMIND, order, hidden, SHIPPED[1].slug))
    for one in (models, ModelList(settings, runner)):
        assert one.all_of(SEGMIND) == order
        assert SHIPPED[0] not in one.of(SEGMIND)
        assert one.default(SEGMIND) == SHIPPED[1]
    hides_default = frozenset({SHIPPED[1].slug})
    models.choose(models.choices.with_list(SEGMIND, order, hides_default, SHIPPED[1].slug))
    assert models.default(SEGMIND) == OWN


def test_an_added_model_is_replaced_by_its_slug(models: ModelList) -> None:
    models.add(OWN)
    models.add(replace(OWN, name="Renamed"))
    assert [model.name for model in models.of(SEGMIND) if model.slug == OWN.slug] == ["Renamed"]


def test_a_shipped_model_counts_more_than_an_added_one(models: ModelList) -> None:
    models.add(replace(SHIPPED[0], name="An old description"))
    assert models.find(SHIPPED[0].slug) == SHIPPED[0]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"added": 7, "order": [], "hidden": {}, "default": 3}'])
def test_unreadable_settings_leave_the_shipped_models(
    settings: JsonSettings, runner: TaskRunner, text: str
) -> None:
    settings.set("models", text)
    settings.set("reported_models", text)
    assert ModelList(settings, runner).of(SEGMIND) == SHIPPED


def test_what_an_engine_lacks_is_told(models: ModelList) -> None:
    said = ["Install the package."]
    told: list[str] = []
    models.changed.connect(told.append)
    models.attach({}, {SKETCH: lambda: said[0]})
    assert models.missing(SKETCH) == "Install the package."
    assert SKETCH in told
    said[0] = ""
    assert models.missing(SKETCH) == ""
