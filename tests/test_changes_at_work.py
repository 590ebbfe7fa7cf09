"""What a person, the network and the account change while jobs wait or run: the queue stays true."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SKETCH
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.key_controller import KeyController, Step
from portrait_app.system.exposure import forget_environment_key
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.shell import Shell
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import reply, slow, status
from tests.support.segmind_service import KEY, SegmindService

_NO_CREDITS = b"Insufficient credits. Balance: 0.0010, required: 0.0030"


class Start(Protocol):
    def __call__(self, url: str) -> RunningProgram: ...


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    with SegmindService() as service:
        yield service


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the program with a key, one job at a time."""
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with ExitStack() as ends:

        def begin(url: str) -> RunningProgram:
            ends.close()
            program = RunningProgram(tmp_path, qtbot, api=url)
            ends.callback(program.close)
            program.settings.set("concurrency", 1)
            keys = program.find(KeyController)
            qtbot.waitUntil(lambda: keys.step is Step.IDLE and program.is_idle)
            return program

        yield begin


def generate(program: RunningProgram, *prompts: str) -> None:
    """Queue a job for each prompt, one stored after the other."""
    model, queue = program.find(ParameterModel), program.find(GenerationQueue)
    for prompt in prompts:
        known = len(queue.statuses) + program.model.picture_count
        model.set_values({"prompt": prompt})
        queue.submit(model.request())
        program.qtbot.waitUntil(
            lambda known=known: len(queue.statuses) + program.model.picture_count > known  # type: ignore[misc]
        )


def job(program: RunningProgram, prompt: str) -> JobStatus:
    statuses = program.find(GenerationQueue).statuses
    return next(one for one in statuses if one.job.request.prompt == prompt)


def posts(cloud: SegmindService) -> list[str]:
    return [f"{one.path[:3]} {one.json['prompt']}" for one in cloud.received if one.method == "POST"]


def reasons(program: RunningProgram) -> list[HoldReason]:
    return [hold.reason for hold in program.find(GenerationQueue).holds]


def titles(program: RunningProgram) -> list[str]:
    """Return what the notices say."""
    return [notice.title for notice in program.window.findChildren(Notice) if notice.isVisible()]


def set_key(program: RunningProgram, key: str) -> None:
    """Have another key, or none, for this session."""
    keys = program.find(KeyController)
    with program.qtbot.waitSignal(keys.changed):  # type: ignore[attr-defined] # a real qtbot
        if key:
            keys.use_for_session(key)
        else:
            keys.remove()


def test_another_engine_is_chosen_while_jobs_wait(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    program.find(GenerationQueue).pause()
    generate(program, "one", "two")
    program.find(EngineChoice).choose(SKETCH)
    generate(program, "drawn")
    program.find(GenerationQueue).resume()
    program.wait_for_pictures(3)
    assert posts(cloud) == ["/v1 one", "/v1 two"]


def test_the_way_of_delivery_changes_while_jobs_wait_and_run(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    queue = program.find(GenerationQueue)
    program.settings.set("delivery", "queued")
    cloud.records.polls = 1_000_000
    generate(program, "ticket", "later")
    program.qtbot.waitUntil(lambda: len(posts(cloud)) == 1)
    program.settings.set("delivery", "direct")
    assert queue.running == 1
    cloud.records.polls = 1
    program.wait_for_pictures(2)
    assert posts(cloud) == ["/v2 ticket", "/v1 later"]
    assert len(cloud.billed) == 2


def test_a_higher_pace_is_gone_at_as_soon_as_it_is_set(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    program.settings.set("requests_per_minute", 1)
    generate(program, "one", "two", "three")
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.PACE])
    assert posts(cloud) == ["/v1 one"]
    program.settings.set("requests_per_minute", 600)
    program.find(Shell).settings_changed.emit({"requests_per_minute"})
    program.wait_for_pictures(3)


def test_a_rate_limit_then_no_network_then_the_network_again(start: Start) -> None:
    with SegmindService() as cloud:
        program = start(cloud.url)
        queue, port = program.find(GenerationQueue), cloud.port
        reset = (datetime.now(UTC) + timedelta(seconds=50)).isoformat()
        cloud.next(status(429, "Too many", {"x-rate-limit-reset-at-utc": reset}))
        generate(program, "one", "two")
        program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.RATE_LIMIT])
    queue.jobs.skip_wait(job(program, "one").job.id)
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.OFFLINE])
    assert program.find(QueuePanel).hold_text == "Segmind cannot be reached: 2 jobs waiting"
    assert [one.error for one in queue.statuses] == [None, None]
    with SegmindService(port=port) as cloud:
        queue.jobs.skip_wait(job(program, "one").job.id)
        program.qtbot.waitUntil(lambda: program.model.picture_count == 1)
        queue.jobs.skip_wait(job(program, "two").job.id)
        program.wait_for_pictures(2)
        assert len(cloud.billed) == 2


def test_offline_in_the_middle_of_a_countdown(start: Start) -> None:
    with SegmindService() as cloud:
        program = start(cloud.url)
        queue, port = program.find(GenerationQueue), cloud.port
        cloud.next(status(503))
        generate(program, "one")
        program.qtbot.waitUntil(lambda: job(program, "one").retry_error is not None)
    queue.jobs.skip_wait(job(program, "one").job.id)
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.OFFLINE])
    assert job(program, "one").error is None
    with SegmindService(port=port) as cloud:
        queue.jobs.skip_wait(job(program, "one").job.id)
        program.wait_for_pictures(1)
        assert len(cloud.billed) == 1


def test_a_low_balance_while_paused_is_said_and_neither_ends_the_other(
    start: Start, cloud: SegmindService
) -> None:
    cloud.credits, cloud.free_credits = 0.001, 0.0
    program = start(cloud.url)
    queue, keys = program.find(GenerationQueue), program.find(KeyController)
    program.qtbot.waitUntil(lambda: keys.balance is not None)
    queue.pause()
    program.action("generate").trigger()
    program.qtbot.waitUntil(lambda: set(reasons(program)) == {HoldReason.PAUSED, HoldReason.LOW_BALANCE})
    cloud.credits = 10.0
    keys.refresh_balance()
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.PAUSED])
    assert posts(cloud) == []
    queue.resume()
    program.wait_for_pictures(1)


def test_resume_while_paused_and_out_of_credits_does_both(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    queue, panel = program.find(GenerationQueue), program.find(QueuePanel)
    keys = program.find(KeyController)
    program.qtbot.waitUntil(lambda: keys.balance is not None)
    cloud.next(reply(406, _NO_CREDITS, {"Content-Type": "text/plain"}))
    generate(program, "one", "two")
    program.qtbot.waitUntil(lambda: HoldReason.NO_CREDITS in reasons(program) and program.is_idle)
    queue.pause()
    assert queue.waiting == 2
    cloud.credits = 30.0
    keys.refresh_balance()
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.PAUSED])
    assert posts(cloud) == ["/v1 one"]
    panel.resume_requested.emit()
    program.wait_for_pictures(2)
    assert posts(cloud) == ["/v1 one", "/v1 one", "/v1 two"]
    assert len(cloud.billed) == 2


def test_what_was_kept_goes_on_with_another_engine_chosen(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    cloud.next(slow(60))
    generate(program, "running", "waiting")
    program.qtbot.waitUntil(lambda: len(posts(cloud)) == 1)
    program.find(EngineChoice).choose(SKETCH)

    program = start(cloud.url)
    assert program.find(ParameterModel).endpoint.engine == SKETCH
    program.qtbot.waitUntil(lambda: program.model.picture_count >= 1)
    program.wait_for_pictures(2)  # the second was found in the history
    assert posts(cloud) == ["/v1 running", "/v1 waiting"]
    assert len(cloud.billed) == 2


def test_jobs_wait_for_a_key_instead_of_failing(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    queue, panel = program.find(GenerationQueue), program.find(QueuePanel)
    program.settings.set("concurrency", 2)
    queue.pause()
    generate(program, "one", "two", "three")
    set_key(program, "")
    queue.resume()
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.NO_KEY] and program.is_idle)
    assert panel.hold_text == "Segmind needs a valid key: queue on hold"
    assert program.window.status_line.queue_text == "No valid key"
    assert [one.waits for one in queue.statuses] == [True] * 3
    assert titles(program) == ["A Segmind key is needed"]
    assert posts(cloud) == []
    set_key(program, KEY)
    program.wait_for_pictures(3)
    assert sorted(posts(cloud)) == ["/v1 one", "/v1 three", "/v1 two"]
    assert (titles(program), reasons(program)) == ([], [])


def test_a_key_that_is_refused_is_tried_once_not_with_every_job(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    queue = program.find(GenerationQueue)
    cloud.key = "SG_another0000000"
    generate(program, "one", "two", "three")
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.NO_KEY] and program.is_idle)
    assert posts(cloud) == ["/v1 one"]
    program.find(QueuePanel).resume_requested.emit()  # the same key, once more
    program.qtbot.waitUntil(lambda: len(posts(cloud)) == 2 and program.is_idle)
    assert reasons(program) == [HoldReason.NO_KEY]
    set_key(program, "SG_another0000000")
    program.wait_for_pictures(3)
    assert posts(cloud)[1:] == ["/v1 one", "/v1 one", "/v1 two", "/v1 three"]
    assert len(cloud.billed) == 3
    assert queue.statuses == []


def test_calling_off_what_waits_for_a_key_ends_the_waiting(start: Start, cloud: SegmindService) -> None:
    program = start(cloud.url)
    cloud.key = "SG_another0000000"
    generate(program, "one")
    program.qtbot.waitUntil(lambda: reasons(program) == [HoldReason.NO_KEY] and program.is_idle)
    program.action("cancel_waiting").trigger()
    program.qtbot.waitUntil(lambda: reasons(program) == [])
    assert titles(program) == []


def test_a_picture_that_is_paid_for_comes_with_the_key_it_was_asked_with(
    start: Start, cloud: SegmindService
) -> None:
    program = start(cloud.url)
    program.settings.set("delivery", "queued")
    cloud.records.polls = 1_000_000
    generate(program, "one")
    program.qtbot.waitUntil(lambda: any("/status" in one.path for one in cloud.received))
    set_key(program, "")
    cloud.records.polls = 1
    program.wait_for_pictures(1)


def test_a_picture_that_waits_at_the_service_is_not_lost_to_a_start_without_a_key(
    start: Start, cloud: SegmindService
) -> None:
    program = start(cloud.url)
    program.settings.set("delivery", "queued")
    cloud.records.polls = 1_000_000
    generate(program, "one")
    program.qtbot.waitUntil(lambda: len(posts(cloud)) == 1)
    forget_environment_key()  # the next session has none
    program = start(cloud.url)
    queue = program.find(GenerationQueue)
    program.qtbot.waitUntil(lambda: bool(queue.statuses) and program.is_idle)
    cloud.records.polls = 1
    set_key(program, KEY)
    program.wait_for_pictures(1)
    assert len(cloud.billed) == 1
