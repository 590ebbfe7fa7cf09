"""The library's disk is not plugged in, at the start or later, and comes back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.job import JobState
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.library_watch import LibraryWatch
from portrait_app.ui.gallery.empty_state import EmptyState
from portrait_app.ui.kit.notice import Notice
from tests.support.fake_library import a_request
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService
from tests.support.widgets import texts_of

_PATIENCE = 20_000  # milliseconds; other programs run beside the tests


class Starts:
    """Starts and ends the program, as often as a test wants."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self._home = home
        self._qtbot = qtbot
        self._running: list[RunningProgram] = []

    def __call__(self, **arguments: object) -> RunningProgram:
        self.end()
        self._running.append(RunningProgram(self._home, self._qtbot, **arguments))  # type: ignore[arg-type]
        return self._running[0]

    def end(self) -> None:
        while self._running:
            self._running.pop().close()


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot) -> Iterator[Starts]:
    starts = Starts(tmp_path, qtbot)
    yield starts
    starts.end()


@pytest.fixture
def disk(tmp_path: Path) -> "Disk":
    return Disk(tmp_path / "data" / "library", tmp_path / "drawer")


class Disk:
    """A disk whose mount point is the library's folder: without the disk, the folder is there and empty."""

    def __init__(self, folder: Path, drawer: Path) -> None:
        self.folder = folder
        self._drawer = drawer

    def unplug(self) -> None:
        self.folder.rename(self._drawer)
        self.folder.mkdir()

    def plug_in(self) -> None:
        self.folder.rmdir()  # fails if anything was made in it
        self._drawer.rename(self.folder)

    def plug_in_anew(self) -> None:
        """As after a real disk was away: all files are the same, under new numbers."""
        self.folder.rmdir()
        shutil.copytree(self._drawer, self.folder)
        shutil.rmtree(self._drawer)


def make(program: RunningProgram, engine: str = "sketch", seed: int = 1) -> None:
    queue = program.find(GenerationQueue)
    model = {"sketch": "sketch-lorelei", "segmind": "tinysd1.5-txt2img"}[engine]
    queue.submit(a_request(model=model, samples=1, seed=seed))


def empty(program: RunningProgram) -> EmptyState:
    state = program.view.findChild(EmptyState)
    assert isinstance(state, EmptyState)
    return state


def notices(program: RunningProgram) -> str:
    found = program.window.findChildren(Notice)
    return " ".join(text for notice in found if notice.isVisible() for text in texts_of(notice))


def look(program: RunningProgram) -> None:
    program.find(LibraryWatch).look()


def test_at_the_start_it_is_waited_for_and_nothing_is_made(start: Starts, disk: Disk, qtbot: QtBot) -> None:
    program = start()
    make(program)
    program.wait_for_pictures(1)
    start.end()
    disk.unplug()
    program = start(opens=False)
    qtbot.waitUntil(lambda: "plugged in?" in " ".join(texts_of(empty(program))), timeout=_PATIENCE)
    assert not any(disk.folder.iterdir())
    disk.plug_in()
    qtbot.waitUntil(lambda: program.program.is_open, timeout=_PATIENCE)
    program.wait_for_pictures(1)


def test_a_new_library_is_made_where_the_user_says_so(start: Starts, disk: Disk, qtbot: QtBot) -> None:
    start()
    start.end()
    shutil.rmtree(disk.folder)
    program = start(opens=False)
    qtbot.waitUntil(lambda: bool(empty(program).findChildren(QPushButton)), timeout=_PATIENCE)
    assert not disk.folder.exists()
    buttons = {button.text(): button for button in empty(program).findChildren(QPushButton)}
    buttons["Make a new library there"].click()
    qtbot.waitUntil(lambda: program.program.is_open, timeout=_PATIENCE)
    assert (disk.folder / "library.db").exists()


@pytest.mark.parametrize("back", [Disk.plug_in, Disk.plug_in_anew])
@pytest.mark.logs_warnings
def test_while_the_program_runs_jobs_are_kept_until_it_is_back(
    back: Callable[[Disk], None], start: Starts, disk: Disk, qtbot: QtBot
) -> None:
    program = start()
    make(program)
    program.wait_for_pictures(1)
    disk.unplug()
    make(program, seed=2)
    qtbot.waitUntil(lambda: "The library is not there" in notices(program), timeout=_PATIENCE)
    make(program, seed=3)
    qtbot.waitUntil(lambda: program.find(GenerationQueue).unwritten == 2, timeout=_PATIENCE)
    assert not any(disk.folder.iterdir())
    back(disk)
    look(program)
    program.wait_for_pictures(3)
    assert program.find(GenerationQueue).unwritten == 0
    assert "The library is not there" not in notices(program)


@pytest.mark.logs_warnings
def test_a_paid_picture_that_arrives_meanwhile_is_kept(
    start: Starts, disk: Disk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as cloud:
        program = start(api=cloud.url)
        queue = program.find(GenerationQueue)
        cloud.delay = 1.0
        make(program, "segmind")
        qtbot.waitUntil(lambda: len(cloud.received) > 0 and queue.running == 1, timeout=_PATIENCE)
        qtbot.waitUntil(lambda: any(one.method == "POST" for one in cloud.received), timeout=_PATIENCE)
        disk.unplug()
        qtbot.waitUntil(lambda: queue.unstored == 1, timeout=_PATIENCE)
        assert not any(disk.folder.iterdir())
        disk.plug_in_anew()
        look(program)
        program.wait_for_pictures(1)
        assert queue.unstored == 0
        assert sum(one.method == "POST" for one in cloud.received) == 1
        assert [job.state for job in program.backend.library.jobs_in([JobState.DONE])] == [JobState.DONE]


@pytest.mark.logs_warnings
def test_another_library_in_its_place_is_not_written_to(
    start: Starts, disk: Disk, qtbot: QtBot, tmp_path: Path
) -> None:
    RunningProgram(tmp_path / "other", qtbot).close()
    program = start()
    disk.unplug()
    disk.folder.rmdir()
    shutil.copytree(tmp_path / "other" / "data" / "library", disk.folder)
    before = (disk.folder / "library.db").read_bytes()
    make(program)
    qtbot.waitUntil(lambda: "A library operation failed" in notices(program), timeout=_PATIENCE)
    assert (disk.folder / "library.db").read_bytes() == before
    shutil.rmtree(disk.folder)
    disk.folder.mkdir()
    disk.plug_in()
    look(program)
    qtbot.waitUntil(lambda: program.find(LibraryWatch).is_there, timeout=_PATIENCE)
