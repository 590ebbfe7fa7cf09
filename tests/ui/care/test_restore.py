"""The dialog that goes back to a backup, the notice about it, and the backup of each day."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.backup import Backup, BackupReason
from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.care.daily_backup import DailyBackup
from portrait_app.ui.care.restore_dialog import RestoreDialog
from tests.support.shell import BareShell

DAILY = Backup(Path("/b/1"), datetime(2026, 11, 21, 9, tzinfo=UTC), BackupReason.DAILY, 4_000_000, 1204, 31)
BROKEN = Backup(Path("/b/2"), datetime(2026, 11, 22, 9, tzinfo=UTC), BackupReason.DAILY, 12, None)
OLD = Backup(Path("/b/3"), datetime(2026, 10, 2, 9, tzinfo=UTC), BackupReason.MIGRATION, 3_000_000, 900, 2)


class Queue(QObject):
    """As much of a queue as the dialog asks."""

    changed = Signal()

    def __init__(self, running: int = 0, unstored: int = 0) -> None:
        super().__init__()
        self.running, self.unstored, self.is_paused = running, unstored, False

    def pause(self) -> None:
        self.is_paused = True
        self.changed.emit()


def a_dialog(
    qtbot: QtBot, queue: Any = None, backups: Sequence[Backup] = (BROKEN, DAILY, OLD)
) -> RestoreDialog:
    dialog = RestoreDialog(queue)
    qtbot.addWidget(dialog)
    dialog.show_backups(backups)
    return dialog


def button(dialog: RestoreDialog, words: str) -> QPushButton:
    return next(found for found in dialog.findChildren(QPushButton) if found.text() == words)


def test_the_newest_that_can_be_read_is_chosen(qtbot: QtBot) -> None:
    dialog = a_dialog(qtbot)
    assert dialog.chosen == DAILY
    with qtbot.waitSignal(dialog.accepted):
        button(dialog, "Restore").click()


@pytest.mark.parametrize("backups", [(), (BROKEN,)], ids=["none", "none that can be read"])
def test_without_a_backup_there_is_nothing_to_restore(qtbot: QtBot, backups: Sequence[Backup]) -> None:
    dialog = a_dialog(qtbot, backups=backups)
    assert dialog.chosen is None
    assert not button(dialog, "Restore").isEnabled()


def test_a_portrait_that_is_being_made_is_not_cut_off(qtbot: QtBot) -> None:
    queue = Queue(running=1)
    dialog = a_dialog(qtbot, queue)
    dialog.show()
    assert not button(dialog, "Restore").isEnabled()
    button(dialog, "Pause the queue").click()
    assert queue.is_paused
    assert not button(dialog, "Restore").isEnabled()
    queue.running = 0
    queue.changed.emit()
    assert button(dialog, "Restore").isEnabled()
    queue.unstored = 1
    queue.changed.emit()
    assert not button(dialog, "Restore").isEnabled()


class FakeBackups:
    """Implements `core.ports.Backups`; fails with what it is given."""

    def __init__(self, error: AppError | None = None) -> None:
        self.error = error
        self.asked = 0

    def make_if_due(self, cancel: Cancel) -> bool:
        self.asked += 1
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        if self.error is not None:
            raise self.error
        return True

    def available(self) -> list[Backup]:
        return []


@pytest.fixture
def bare(qtbot: QtBot) -> BareShell:
    made = BareShell(TaskRunner())
    qtbot.addWidget(made.presenter.notices)
    return made


def test_a_backup_is_made_by_and_by(qtbot: QtBot, bare: BareShell) -> None:
    keeper = DailyBackup(bare.shell, FakeBackups())
    with qtbot.waitSignal(keeper.made):
        keeper.look()


def test_a_full_disk_is_said_once(qtbot: QtBot, bare: BareShell) -> None:
    backups = FakeBackups(AppError(ErrorKind.DISK_FULL))
    keeper = DailyBackup(bare.shell, backups)
    for asked in range(1, 4):
        keeper.look()
        qtbot.waitUntil(lambda asked=asked: backups.asked == asked and not bare.runner.busy)  # type: ignore[misc]
    assert bare.words == ["No backup was made today: The disk is full"]
    assert bare.presenter.notices.notices == ()


def test_a_damaged_library_is_said_aloud(qtbot: QtBot, bare: BareShell) -> None:
    keeper = DailyBackup(bare.shell, FakeBackups(AppError(ErrorKind.LIBRARY_DAMAGED)))
    keeper.look()
    shown = bare.presenter.notices
    qtbot.waitUntil(lambda: len(shown.notices) == 1)
    assert [found.text() for found in shown.notices[0].findChildren(QPushButton)][1] == "Restore…"


def test_a_backup_that_was_stopped_is_no_failure(qtbot: QtBot, bare: BareShell) -> None:
    keeper = DailyBackup(bare.shell, FakeBackups())
    keeper.stop()
    keeper.look()
    qtbot.waitUntil(lambda: not bare.runner.busy)
    assert bare.words == []
    assert bare.presenter.notices.notices == ()
