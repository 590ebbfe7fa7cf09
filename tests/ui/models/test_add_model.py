"""The dialog that adds a model, and the page that lists the folder, with the real store behind them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.model_store import InstalledModel
from portrait_app.jobs.model_additions import ModelAdditions
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.models.add_model_dialog import AddModelDialog
from portrait_app.ui.models.folder_page import FolderPage
from portrait_app.ui.models.folder_rows import AdditionRow, InstalledRow
from tests.support.clock import FixedClock
from tests.support.model_host import ModelHostService, as_usual, other_bytes, silent, status
from tests.support.model_store import AGREEMENT, make_store

ID = "tiny-0123456"
LARGEST = 11  # requests for bytes before the one for the largest file


@pytest.fixture
def host() -> Iterator[ModelHostService]:
    with ModelHostService() as service:
        yield service


@pytest.fixture
def additions(
    qtbot: QtBot, host: ModelHostService, tmp_path: Path, runner: TaskRunner
) -> Iterator[ModelAdditions]:
    made = ModelAdditions(make_store(host, tmp_path / "models"), runner)
    made.look()
    qtbot.waitUntil(lambda: made.folder is not None, timeout=20_000)
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot: QtBot, additions: ModelAdditions, runner: TaskRunner) -> AddModelDialog:
    made = AddModelDialog(additions, runner, FixedClock())
    qtbot.addWidget(made)
    made.show()
    return made


def page_of(qtbot: QtBot, additions: ModelAdditions) -> FolderPage:
    page = FolderPage(additions)
    qtbot.addWidget(page)
    page.show()
    return page


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def begin(dialog: AddModelDialog) -> None:
    """Go through the dialog up to the download."""
    press(dialog.go_on)
    dialog.licence.agree.setChecked(True)
    press(dialog.go_on)


def test_nothing_is_downloaded_without_agreement(
    qtbot: QtBot, dialog: AddModelDialog, host: ModelHostService
) -> None:
    press(dialog.go_on)
    said = words(dialog)
    assert "harm or exploit minors" in said
    assert "no safety checker" in said
    assert not dialog.go_on.isEnabled()
    assert host.asked == []
    dialog.licence.agree.setChecked(True)
    assert dialog.go_on.isEnabled()
    press(dialog.back)
    press(dialog.go_on)
    assert not dialog.licence.agree.isChecked()  # the agreement is for one model


def test_a_model_is_downloaded_with_the_time_of_the_agreement(
    qtbot: QtBot, dialog: AddModelDialog, additions: ModelAdditions
) -> None:
    begin(dialog)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    qtbot.waitUntil(lambda: "is ready" in words(dialog), timeout=20_000)
    assert additions.folder is not None
    agreement = additions.folder.models[0].agreement
    assert agreement is not None
    assert (agreement.licence, agreement.agreed) == ("CreativeML OpenRAIL-M", FixedClock().now())
    press(dialog.go_on)
    assert not dialog.isVisible()


def test_a_closed_dialog_leaves_the_download_running(
    qtbot: QtBot, dialog: AddModelDialog, additions: ModelAdditions, host: ModelHostService
) -> None:
    host.next(*[as_usual] * LARGEST, silent(100_000))
    begin(dialog)
    qtbot.waitUntil(lambda: "718 kB of 918 kB" in words(dialog), timeout=20_000)
    press(dialog.close_button)
    assert not dialog.isVisible()
    page = page_of(qtbot, additions)
    row = page.findChild(AdditionRow)
    assert isinstance(row, AdditionRow)
    assert row.pause.isVisible()
    press(row.pause)
    qtbot.waitUntil(row.resume.isVisible, timeout=20_000)
    press(row.resume)
    qtbot.waitUntil(lambda: page.findChild(InstalledRow) is not None, timeout=20_000)
    assert host.all_sent == host.total


def test_a_failure_is_said_in_the_dialog_and_can_be_tried_again(
    qtbot: QtBot, dialog: AddModelDialog, additions: ModelAdditions, host: ModelHostService
) -> None:
    host.next(*[as_usual] * LARGEST, other_bytes())
    begin(dialog)
    qtbot.waitUntil(lambda: "not the right one" in words(dialog), timeout=20_000)
    assert dialog.go_on.text() == "Continue"
    press(dialog.go_on)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    qtbot.waitUntil(lambda: "is ready" in words(dialog), timeout=20_000)
    assert "not the right one" not in words(dialog)


def test_an_installed_model_is_not_offered_again(
    qtbot: QtBot, additions: ModelAdditions, runner: TaskRunner
) -> None:
    additions.download(additions.store.published[0], AGREEMENT)
    qtbot.waitUntil(lambda: additions.is_installed(ID), timeout=20_000)
    dialog = AddModelDialog(additions, runner, FixedClock())
    qtbot.addWidget(dialog)
    assert [button.isEnabled() for button in dialog.findChildren(QRadioButton)] == [False]
    assert not dialog.go_on.isEnabled()


def test_too_little_space_is_said_before_the_agreement(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService, runner: TaskRunner
) -> None:
    huge = host.model(download_size=10**18)
    dialog = AddModelDialog(additions, runner, FixedClock())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_licence(huge)
    assert "Free up space first." in words(dialog)
    dialog.licence.agree.setChecked(True)
    assert not dialog.go_on.isEnabled()


def test_the_users_own_file_is_recognised_and_added(
    qtbot: QtBot, dialog: AddModelDialog, additions: ModelAdditions, tmp_path: Path
) -> None:
    brought = tmp_path / "mine.bin"
    brought.write_bytes(b"weights" * 100)
    added: list[InstalledModel] = []
    additions.added.connect(added.append)
    dialog.choose.path_chosen.emit(brought)
    qtbot.waitUntil(dialog.licence.isVisible, timeout=20_000)
    assert "does not know the licence" in words(dialog)
    dialog.licence.agree.setChecked(True)
    press(dialog.go_on)
    qtbot.waitUntil(lambda: bool(added), timeout=20_000)
    assert added[0].name == "mine"
    assert added[0].agreement is not None
    assert added[0].agreement.licence == ""


def test_what_is_no_model_is_said(qtbot: QtBot, dialog: AddModelDialog, tmp_path: Path) -> None:
    dialog.choose.path_chosen.emit(tmp_path)
    qtbot.waitUntil(lambda: "A file is missing" in words(dialog), timeout=20_000)
    assert dialog.choose.isVisible()
    assert dialog.choose.isEnabled()


def test_the_page_removes_a_model_after_a_question(qtbot: QtBot, additions: ModelAdditions) -> None:
    page = page_of(qtbot, additions)
    assert "There is none yet" in words(page)
    additions.download(additions.store.published[0], AGREEMENT)
    qtbot.waitUntil(lambda: page.findChild(InstalledRow) is not None, timeout=20_000)
    row = page.findChild(InstalledRow)
    assert isinstance(row, InstalledRow)
    qtbot.waitUntil(lambda: "publisher/tiny, version 0123456" in words(row), timeout=20_000)
    press(row.button)
    assert "become free" in words(row)
    keep, remove = row.question.findChildren(QPushButton)
    keep, remove = (keep, remove) if keep.text() == "Keep" else (remove, keep)
    press(keep)
    assert additions.is_installed(ID)
    press(row.button)
    press(remove)
    qtbot.waitUntil(lambda: not additions.is_installed(ID), timeout=20_000)
    qtbot.waitUntil(lambda: "There is none yet" in words(page), timeout=20_000)


def test_the_page_discards_what_was_begun_after_a_question(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService
) -> None:
    host.next(*[as_usual] * LARGEST, status(403))
    page = page_of(qtbot, additions)
    additions.download(additions.store.published[0], AGREEMENT)
    qtbot.waitUntil(lambda: "does not give this model away" in words(page), timeout=20_000)
    row = page.findChild(AdditionRow)
    assert isinstance(row, AdditionRow)
    press(row.discard)
    assert "were downloaded are deleted" in words(row)
    discard = next(one for one in row.findChildren(QPushButton) if one.text() == "Discard")
    press(discard)
    qtbot.waitUntil(lambda: additions.additions == (), timeout=20_000)


def test_the_page_sees_what_another_program_does(
    qtbot: QtBot, additions: ModelAdditions, host: ModelHostService, tmp_path: Path, runner: TaskRunner
) -> None:
    page = page_of(qtbot, additions)
    other = ModelAdditions(make_store(host, tmp_path / "models"), runner)
    other.download(other.store.published[0], AGREEMENT)
    qtbot.waitUntil(lambda: page.findChild(InstalledRow) is not None, timeout=20_000)


def test_a_missing_part_of_the_program_is_said(
    qtbot: QtBot, host: ModelHostService, tmp_path: Path, runner: TaskRunner
) -> None:
    store = make_store(host, tmp_path, missing="Install the other package.")
    page = page_of(qtbot, ModelAdditions(store, runner))
    assert "Install the other package." in words(page)
    assert not page.add.isEnabled()


def test_strangers_are_named(qtbot: QtBot, additions: ModelAdditions, tmp_path: Path) -> None:
    (tmp_path / "models" / "odd").mkdir(parents=True)
    page = page_of(qtbot, additions)
    qtbot.waitUntil(lambda: "“odd” was not added by this program" in words(page), timeout=20_000)


def test_every_step_can_be_reached_by_keyboard(qtbot: QtBot, dialog: AddModelDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    agree = dialog.findChild(QCheckBox)
    assert isinstance(agree, QCheckBox)
    qtbot.waitUntil(agree.isVisible, timeout=5_000)
    assert dialog.focusWidget() is agree
