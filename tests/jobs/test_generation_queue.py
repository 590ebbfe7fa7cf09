"""The queue, on a real library, with an engine that does as it is told."""

import gc
import weakref
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SAMPLE_VALUES, SKETCH
from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from tests.jobs.conftest import CLOUD, FREE, Studio
from tests.support.engine import ScriptedEngine
from tests.support.retry_failed import retry_failed


def test_a_request_becomes_a_picture_in_the_library(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    studio = open_studio(ScriptedEngine())
    with qtbot.waitSignal(studio.queue.delivered):
        studio.queue.submit(CLOUD)
    (picture,) = studio.delivered[0].pictures
    assert picture.request == CLOUD
    assert studio.library.path(picture).read_bytes().startswith(b"\xff\xd8")
    assert studio.states() == [JobState.DONE]
    assert studio.queue.statuses == []


def test_no_more_run_at_once_than_the_setting_allows(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=2)
    for _ in range(5):
        studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: (studio.queue.running, studio.queue.waiting) == (2, 3))
    for done in range(1, 6):
        engine.release()
        qtbot.waitUntil(lambda done=done: len(studio.delivered) == done)  # type: ignore[misc]
        assert studio.queue.running == min(2, 5 - done)
    assert studio.pictures() == 5


def test_a_job_is_on_disk_before_the_engine_hears_of_it(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(engine.calls) == 1)
    assert studio.states() == [JobState.SENDING]
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)


def test_a_waiting_job_that_is_cancelled_is_never_sent(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=1)
    studio.queue.submit(CLOUD)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.queue.statuses) == 2 and len(engine.calls) == 1)
    studio.queue.jobs.cancel(studio.queue.statuses[1].job.id)
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1 and not studio.runner.busy)
    assert len(engine.calls) == 1
    assert studio.states() == [JobState.DONE, JobState.CANCELLED]


def test_a_cancelled_cloud_job_is_not_waited_for_and_its_picture_is_kept(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=1)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(engine.calls) == 1)
    studio.queue.jobs.cancel(studio.queue.statuses[0].job.id)
    assert studio.queue.statuses == []
    studio.queue.submit(CLOUD)  # its room is free at once
    qtbot.waitUntil(lambda: len(engine.calls) == 2)
    engine.release()
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 2)
    assert studio.states() == [JobState.DONE, JobState.DONE]
    assert studio.pictures() == 2


def test_a_cancelled_free_job_stops(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = ScriptedEngine(SKETCH, costs_money=False, gated=True)
    studio = open_studio(engine)
    studio.queue.submit(FREE)
    qtbot.waitUntil(lambda: len(engine.calls) == 1)
    studio.queue.jobs.cancel(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.CANCELLED]
    assert (studio.delivered, studio.failed) == ([], [])


def test_a_failed_job_can_be_tried_again(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(AppError(ErrorKind.JOB_FAILED, "out of memory"))
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    (status,) = studio.queue.statuses
    assert status.error is not None
    assert studio.states() == [JobState.FAILED]
    engine.release()
    studio.queue.jobs.retry(status.job.id)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.states() == [JobState.DONE]
    assert studio.queue.statuses == []


def test_a_reply_the_disk_refused_is_kept_without_paying_again(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)
    spool = studio.library.folder / "spool"

    def block_the_spool() -> None:  # a file where the folder should be: every write fails
        if spool.is_dir():
            spool.rmdir()
        spool.write_text("in the way")

    engine.before_spool = block_the_spool
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    studio.queue.jobs.dismiss(studio.queue.statuses[0].job.id)  # the only copy: it stays
    assert [status.unstored for status in studio.queue.statuses] == [True]
    assert studio.failed[0].error is not None
    assert "held" in studio.failed[0].error.facts
    spool.unlink()
    studio.queue.jobs.retry(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert len(engine.calls) == 1
    assert studio.pictures() == 1


def test_a_picture_the_disk_refused_is_stored_without_paying_again(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)
    in_the_way = studio.library.folder / "pictures"  # a file where the folder should be
    in_the_way.write_text("in the way")
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    assert studio.states() == [JobState.RECEIVED]
    in_the_way.unlink()
    studio.queue.jobs.retry(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert len(studio.failed) == 1
    assert len(engine.calls) == 1
    assert studio.states() == [JobState.DONE]


@pytest.mark.parametrize("kind", [ErrorKind.OUTCOME_UNKNOWN, ErrorKind.JOB_FAILED])
def test_two_clicks_send_it_again_once(
    open_studio: Callable[..., Studio], qtbot: QtBot, kind: ErrorKind
) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    engine.release(AppError(kind))
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    job_id = studio.queue.statuses[0].job.id
    for _ in range(2):
        studio.queue.jobs.retry(job_id)
    studio.queue.jobs.dismiss(job_id)
    qtbot.waitUntil(lambda: len(engine.calls) == 2)
    engine.release()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1 and not studio.runner.busy)
    assert len(engine.calls) == 2
    assert len(studio.failed) == 1


class _Reply:
    """Something large that a worker holds."""


class _FailingEngine(ScriptedEngine):
    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        self.held = _Reply()
        reply = self.held
        raise AppError(ErrorKind.OUTCOME_UNKNOWN, type(reply).__name__)


def test_a_kept_error_keeps_nothing_of_its_worker(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = _FailingEngine()
    studio = open_studio(engine)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    held = weakref.ref(engine.held)
    del engine.held
    gc.collect()
    assert studio.queue.statuses[0].error is not None
    assert held() is None


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    ("engine", "request_", "expected"),
    [
        (ScriptedEngine(), CLOUD, JobState.OUTCOME_UNKNOWN),
        (ScriptedEngine(SKETCH, costs_money=False), FREE, JobState.FAILED),
    ],
)
def test_a_mistake_of_ours_leaves_the_job_where_it_can_be_tried_again(
    open_studio: Callable[..., Studio],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    engine: ScriptedEngine,
    request_: GenerationRequest,
    expected: JobState,
) -> None:
    studio = open_studio(engine)
    with monkeypatch.context() as broken:
        broken.setattr(engine, "generate", lambda *_: 1 / 0)
        studio.queue.submit(request_)
        qtbot.waitUntil(lambda: len(studio.failed) == 1)
    assert studio.failed[0].error is not None
    assert studio.failed[0].error.kind is ErrorKind.UNEXPECTED
    assert studio.states() == [expected]
    studio.queue.jobs.retry(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.states()[0] is JobState.DONE
    assert studio.library.unfinished_jobs() == []


def test_a_job_of_a_newer_version_waits_for_it_and_holds_up_no_other(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    studio = open_studio(ScriptedEngine())
    studio.library.add_job(GenerationRequest("potraitsd9-txt2img", SAMPLE_VALUES))
    studio.library.add_job(CLOUD)
    studio.queue.recover()
    qtbot.waitUntil(lambda: len(studio.delivered) == 1)
    assert studio.states() == [JobState.QUEUED, JobState.DONE]
    assert studio.queue.statuses == []


def test_what_could_not_be_sent_and_was_dismissed_is_not_sent_at_the_next_start(
    open_studio: Callable[..., Studio], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)

    def full(*_: object, **__: object) -> None:
        raise AppError(ErrorKind.DISK_FULL)

    with monkeypatch.context() as disk:
        disk.setattr(studio.library, "set_job_state", full)
        studio.queue.submit(CLOUD)
        qtbot.waitUntil(lambda: len(studio.failed) == 1)
    assert studio.states() == [JobState.QUEUED]
    studio.queue.jobs.dismiss(studio.queue.statuses[0].job.id)
    qtbot.waitUntil(lambda: studio.states() == [JobState.CANCELLED])
    assert engine.calls == []


def test_a_job_runs_from_its_first_instant(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = ScriptedEngine(gated=True)
    studio = open_studio(engine, concurrency=1)
    seen: list[tuple[bool, ...]] = []
    studio.queue.changed.connect(
        lambda: seen.append(tuple(status.running for status in studio.queue.statuses))
    )
    studio.queue.submit(CLOUD)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: len(engine.calls) == 1 and len(seen) >= 2)
    assert set(seen) <= {(True,), (True, False)}


def test_a_spooled_reply_is_read_at_the_next_start(open_studio: Callable[..., Studio], qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    first = open_studio(engine)
    job = first.library.add_job(CLOUD)
    first.library.set_job_state(job.id, JobState.SENDING)
    handed: list[RawReply] = []
    engine.generate(CLOUD, _Spooling(handed))
    first.library.spool(job.id, handed[0])
    second = open_studio(engine)
    second.queue.recover()
    qtbot.waitUntil(lambda: len(second.delivered) == 1)
    assert len(engine.calls) == 1
    assert second.states() == [JobState.DONE]


class _Spooling:
    """A handover that only keeps what is spooled."""

    aborted = False

    def __init__(self, kept: list[RawReply]) -> None:
        self.spool = kept.append

    def on_abort(self, stop: object) -> None: ...

    def accepted(self, ticket: object) -> None: ...

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None: ...


@pytest.mark.parametrize(
    ("engine", "request_", "expected"),
    [
        (ScriptedEngine(), CLOUD, JobState.OUTCOME_UNKNOWN),
        (ScriptedEngine(SKETCH, costs_money=False), FREE, JobState.DONE),
    ],
)
def test_a_job_that_was_being_sent_when_the_program_died(
    open_studio: Callable[..., Studio],
    qtbot: QtBot,
    engine: ScriptedEngine,
    request_: GenerationRequest,
    expected: JobState,
) -> None:
    studio = open_studio(engine)
    job = studio.library.add_job(request_)
    studio.library.set_job_state(job.id, JobState.SENDING)
    studio.queue.recover()
    qtbot.waitUntil(lambda: studio.states() == [expected] and not studio.runner.busy)
    assert len(engine.calls) == (0 if engine.row.costs_money else 1)
    assert [status.error is not None for status in studio.queue.statuses] == [True] * engine.row.costs_money


def test_closing_gives_up_at_once_and_leaves_every_job_in_its_right_state(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    cloud, free = ScriptedEngine(gated=True), ScriptedEngine(SKETCH, costs_money=False, gated=True)
    studio = open_studio(cloud, free, concurrency=1)
    for request in (CLOUD, FREE, CLOUD):
        studio.queue.submit(request)
    qtbot.waitUntil(lambda: len(cloud.calls) == len(free.calls) == 1 and studio.queue.waiting == 1)
    studio.queue.close()
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert studio.states() == [JobState.OUTCOME_UNKNOWN, JobState.QUEUED, JobState.QUEUED]


def test_a_reply_that_was_removed_from_the_folder_was_paid_for(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    studio = open_studio(engine)
    engine.read_error = AppError(ErrorKind.PICTURE_NOT_FETCHED)
    studio.queue.submit(CLOUD)
    qtbot.waitUntil(lambda: studio.states() == [JobState.RECEIVED] and studio.queue.running == 0)
    (reply,) = (studio.library.folder / "spool").iterdir()
    reply.unlink()
    studio.later(1_000)
    qtbot.waitUntil(lambda: len(studio.failed) == 1)
    assert studio.failed[0].error is not None
    assert studio.failed[0].error.billed is Billed.YES
    retry_failed(studio.queue)  # it would be paid for again
    qtbot.waitUntil(lambda: not studio.runner.busy)
    assert len(engine.calls) == 1
