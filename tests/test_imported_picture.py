"""What is kept of an imported file: shown in the inspector, found by a search, and never a standstill."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import LONGEST_PROMPT, SAMPLE_VALUES
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.system.clock import SystemClock
from portrait_app.ui.create.disclosure import Disclosure
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.importing.origin_section import OriginSection
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.kit.text_editors import PromptEditor
from portrait_app.ui.shell.toast import Toast
from tests.support.brought import GRAPH, png
from tests.support.program import RunningProgram

SAMPLER = "DPM++ 2M Karras"
INFOTEXT = (
    f"a lady\nNegative prompt: blur\nSteps: 8, Sampler: {SAMPLER}, CFG scale: 1.5, Seed: 42, Size: 832x1216, "
    'Model hash: aabbcc, Model: SDXL\\dream_shaper-XL.safetensors, Lora hashes: "hair: 11, eyes: 22"'
)
STANDSTILL = (
    15  # seconds of a process that shares the machine: one of these used to take 40 s, others had no end
)


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(tmp_path / "home", qtbot)
    running.wait_for_pictures(0)
    yield running
    running.close()


def take_in(program: RunningProgram, data: bytes) -> Picture:
    """Import a file, and wait until the grid shows its picture."""
    path = program.home / "brought.png"
    path.write_bytes(data)
    picture = program.backend.importing.add(*program.backend.reader.read(path))
    program.find(GalleryController).pictures_arrived([picture])
    program.qtbot.waitUntil(lambda: program.is_idle)
    return picture


def select(program: RunningProgram, picture: Picture) -> InspectorPanel:
    """Select a picture, and wait until the inspector shows it."""
    inspector = program.find(InspectorPanel)
    program.qtbot.waitUntil(lambda: program.model.picture_count > 0)
    program.view.setCurrentIndex(program.model.index(0))
    program.qtbot.waitUntil(lambda: inspector.shown == picture.id and program.is_idle, timeout=30_000)
    return inspector


def words(section: OriginSection | InspectorPanel) -> list[str]:
    shown = [label.text() for label in section.findChildren(QLabel) if label.isVisibleTo(section)]
    return shown + [edit.toPlainText() for edit in section.findChildren(QPlainTextEdit) if edit.isReadOnly()]


def lasted(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    QApplication.processEvents()
    return time.perf_counter() - began


def test_all_that_was_understood_is_shown_and_the_model_is_found(program: RunningProgram) -> None:
    picture = take_in(program, png(parameters=INFOTEXT))
    inspector = select(program, picture)
    shown = words(inspector)
    for text in ("dream_shaper-XL", "8", "1.5", "42", SAMPLER, "aabbcc", "hair: 11, eyes: 22", "a lady"):
        assert text in shown
    assert "Written by AUTOMATIC1111" in shown
    library = program.backend.library
    for search, found in (
        ("model:dream", True),
        ('model:"dream_shaper-XL"', True),
        ("model:SDXL", True),
        ("steps:8", True),
        ("model:tiny", False),
        ("engine:segmind", False),
        ("-model:dream", False),
    ):
        query = LibraryQuery(FILTERS[0], SystemClock().now(), parse_search(search))
        assert bool(library.picture_ids(query)) is found, search
        assert query.matches(library.pictures([picture.id])[0]) is found, search
    assert library.known_values("model") == ["dream_shaper-XL"]


def test_the_texts_of_the_file_are_shown_when_they_are_wanted(program: RunningProgram) -> None:
    workflow = json.dumps({"nodes": [1, 2, 3], "x": "y" * 50_000})
    picture = take_in(program, png(prompt=json.dumps(GRAPH), workflow=workflow))
    inspector = select(program, picture)
    section = program.find(OriginSection)
    assert "Written by ComfyUI" in words(section)
    assert "workflow" not in words(section)
    fold = section.findChild(Disclosure)
    assert fold is not None
    fold.set_open(True)
    program.qtbot.waitUntil(lambda: "workflow" in words(section))
    assert json.dumps(GRAPH) in words(section)
    assert not any("y" * 5_000 in text for text in words(section))
    copy = next(
        one for one in section.findChildren(QToolButton) if one.accessibleName().endswith("of workflow")
    )
    copy.click()
    assert QGuiApplication.clipboard().text() == workflow
    program.view.clearSelection()
    program.qtbot.waitUntil(lambda: inspector.shown is None and not section.isVisible())


def test_a_picture_without_a_word_says_so(program: RunningProgram) -> None:
    inspector = select(program, take_in(program, png()))
    section = program.find(OriginSection)
    fold = section.findChild(Disclosure)
    assert fold is not None
    fold.set_open(True)
    program.qtbot.waitUntil(lambda: "No texts are written in this file." in words(section))
    assert not any(text.startswith("Seed") for text in words(inspector))


def test_what_cannot_be_asked_for_is_said_when_the_settings_are_used(program: RunningProgram) -> None:
    select(program, take_in(program, png(parameters=INFOTEXT)))
    program.action("use_settings").trigger()
    values = program.find(ParameterModel).values()
    assert (values["prompt"], values["guidance_scale"], values["seed"]) == ("a lady", 1.5, 42)
    assert (values["num_inference_steps"], values["img_width"], values["img_height"]) == (20, 768, 1024)
    said = program.find(Toast).findChild(QLabel)
    assert said is not None
    # Lorelei does not use the steps, so that change is not said
    assert said.text() == "Changed to fit Lorelei: Width 832 → 768, Height 1216 → 1024."


@pytest.mark.parametrize(
    "prompt", ["x\n" * 1_900_000, "x" * 4_000_000, "word " * 800_000], ids=["lines", "letters", "words"]
)
def test_a_prompt_of_megabytes_is_kept_whole_and_holds_nothing_up(
    program: RunningProgram, prompt: str
) -> None:
    prompt = prompt[:3_990_000].strip()
    settings = "Steps: 30, Sampler: Euler a, Seed: 1, CFG scale: 7"
    picture = take_in(program, png(parameters=f"{prompt}\n{settings}"))
    assert program.backend.library.pictures([picture.id])[0].request.prompt == prompt
    began = time.perf_counter()
    inspector = select(program, picture)
    assert time.perf_counter() - began < STANDSTILL
    assert any("more characters are not shown" in text for text in words(inspector))
    assert lasted(program.action("use_settings").trigger) < STANDSTILL
    assert len(str(program.find(ParameterModel).values()["prompt"])) == LONGEST_PROMPT
    said = program.find(Toast).findChild(QLabel)
    assert said is not None
    assert said.text() == f"Cut to its first {count_text(LONGEST_PROMPT)} characters: Prompt."
    assert lasted(lambda: program.view.viewport().repaint()) < STANDSTILL
    query = LibraryQuery(FILTERS[0], SystemClock().now(), parse_search("nothing"))
    assert lasted(lambda: query.matches(picture)) < STANDSTILL
    for key in ("favourite", "copy_prompt", "copy_settings", "undo"):
        assert lasted(program.action(key).trigger) < STANDSTILL, key
    program.qtbot.waitUntil(lambda: program.is_idle)


def test_no_more_is_pasted_than_an_editor_can_lay_out(program: RunningProgram) -> None:
    editor = program.find(PromptEditor)
    QGuiApplication.clipboard().setText("x" * 4_000_000)
    text = editor.control
    assert lasted(text.paste) < STANDSTILL  # type: ignore[attr-defined]  # a QPlainTextEdit
    assert len(str(editor.value())) <= LONGEST_PROMPT + len(str(SAMPLE_VALUES["prompt"]))
