"""Tests of the engines of `added_engines`. Run by `test_engine`."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from portrait_app.backend import open_backend, open_library
from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.job import JobState
from portrait_app.core.local_zone import LOCAL
from portrait_app.core.picture import Picture
from portrait_app.core.ports.backend import Backend
from portrait_app.core.ports.library import Library
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.job_acts import JobAct, acts_of
from portrait_app.jobs.model_list import ModelList
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.clock import SystemClock
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.queue.done_model import DoneModel
from portrait_app.ui.queue.job_words import sentence, state_words
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.about import CREDITS
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.one_place.added_engines import DARKROOM, DRYPOINT, ETCHING, NEEDLE
from tests.one_place.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.program.close()


@pytest.fixture
def backend(tmp_path: Path, qtbot: QtBot) -> Iterator[Backend]:
    """The backend of a closed window, with a picture of each of the two engines."""
    desk = Desk(tmp_path, qtbot)
    for number, engine in enumerate((ETCHING, DARKROOM), 1):
        desk.choose(engine.name)
        desk.generate()
        desk.wait_for_pictures(number)
    desk.program.close()
    settings = JsonSettings(tmp_path / "settings.json")
    backend = open_backend(open_library(desk.library), settings, Credentials(), tmp_path / "data")
    yield backend
    backend.thumbnails.close()
    backend.library.close()


def found(library: Library, search: str) -> list[Picture]:
    query = LibraryQuery(FILTERS[0], SystemClock().now().astimezone(LOCAL), parse_search(search))
    return library.pictures(library.picture_ids(query))


# --- the panel ---


def test_the_panel_offers_it_with_its_model_and_says_what_it_costs(desk: Desk) -> None:
    assert desk.engines[-2:] == ["Etching", "Darkroom"]
    desk.choose("Etching")
    assert desk.model.endpoint == NEEDLE
    for words in (NEEDLE.help, "Free, made on this computer", "Scheduler · Not used by Etching"):
        assert words in desk.panel_words
    assert "Steps · Not used" not in desk.panel_words
    assert "Etching · offline, free" in desk.status_bar
    desk.choose("Darkroom")
    desk.until(lambda: "About 0.0500 USD" in desk.panel_words)
    assert "Darkroom · About 0.0500 USD" in desk.status_bar


def test_it_is_chosen_again_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    first = Desk(tmp_path, qtbot)
    first.choose("Etching")
    first.program.close()
    second = Desk(tmp_path, qtbot)
    assert second.model.endpoint == NEEDLE
    second.program.close()


# --- the queue ---


def test_its_progress_is_shown_and_its_picture_comes(desk: Desk) -> None:
    desk.choose("Etching")
    desk.program.settings.set("etching_pause", 20)
    desk.generate()
    desk.until(lambda: bool(desk.queue.statuses and (desk.queue.statuses[0].fraction or 0) > 0.1))
    assert state_words(desk.job("a sailor")).startswith("Etching · ")
    assert "% · " in state_words(desk.job("a sailor"))
    desk.wait_for_pictures(1)
    done = desk.program.find(DoneModel)
    assert "free" in done.index(0).data(DoneModel.FACTS)


def test_a_cancelled_job_really_stops(desk: Desk) -> None:
    desk.choose("Etching")
    desk.program.settings.set("etching_pause", 60_000)  # twenty minutes for all steps
    desk.generate()
    desk.until(lambda: desk.queue.running == 1)
    began = time.monotonic()
    desk.queue.jobs.cancel(desk.job("a sailor").job.id)
    desk.until(lambda: not desk.program.find(TaskRunner).busy)  # its worker has ended
    assert time.monotonic() - began < 5
    assert not desk.queue.statuses
    assert not desk.program.model.picture_count


def test_it_waits_for_no_other_engine_and_for_a_person_alone(desk: Desk) -> None:
    desk.program.settings.set("darkroom_pace", 1)
    desk.choose("Darkroom")
    desk.generate()
    desk.wait_for_pictures(1)
    desk.generate("a second plate")
    desk.until(
        lambda: [(hold.reason, hold.engine) for hold in desk.queue.holds] == [(HoldReason.PACE, "darkroom")]
    )
    desk.queue.hold("segmind", HoldReason.NO_CREDITS)
    desk.choose("Etching")
    desk.generate()
    desk.until(lambda: desk.program.model.picture_count == 2)
    assert desk.job("a second plate").waits


def test_an_error_is_said_of_the_engine_whose_it_is(desk: Desk) -> None:
    desk.choose("Etching")
    desk.generate("a blunt face")
    desk.until(lambda: desk.job("a blunt face").error is not None)
    desk.program.find(QueuePanel).show_job(desk.job("a blunt face").job.id)
    said = "\n".join(label.text() for label in desk.program.window.findChildren(QLabel))
    assert (
        "Etching started on the picture but did not finish it. Etching says: “the needle is blunt”." in said
    )


def test_what_is_free_is_never_called_paid_for_and_can_be_made_again(desk: Desk) -> None:
    desk.choose("Etching")
    desk.generate("a smudged face")
    desk.until(lambda: desk.job("a smudged face").error is not None)
    status = desk.job("a smudged face")
    assert JobAct.RETRY in acts_of(status)
    assert JobAct.LOOK not in acts_of(status)
    desk.until(lambda: desk.program.action("retry_failed").isEnabled())  # retried together with other jobs
    assert "You were not charged, and no picture was made." in sentence(status)


def test_an_account_that_is_not_the_program_s_holds_nobody_else_up(desk: Desk) -> None:
    desk.choose("Darkroom")
    desk.generate("no credits")
    desk.until(lambda: desk.job("no credits").error is not None)
    assert not desk.queue.holds
    said = [label.text() for label in desk.program.window.findChildren(QLabel)]
    assert any(
        "Your Darkroom account does not have enough credits for this picture." in words for words in said
    )
    assert describe(AppError(ErrorKind.NO_CREDITS), DARKROOM.key).remedy is None  # its page is unknown


def test_what_is_lost_is_looked_for_only_where_there_is_a_history(desk: Desk) -> None:
    desk.choose("Darkroom")
    desk.generate("a lost face")
    desk.until(lambda: desk.job("a lost face").job.state is JobState.OUTCOME_UNKNOWN)
    assert JobAct.LOOK not in acts_of(desk.job("a lost face"))


# --- the models that it finds ---


def test_a_model_that_it_finds_is_used_like_a_shipped_one(desk: Desk) -> None:
    desk.choose("Etching")
    desk.until(lambda: desk.models == ["Needle", "Drypoint"])
    desk.panel.endpoint_chosen.emit(DRYPOINT.slug)
    desk.model.set_values({"num_inference_steps": 7})
    desk.generate(steps=7)
    desk.wait_for_pictures(1)
    library = desk.program.backend.library
    (picture,) = found(library, "model:drypoint engine:etching steps:7")
    assert picture.request.model.name == "Drypoint"
    desk.program.settings.set("etching_plates", 0)  # the model goes
    desk.program.find(ModelList).refresh("etching")
    desk.until(lambda: desk.model.endpoint == NEEDLE)
    (kept,) = found(library, "model:drypoint engine:etching")
    assert (kept.request.model.name, kept.request.engine) == ("Drypoint", "etching")
    assert library.known_values("model") == ["Drypoint"]


def test_it_says_what_it_lacks(desk: Desk) -> None:
    desk.choose("Etching")
    desk.program.settings.set("etching_plates", 0)
    desk.program.find(ModelList).refresh("etching")
    desk.until(lambda: "There is no plate. Add one." in desk.panel_words)
    desk.program.action("generate").trigger()
    assert not desk.queue.statuses


def test_its_capacity_decides_how_many_jobs_run(desk: Desk) -> None:
    desk.choose("Etching")
    desk.program.settings.set("etching_pause", 60_000)
    for prompt in ("one", "two", "three"):
        desk.generate(prompt)
    desk.until(lambda: desk.queue.running == 1)
    desk.program.settings.set("etching_plates", 3)
    desk.queue.pump()
    desk.until(lambda: desk.queue.running == 3)
    desk.queue.jobs.cancel_free()


# --- inspector, search, export ---


def test_the_inspector_tells_of_it(desk: Desk) -> None:
    desk.choose("Etching")
    desk.generate()
    desk.wait_for_pictures(1)
    desk.program.view.go_to(desk.program.model.ids_between(0, 0)[0])
    inspector = desk.program.find(InspectorPanel)
    desk.until(lambda: "Needle" in [label.text() for label in inspector.findChildren(QLabel)])
    words = [label.text() for label in inspector.findChildren(QLabel) if not label.isHidden()]
    assert "Steps" in words
    assert "Scheduler" not in words
    assert "Cost" not in words


def test_the_search_knows_it(backend: Backend) -> None:
    library = backend.library
    for search, slugs in {
        "engine:etching": ["etching-needle"],
        "model:needle": ["etching-needle"],
        "engine:darkroom": ["darkroom-glass"],
        'model:"glass plate" engine:darkroom': ["darkroom-glass"],
        "model:needle engine:darkroom": [],
    }.items():
        assert [picture.request.endpoint for picture in found(library, search)] == slugs, search
    assert library.known_values("engine") == ["darkroom", "etching"]
    assert library.known_values("model") == ["Glass plate", "Needle"]


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp"])
def test_an_exported_file_bears_its_label_and_is_read_again(
    backend: Backend, tmp_path: Path, format_: str
) -> None:
    (picture,) = found(backend.library, "engine:etching")
    plan = ExportPlan(format_, str(tmp_path / "out"))
    report = backend.exporter.export(plan, [picture.id], lambda _done, _all: None, Cancel())
    (file,) = report.files
    with Image.open(file) as image:
        packet = bytes(image.info["xmp"]).decode()
    for words in ("digitalsourcetype/trainedAlgorithmicMedia", "Etching Press Needle", "etching-needle"):
        assert words in packet
    read, _image = backend.reader.read(file)
    assert read.request == picture.request
    assert read.request.engine == "etching"


# --- money, settings, credit ---


def test_the_costs_are_what_it_costs(desk: Desk) -> None:
    for number, engine in enumerate((ETCHING, DARKROOM), 1):
        desk.choose(engine.name)
        desk.generate()
        desk.wait_for_pictures(number)
    (entry,) = desk.costs()
    assert (entry.engine, entry.model, float(entry.tally.cost)) == ("darkroom", "Glass plate", 0.05)


def test_its_settings_have_a_page(tmp_path: Path, qtbot: QtBot) -> None:
    settings = JsonSettings(tmp_path / "settings.json")
    dialog = SettingsDialog(settings, TaskRunner())
    qtbot.addWidget(dialog)
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    assert titles == [
        "General",
        "Library",
        "Segmind",
        "My server",
        "This computer",
        "Etching",
        "Darkroom",
        "Costs",
        "Export",
    ]
    dialog.show_setting("etching_pause")
    assert tabs.tabText(tabs.currentIndex()) == "Etching"


def test_the_about_box_credits_it() -> None:
    assert ETCHING.credit in CREDITS
