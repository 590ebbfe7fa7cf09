"""The queue with the real engine, the loopback service and a real library: queued delivery, end to end."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import open_library
from tests.engines.segmind.conftest import MemorySettings
from tests.jobs.studio import QueueStudio
from tests.support.clock import FixedClock
from tests.support.segmind_behaviours import as_usual, status
from tests.support.segmind_service import COST, KEY, SegmindService

PORTRAIT = GenerationRequest("potraitsd1.5-txt2img", {**SAMPLE_VALUES, "samples": 2})


class Studio(QueueStudio):
    """Set to queued delivery."""

    def __init__(self, folder: Path, service: SegmindService) -> None:
        credentials = Credentials()
        credentials.set(KEY, KeySource.SESSION)
        settings = MemorySettings(api_url=service.url, delivery="queued")
        self.engine = SegmindEngine(credentials, settings, poll_seconds=0.005)
        library, runner = open_library(folder, FixedClock()), TaskRunner()
        queue = GenerationQueue({"segmind": self.engine}, library, runner, lambda: 2)
        super().__init__(library, runner, queue)

    def states(self) -> list[JobState]:
        """Return the state of every job, the newest first."""
        return super().states()[::-1]


@pytest.fixture
def service() -> Iterator[SegmindService]:
    with SegmindService() as running:
        yield running


@pytest.fixture
def studio(tmp_path: Path, qtbot: QtBot, service: SegmindService) -> Iterator[Studio]:
    studio = Studio(tmp_path / "library", service)
    yield studio
    studio.close()


def test_a_queued_request_becomes_pictures(studio: Studio, qtbot: QtBot, service: SegmindService) -> None:
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.submit(PORTRAIT)
    assert len(studio.delivered[0].pictures) == 2
    delivery = studio.delivered[0].delivery
    assert delivery is not None
    assert delivery.cost == pytest.approx(2 * COST)
    assert studio.states() == [JobState.DONE]
    assert len(service.billed) == 1


def test_what_could_not_be_fetched_is_read_again_without_paying(
    studio: Studio, qtbot: QtBot, service: SegmindService
) -> None:
    service.records.polls = 0
    service.next(as_usual(), as_usual(), as_usual(), status(503))
    studio.queue.submit(PORTRAIT)
    qtbot.waitUntil(lambda: [status.retry_in is not None for status in studio.queue.statuses] == [True])
    (waits,) = studio.queue.statuses
    assert waits.retry_error is not None
    assert waits.retry_error.kind is ErrorKind.PICTURE_NOT_FETCHED
    assert studio.states() == [JobState.RECEIVED]
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.skip_wait(waits.job.id)
    assert studio.failed == []
    assert len(studio.delivered[0].pictures) == 2
    assert posts(service) == 1


def test_what_was_waited_for_when_the_program_closed_arrives_at_the_next_start(
    studio: Studio, qtbot: QtBot, service: SegmindService, tmp_path: Path
) -> None:
    service.records.polls = math.inf
    studio.queue.submit(PORTRAIT)
    qtbot.waitUntil(lambda: len(service.received) >= 3)
    assert (studio.queue.waiting, studio.queue.at_risk) == (0, 0)
    studio.queue.close()
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.WAITING]
    assert studio.failed == []
    service.records.polls = 0
    later = Studio(tmp_path / "library", service)
    with qtbot.waitSignal(later.queue.delivered):
        later.queue.recover()
    assert len(later.delivered[0].pictures) == 2
    assert later.states() == [JobState.DONE]
    later.close()
    assert posts(service) == 1


def test_a_job_sent_while_the_former_ones_are_held_is_none_of_them(
    studio: Studio, qtbot: QtBot, service: SegmindService
) -> None:
    left = studio.library.add_job(PORTRAIT)
    studio.library.set_job_state(left.id, JobState.SENDING)
    studio.queue.recover(hold=True)
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.submit(PORTRAIT)
    assert studio.states() == [JobState.DONE, JobState.OUTCOME_UNKNOWN]
    assert studio.queue.statuses == []
    studio.queue.go_on()
    assert [entry.job.id for entry in studio.queue.statuses] == [left.id]
    assert posts(service) == 1


def test_a_ticket_whose_outcome_is_unknown_is_asked_for_again_and_never_sent(
    studio: Studio, qtbot: QtBot, service: SegmindService
) -> None:
    service.records.polls = math.inf
    service.next(as_usual(), status(401))
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    assert studio.states() == [JobState.OUTCOME_UNKNOWN]
    (job,) = studio.library.jobs_in([JobState.OUTCOME_UNKNOWN])
    assert job.ticket is not None
    service.records.polls = 0
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.retry(job.id)
    assert studio.states() == [JobState.DONE]
    assert posts(service) == 1


def test_a_job_that_failed_at_the_service_is_not_waited_for_any_more(
    studio: Studio, qtbot: QtBot, service: SegmindService
) -> None:
    service.records.fails = "out of memory"
    with qtbot.waitSignal(studio.queue.failed):
        studio.queue.submit(PORTRAIT)
    assert studio.states() == [JobState.FAILED]
    service.records.fails = ""
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.retry(studio.failed[0].job.id)  # nothing was paid for: it is sent anew
    assert posts(service) == 2
    assert len(service.billed) == 1


@pytest.mark.logs_warnings
def test_a_ticket_that_the_disk_refuses_is_kept_in_memory(
    studio: Studio, qtbot: QtBot, service: SegmindService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job_id: int, ticket: object) -> None:
        raise AppError(ErrorKind.DISK_FULL)

    service.next(as_usual(), status(401))
    with monkeypatch.context() as full:
        full.setattr(studio.library, "set_waiting", refuse)
        with qtbot.waitSignal(studio.queue.failed):
            studio.queue.submit(PORTRAIT)
    (outcome,) = studio.failed
    assert outcome.job.state is JobState.OUTCOME_UNKNOWN
    assert outcome.job.ticket is not None
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.jobs.retry(outcome.job.id)
    assert studio.states() == [JobState.DONE]
    assert posts(service) == 1


def posts(service: SegmindService) -> int:
    return [received.method for received in service.received].count("POST")


def test_a_cancelled_request_that_was_accepted_is_kept_when_it_arrives(
    studio: Studio, qtbot: QtBot, service: SegmindService
) -> None:
    service.records.polls = math.inf
    studio.queue.submit(PORTRAIT)
    qtbot.waitUntil(lambda: len(service.received) >= 3)
    studio.queue.jobs.cancel(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: studio.states() == [JobState.CANCELLED])
    service.records.polls = 0
    qtbot.waitUntil(lambda: studio.states() == [JobState.DONE])
    assert len(service.billed) == 1
