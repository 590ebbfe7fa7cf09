"""What everything in the queue will still cost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SEGMIND
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.ui.money.estimates import CostEstimates
from tests.library.making import a_sent_job
from tests.support.clock import FixedClock
from tests.support.engine import ScriptedEngine


class Queue(QObject):
    """Stands in for the queue: what is in it, a test says."""

    delivered = Signal(object)
    statuses: tuple[JobStatus, ...] = ()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[PictureLibrary]:
    opened = open_library(tmp_path, FixedClock())
    yield opened
    opened.close()


def test_what_is_looked_for_and_was_billed_is_not_counted_twice(
    library: PictureLibrary, qtbot: QtBot
) -> None:
    queue, runner = Queue(), TaskRunner()
    engines = {SEGMIND: ScriptedEngine()}
    estimates = CostEstimates(library.ledger(), engines, cast("GenerationQueue", queue), runner, queue)
    waiting = a_sent_job(library)
    damaged = library.set_job_state(
        a_sent_job(library).id, JobState.FAILED, AppError(ErrorKind.IMAGE_DAMAGED, cost=0.25)
    )
    one = estimates.amount([waiting.request])
    qtbot.waitUntil(lambda: not runner.busy)
    queue.statuses = (JobStatus(waiting), JobStatus(damaged, running=True))
    assert estimates.committed == one > 0
    queue.statuses = (JobStatus(waiting), JobStatus(replace(damaged, cost=None), running=True))
    assert estimates.committed == 2 * one  # nobody knows yet whether it was
    assert runner.shut_down(5000)
