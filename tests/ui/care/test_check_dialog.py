"""The dialog that checks the library, against a real library: what it shows, asks and does."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckReport, CheckStage, Fault, LooseKind, Progress, Report
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Housekeeping
from portrait_app.imaging.reading import check_image
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.ui.care.check_dialog import LibraryCheckDialog
from portrait_app.ui.care.check_panes import FindingsPane
from portrait_app.ui.care.findings_model import FindingsModel
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from tests.library.making import files_below, some_pictures
from tests.support.clock import FixedClock
from tests.support.database import database_of


@pytest.fixture
def library(tmp_path: Path) -> Iterator[PictureLibrary]:
    opened = open_library(tmp_path / "library", FixedClock())
    yield opened
    opened.close()


@pytest.fixture
def controller(library: PictureLibrary, runner: TaskRunner) -> HousekeepingController:
    return HousekeepingController(library.housekeeping(check_image), runner, runner)


@pytest.fixture
def dialog(controller: HousekeepingController, qtbot: QtBot) -> LibraryCheckDialog:
    dialog = LibraryCheckDialog(controller)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press(dialog: LibraryCheckDialog, words: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == words and b.isVisible())
    assert button.isEnabled(), words
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def buttons(dialog: LibraryCheckDialog) -> set[str]:
    return {b.text() for b in dialog.findChildren(QPushButton) if b.isVisible() and b.isEnabled()}


def words(dialog: LibraryCheckDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def findings(dialog: LibraryCheckDialog) -> FindingsPane:
    pane = dialog.findChild(FindingsPane)
    assert isinstance(pane, FindingsPane)
    return pane


def check(dialog: LibraryCheckDialog, controller: HousekeepingController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(controller.checked):
        press(dialog, "Check")


def take_away(library: PictureLibrary, picture: Picture, to: Path) -> None:
    to.parent.mkdir(exist_ok=True)
    shutil.move(library.path(picture), to)


def test_nothing_happens_before_the_button(dialog: LibraryCheckDialog) -> None:
    assert "changes nothing" in words(dialog)
    assert buttons(dialog) == {"Check", "Close", "Tidy up"}


def test_a_sound_library_says_so_and_what_it_takes(
    dialog: LibraryCheckDialog, controller: HousekeepingController, library: PictureLibrary, qtbot: QtBot
) -> None:
    some_pictures(library, 3)
    check(dialog, controller, qtbot)
    assert "All is well: 3 pictures, every file in its place." in words(dialog)
    assert "Total" in words(dialog)
    assert not findings(dialog).isVisible()
    assert buttons(dialog) == {"Check again", "Close", "Tidy up"}


def test_a_missing_file_is_searched_for_in_a_folder(
    dialog: LibraryCheckDialog,
    controller: HousekeepingController,
    library: PictureLibrary,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost, also_lost, _whole = some_pictures(library, 3)
    take_away(library, lost, tmp_path / "elsewhere" / "a.jpg")
    library.path(also_lost).unlink()
    check(dialog, controller, qtbot)
    assert "3 pictures checked. 2 problems found." in words(dialog)
    folder = str(tmp_path / "elsewhere")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)
    with qtbot.waitSignal(controller.located):
        press(dialog, "Search a folder…")
    assert "1 file found and copied back. 1 file still missing." in words(dialog)
    assert "3 pictures checked. 1 problem found." in words(dialog)
    assert library.path(lost).exists()
    assert controller.report is not None
    assert [row.id for row in controller.report.faults[Fault.MISSING].items] == [also_lost.id]


def test_one_selected_file_can_be_chosen_by_hand(
    dialog: LibraryCheckDialog,
    controller: HousekeepingController,
    library: PictureLibrary,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older, newer = some_pictures(library, 2)
    take_away(library, older, tmp_path / "elsewhere" / "a.jpg")
    take_away(library, newer, tmp_path / "elsewhere" / "b.jpg")
    check(dialog, controller, qtbot)
    assert "Choose the file…" not in buttons(dialog)  # of which of the two?
    pane = findings(dialog)
    pane.select([1])
    assert pane.chosen_ids() == [older.id]  # the newest stands first
    wrong, right = (str(tmp_path / "elsewhere" / name) for name in ("b.jpg", "a.jpg"))
    for file, said in ((wrong, "None of the missing"), (right, "1 file found and copied back.")):
        pane.select([1])
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, file=file: (file, ""))
        with qtbot.waitSignal(controller.located):
            press(dialog, "Choose the file…")
        assert said in words(dialog)
    assert library.path(older).exists()
    assert not library.path(newer).exists()


def test_forgetting_asks_first_and_touches_no_file(
    dialog: LibraryCheckDialog, controller: HousekeepingController, library: PictureLibrary, qtbot: QtBot
) -> None:
    lost, whole = some_pictures(library, 2)
    library.path(lost).unlink()
    before = files_below(library.folder / "pictures")
    check(dialog, controller, qtbot)
    press(dialog, "Forget…")
    assert "Forget this picture?" in words(dialog)
    assert QPushButton.text(dialog.focusWidget()) == "Keep"  # type: ignore[arg-type]
    press(dialog, "Keep")
    assert "Forget this picture?" not in words(dialog)
    assert len(library.pictures([lost.id, whole.id])) == 2
    press(dialog, "Forget…")
    with qtbot.waitSignal(controller.forgotten):
        press(dialog, "Forget")
    assert library.pictures([lost.id, whole.id]) == [whole]
    assert files_below(library.folder / "pictures") == before
    assert "All is well" in words(dialog)
    assert "1 picture forgotten" in words(dialog)


def test_files_of_known_jobs_are_added_and_others_are_left(
    dialog: LibraryCheckDialog, controller: HousekeepingController, library: PictureLibrary, qtbot: QtBot
) -> None:
    lost, _whole = some_pictures(library, 2)
    with database_of(library).write(durable=True) as connection:
        connection.execute("DELETE FROM pictures WHERE id = ?", (lost.id,))
    shutil.copy(library.path(lost), library.path(lost).with_name("holiday.jpg"))
    check(dialog, controller, qtbot)
    with qtbot.waitSignal(controller.adopted) as adopted:
        press(dialog, "Add to library")
    (pictures, asked) = adopted.args
    assert [picture.file for picture in pictures] == [lost.file]
    assert asked == 1
    assert controller.report is not None
    (left,) = controller.report.loose[LooseKind.IMAGE].items
    assert left.file.endswith("holiday.jpg")
    assert "Add to library" not in buttons(dialog)


def test_temporary_files_are_deleted_after_a_question(
    dialog: LibraryCheckDialog, controller: HousekeepingController, library: PictureLibrary, qtbot: QtBot
) -> None:
    (picture,) = some_pictures(library, 1)
    part = library.path(picture).with_name(".a.jpg.part")
    part.write_bytes(b"half")
    os.utime(part, (0, 0))
    check(dialog, controller, qtbot)
    press(dialog, "Delete…")
    assert part.exists()
    with qtbot.waitSignal(controller.removed):
        press(dialog, "Delete")
    assert not part.exists()
    assert library.path(picture).exists()


def test_tidying_up_says_what_it_came_to(
    dialog: LibraryCheckDialog, controller: HousekeepingController, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(controller.tidied):
        press(dialog, "Tidy up")
    assert "of disk space freed." in words(dialog) or "Everything was already tidy." in words(dialog)


class Slow:
    """A housekeeping whose check begins when it is told to stop: the longest there can be."""

    def __init__(self, real: Housekeeping) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def check(self, *, thorough: bool, report: Report, cancel: Cancel) -> CheckReport:
        told = Event()
        with cancel.on_cancel(told.set):
            assert told.wait(5)
        return self._real.check(thorough=thorough, report=report, cancel=cancel)


@pytest.fixture
def slow(controller: HousekeepingController) -> HousekeepingController:
    controller._housekeeping = cast("Housekeeping", Slow(controller._housekeeping))
    return controller


def test_what_is_under_way_can_be_stopped(
    slow: HousekeepingController, dialog: LibraryCheckDialog, library: PictureLibrary, qtbot: QtBot
) -> None:
    some_pictures(library, 2)
    press(dialog, "Check")
    assert buttons(dialog) == {"Stop", "Close"}
    slow.tidy()  # one thing at a time
    with qtbot.waitSignal(slow.stopped):
        press(dialog, "Stop")
    assert slow.report is None
    assert "Stopped." in words(dialog)
    assert buttons(dialog) == {"Check", "Close", "Tidy up"}


def test_closing_stops_what_is_under_way(
    slow: HousekeepingController, dialog: LibraryCheckDialog, qtbot: QtBot
) -> None:
    press(dialog, "Check")
    with qtbot.waitSignal(slow.stopped):
        dialog.reject()


def test_a_library_that_fails_is_said_in_the_dialog(
    dialog: LibraryCheckDialog, controller: HousekeepingController, library: PictureLibrary, qtbot: QtBot
) -> None:
    library.close()
    with qtbot.waitSignal(controller.failed):
        press(dialog, "Check")
    assert "A library operation failed" in words(dialog)
    assert not controller.busy


def test_progress_is_said_in_words_while_it_lasts(
    dialog: LibraryCheckDialog, controller: HousekeepingController, qtbot: QtBot
) -> None:
    press(dialog, "Check")
    controller._reported.emit(Progress(CheckStage.PICTURES, 20, 100))
    assert "Reading the pictures… 20 of 100" in words(dialog)
    qtbot.waitUntil(lambda: not controller.busy)
    assert "Reading" not in words(dialog)
    controller._reported.emit(Progress(CheckStage.PICTURES, 40, 100))  # what comes late is not shown
    assert "40 of 100" not in words(dialog)


def test_the_model_keeps_the_rules(qtbot: QtBot) -> None:
    model = FindingsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_files(("pictures/2026/11/a.jpg", "b.jpg"))
    assert model.index(0).data() == "a.jpg"
    assert model.index(0).data(FindingsModel.FILE) == "pictures/2026/11/a.jpg"
    assert model.index(1).data() == "b.jpg"
    model.set_files(())
    assert model.rowCount() == 0


def test_a_check_that_ends_after_its_dialog_is_gone_is_nobodys_news(
    library: PictureLibrary, controller: HousekeepingController, qtbot: QtBot
) -> None:
    some_pictures(library, 3)
    closed = LibraryCheckDialog(controller)
    controller.check(thorough=True)
    closed.reject()
    closed.deleteLater()
    with qtbot.waitSignal(closed.destroyed):
        pass
    qtbot.waitUntil(lambda: not controller.busy)  # stopped, or done before it could be
