"""Everything at once: scrolling, zoom, search and favourites while portraits arrive."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from portrait_app.core.search.query import filter_by_key
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.search.field import SearchLine
from tests.support.library_builder import build_library
from tests.support.person import Person
from tests.support.program import RunningProgram
from tests.support.watchdog import Watchdog

PICTURES = 1_000
IN_TRASH = 10


def favourites(program: RunningProgram) -> set[int]:
    controller = program.find(GalleryController)
    with program.qtbot.waitSignal(controller.shown):  # type: ignore[attr-defined] # a real qtbot
        controller.show(filter_by_key("favourites"))
    return set(program.model.ids_between(0, program.model.rowCount() - 1))


def test_a_person_at_work_ends_with_what_they_did(tmp_path: Path, qtbot: QtBot) -> None:
    build_library(tmp_path / "data" / "library", PICTURES)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(PICTURES - IN_TRASH)
    before = favourites(program)
    person = Person(program)
    controller = program.find(GalleryController)
    with qtbot.waitSignal(controller.shown):
        controller.show(filter_by_key("all"))
    with Watchdog() as watchdog:
        person.work(2)
    assert program.find(SearchLine).text() == ""
    program.wait_for_pictures(PICTURES - IN_TRASH + person.jobs)
    assert person.jobs == 4
    assert person.toggled
    assert all(stall.wall > 0 for stall in watchdog.stalls)
    program.close()

    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(PICTURES - IN_TRASH + person.jobs)
    assert favourites(program) == before ^ person.toggled
    program.close()
