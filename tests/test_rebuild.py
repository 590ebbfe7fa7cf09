"""A window that is built anew: the session goes on in it, and nothing of the former window is left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.shell.session import Session
from tests.support.program import RunningProgram
from tests.support.segmind_service import SegmindService

Start = Callable[..., RunningProgram]


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        running.append(RunningProgram(tmp_path, qtbot, **arguments))  # type: ignore[arg-type]
        return running[0]

    yield begin
    for program in running:
        program.close()


def test_a_job_that_runs_arrives_in_the_new_window(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGMIND_API_KEY", "SG_0123456789abcdef")
    with SegmindService() as cloud:
        cloud.delay = 4.0  # a busy machine takes a while to build a window
        program = start(api=cloud.url)
        program.qtbot.waitUntil(lambda: program.find(ParameterModel).endpoint.engine == "segmind")
        program.action("generate").trigger()
        program.qtbot.waitUntil(lambda: program.find(GenerationQueue).running == 1)
        session = program.find(Session)
        program.rebuild()
        assert program.find(Session) is session
        assert program.model.job_count == 1
        program.wait_for_pictures(1)
        assert len(cloud.billed) == 1


def test_what_was_done_can_be_taken_back_in_the_new_window(start: Start) -> None:
    program = start()
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    (picture_id,) = program.view.selected_ids()
    program.action("rate_4").trigger()
    program.qtbot.waitUntil(lambda: program.is_idle)
    program.rebuild()
    program.wait_for_pictures(1)
    assert program.action("undo").isEnabled()
    program.action("undo").trigger()
    program.qtbot.waitUntil(lambda: program.is_idle)
    picture = program.model.picture(picture_id)
    assert picture is not None
    assert picture.rating == 0


def test_the_half_written_prompt_and_the_window_are_as_they_were(start: Start) -> None:
    program = start()
    program.find(ParameterModel).set_values({"prompt": "a woman with"})
    program.window.resize(1234, 789)
    program.qtbot.waitUntil(lambda: program.is_idle)
    program.rebuild()
    assert program.find(ParameterModel).values()["prompt"] == "a woman with"
    assert (program.window.width(), program.window.height()) == (1234, 789)


def test_nothing_of_a_former_window_hears_of_the_session(start: Start, qtbot: QtBot) -> None:
    program = start()
    for _ in range(3):
        program.rebuild()
    program.action("generate").trigger()
    program.wait_for_pictures(1)  # an exception in a slot of a window that is gone would fail the test
    assert len(program.view.selected_ids()) == 1
    assert program.action("generate").isEnabled()
