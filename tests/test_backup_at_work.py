"""The daily backup while jobs run and marks are written: it is whole, and nothing waits for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.imaging.reading import check_image
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.library.rescue import backups as module
from portrait_app.library.rescue.recovery import open_or_recover
from portrait_app.system.clock import SystemClock
from portrait_app.ui.care.daily_backup import DailyBackup
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.controller import CurationController
from tests.support.library_builder import build_library
from tests.support.program import RunningProgram

PICTURES = 1_000
IN_TRASH = 10
JOBS = 8


def test_a_backup_is_made_while_jobs_run(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STEP", 8)  # pages: it lasts as long as that of a large library
    folder = tmp_path / "data" / "library"
    build_library(folder, PICTURES)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(PICTURES - IN_TRASH)
    backup, queue = program.find(DailyBackup), program.find(GenerationQueue)
    model, marks = program.find(ParameterModel), program.find(CurationController)
    before: list[int] = []  # what was there when the backup was ready
    backup.made.connect(lambda: before.append(program.model.picture_count))
    for seed in range(JOBS):
        model.set_values({"prompt": "a laughing old man", "seed": seed})
        queue.submit(model.request())
        marks.set_favourite([20 + seed], True)
        if seed == JOBS // 2:
            backup.look()
    program.wait_for_pictures(PICTURES - IN_TRASH + JOBS)
    qtbot.waitUntil(lambda: bool(before) and program.is_idle)
    assert [one for one in queue.statuses if one.error is not None] == []
    (made,) = (folder / "backups").iterdir()
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    program.close()

    library, recovery = open_or_recover(folder, SystemClock(), check_image, made)
    library.close()
    assert recovery is not None
    assert recovery.pictures == PICTURES + JOBS


def test_closing_does_not_wait_for_a_backup(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STEP", 1)
    folder = tmp_path / "data" / "library"
    build_library(folder, PICTURES)
    program = RunningProgram(tmp_path, qtbot)
    program.wait_for_pictures(PICTURES - IN_TRASH)
    program.find(DailyBackup).look()
    qtbot.waitUntil(lambda: any((folder / "backups").glob("*.part")))
    program.close()
    assert not any((folder / "backups").glob("*.part"))
