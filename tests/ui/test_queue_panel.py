"""The queue panel and its model."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView, QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.models.job_model import JobModel
from portrait_app.ui.panels.queue_panel import QueuePanel

REQUEST = GenerationRequest("potraitsd1.5-txt2img", SAMPLE_VALUES)


def status(job_id: int, *, elapsed: float = 0, error: ErrorKind | None = None) -> JobStatus:
    state = JobState.SENDING if elapsed else JobState.FAILED if error else JobState.QUEUED
    if error is ErrorKind.OUTCOME_UNKNOWN:
        state = JobState.OUTCOME_UNKNOWN
    job = Job(job_id, REQUEST, state, datetime(2026, 11, 22, tzinfo=UTC))
    return JobStatus(job, elapsed, error=AppError(error) if error else None, running=elapsed > 0)


def ids(model: JobModel) -> list[int]:
    return [model.index(row).data(JobModel.STATUS).job.id for row in range(model.rowCount())]


@pytest.mark.parametrize(
    "steps",
    [
        ([], [1], [1, 2], [2], []),
        ([1, 2, 3], [1, 3, 4], [4]),
        ([1, 2, 3], [2, 3, 1], [3, 1]),
        ([1, 2], [3, 4]),
    ],
)
def test_the_model_follows_any_change(qtbot: QtBot, steps: Sequence[list[int]]) -> None:
    model = JobModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for step in steps:
        model.set_statuses([status(job_id) for job_id in step])
        assert ids(model) == step


def shown_buttons(panel: QueuePanel) -> set[str]:
    return {button.text() for button in panel.findChildren(QToolButton) if not button.isHidden()}


def test_an_empty_queue_says_what_adds_to_it(qtbot: QtBot) -> None:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    assert shown_buttons(panel) == set()
    assert panel.summary == "Nothing waits. Generate adds a job."


def test_a_waiting_job_can_be_cancelled_and_a_failed_one_tried_again(qtbot: QtBot) -> None:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.set_statuses([status(1, elapsed=3), status(2), status(3, error=ErrorKind.SERVER_ERROR)])
    assert panel.summary == "1 running · 1 waiting · 1 for you to decide"
    assert shown_buttons(panel) == {"Cancel"}
    with qtbot.waitSignal(panel.cancel_requested) as cancelled:
        click(panel, "Cancel")
    assert cancelled.args == [1]
    jobs = panel.findChild(QListView)
    assert isinstance(jobs, QListView)
    jobs.setCurrentIndex(panel.model.index(2))
    assert shown_buttons(panel) == {"Try again", "Copy details", "Dismiss"}
    with qtbot.waitSignal(panel.retry_requested) as retried:
        click(panel, "Try again")
    assert retried.args == [3]


def test_sending_again_what_may_be_paid_for_says_so(qtbot: QtBot) -> None:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.set_statuses([status(1, error=ErrorKind.OUTCOME_UNKNOWN)])
    assert shown_buttons(panel) == {"Look for it", "Send again (may cost twice)", "Copy details", "Forget"}
    with qtbot.waitSignal(panel.look_requested) as wanted:
        click(panel, "Look for it")
    assert wanted.args == [1]


def test_what_has_a_ticket_is_looked_for_again_and_never_sent(qtbot: QtBot) -> None:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    unknown = status(1, error=ErrorKind.OUTCOME_UNKNOWN)
    panel.set_statuses([replace(unknown, job=replace(unknown.job, ticket=Ticket("rq-1")))])
    assert shown_buttons(panel) == {"Look again", "Copy details", "Forget"}


def click(panel: QueuePanel, text: str) -> None:
    next(button for button in panel.findChildren(QToolButton) if button.text() == text).click()
