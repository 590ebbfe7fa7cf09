"""The queue in the whole program, against a service that limits, fails, goes away and loses replies."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from portrait_app.core.job import JobState
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.queue.job_list import DoneList
from portrait_app.ui.queue.job_strip import JobStrip
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.status_line import StatusLine
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import close_before_reply, paid, slow, status, truncated_image
from tests.support.segmind_service import KEY, SegmindService


class Desk:
    """A person at the program, who sends one job at a time and looks at the queue."""

    def __init__(self, program: RunningProgram, qtbot: QtBot) -> None:
        self.program = program
        self.qtbot = qtbot
        self.queue = program.find(GenerationQueue)
        self.panel = program.find(QueuePanel)

    def generate(self, *prompts: str) -> None:
        """Queue a job for each prompt, stored one after the other."""
        model = self.program.find(ParameterModel)
        for prompt in prompts:
            model.set_values({"prompt": prompt})
            before = self.known
            self.queue.submit(model.request())
            self.until(lambda before=before: self.known > before)  # type: ignore[misc]

    @property
    def known(self) -> int:
        """How many jobs are in the queue, or done."""
        return len(self.queue.statuses) + self.program.model.picture_count

    def until(self, happened: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(happened, timeout=20_000)

    def job(self, prompt: str) -> JobStatus:
        return next(status for status in self.queue.statuses if status.job.request.prompt == prompt)

    def rows(self) -> list[str]:
        model = self.panel.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def choose(self, prompt: str) -> None:
        self.until(lambda: prompt in self.rows())
        self.panel.show_job(self.job(prompt).job.id)

    def click(self, text: str) -> None:
        """Click a button of the selected job."""
        buttons = self.program.find(JobStrip).buttons()
        next(button for button in buttons if button.text() == text).click()

    @property
    def status_bar(self) -> str:
        return self.program.find(StatusLine).queue_text


@pytest.fixture
def cloud() -> Iterator[SegmindService]:
    with SegmindService() as service:
        yield service


@pytest.fixture
def sit_down(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Desk]]:
    """Start the program with a key; one job runs at a time, and what waits is kept at the end."""
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with ExitStack() as ends:

        def start(url: str) -> Desk:
            ends.close()  # what runs already
            program = RunningProgram(tmp_path, qtbot, api=url)
            ends.callback(program.close)
            program.settings.set("concurrency", 1)
            program.settings.set("on_close", "keep")
            model = program.find(ParameterModel)
            qtbot.waitUntil(lambda: model.endpoint.engine == "segmind" and program.is_idle)
            return Desk(program, qtbot)

        yield start


def posts(cloud: SegmindService) -> list[str]:
    """Return the prompts that were sent, in order."""
    return [request.json["prompt"] for request in cloud.received if request.method == "POST"]


def test_a_rate_limit_is_said_and_one_can_go_on_at_once(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    reset = (datetime.now(UTC) + timedelta(seconds=34)).isoformat()
    cloud.next(status(429, "Too many", {"x-rate-limit-reset-at-utc": reset}))
    desk.generate("a sailor", "a baker")
    desk.until(lambda: desk.panel.hold_text.startswith("Segmind rate limit: next request in 3"))
    assert desk.status_bar == "Segmind rate limit reached"
    assert posts(cloud) == ["a sailor"]
    desk.choose("a sailor")
    desk.click("Skip the wait")
    desk.until(lambda: desk.program.model.picture_count == 1)
    # The refusal taught the queue how fast it may be.
    desk.until(lambda: desk.panel.hold_text.startswith("At your plan’s rate: next request in "))
    desk.program.action("cancel_waiting").trigger()
    desk.until(lambda: desk.panel.model.rowCount() == 0)
    assert not desk.program.action("cancel_waiting").isEnabled()


def test_an_overloaded_service_is_asked_again_with_a_countdown(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(status(503))
    desk.generate("a sailor")
    desk.until(lambda: desk.program.find(JobStrip).text.startswith("Retrying in "))
    assert desk.program.find(JobStrip).text.endswith("s: Segmind is not available right now")
    desk.choose("a sailor")
    desk.click("Skip the wait")
    desk.program.wait_for_pictures(1)
    assert posts(cloud) == ["a sailor", "a sailor"]
    assert len(cloud.billed) == 1


def test_while_the_service_has_trouble_one_job_can_be_tried_at_once(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(*[status(503)] * 3)
    desk.generate("a sailor", "a baker")

    def try_now() -> bool:
        for one in desk.queue.statuses:
            desk.queue.jobs.skip_wait(one.job.id)
        return desk.panel.hold_text.startswith("Problems at Segmind: next try in ")

    desk.until(try_now)
    buttons = desk.panel.findChildren(QToolButton)
    next(button for button in buttons if button.text() == "Try now" and button.isVisible()).click()
    desk.program.wait_for_pictures(2)
    assert len(cloud.billed) == 2


def test_two_that_may_have_been_paid_for_hold_the_queue_until_a_person_goes_on(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.records.lag = timedelta(hours=1)  # its history knows nothing yet
    cloud.choose = lambda received: paid(status(504)) if received.method == "POST" else None
    desk.generate("a sailor", "a baker", "a diver", "a weaver")
    desk.until(
        lambda: desk.panel.hold_text.startswith("Two requests may have been paid for without a picture")
    )
    assert desk.status_bar == "Unclear outcomes: queue on hold"
    assert len(cloud.billed) == 2
    cloud.choose = lambda _: None
    buttons = desk.panel.findChildren(QToolButton)
    next(button for button in buttons if button.text() == "Try now" and button.isVisible()).click()
    desk.until(lambda: desk.program.model.picture_count == 2)
    assert (len(posts(cloud)), len(cloud.billed)) == (4, 4)


def test_jobs_wait_while_offline_and_start_when_the_service_is_back(sit_down: Callable[[str], Desk]) -> None:
    with SegmindService() as cloud:
        desk = sit_down(cloud.url)
        port = cloud.port
    desk.generate("a sailor", "a baker")
    desk.until(lambda: desk.panel.hold_text == "Segmind cannot be reached: 2 jobs waiting")
    assert desk.status_bar == "Segmind cannot be reached"
    with SegmindService(port=port) as cloud:
        desk.choose("a sailor")
        desk.click("Skip the wait")
        desk.program.wait_for_pictures(2)
        assert sorted(posts(cloud)) == ["a baker", "a sailor"]
    assert desk.status_bar == ""


def test_a_paused_queue_is_put_in_another_order_and_goes_on(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    desk.program.action("pause_queue").trigger()
    assert desk.program.action("pause_queue").text() == "&Resume the queue"
    desk.generate("one", "two", "three", "four")
    desk.until(lambda: desk.rows() == ["one", "two", "three", "four"])
    assert desk.panel.hold_text == "Paused: no new job starts"
    desk.choose("four")
    desk.program.action("job_next").trigger()
    desk.until(lambda: desk.rows() == ["four", "one", "two", "three"])
    desk.choose("one")
    desk.program.action("job_down").trigger()
    desk.until(lambda: desk.rows() == ["four", "two", "one", "three"])
    model = desk.panel.model  # what a drag does: the last row, dropped before the first
    data = model.mimeData([model.index(3)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    desk.until(lambda: desk.rows() == ["three", "four", "two", "one"])
    assert posts(cloud) == []
    desk.program.action("pause_queue").trigger()
    desk.program.wait_for_pictures(4)
    assert posts(cloud) == ["three", "four", "two", "one"]


def test_what_failed_is_tried_again_together(cloud: SegmindService, sit_down: Callable[[str], Desk]) -> None:
    desk = sit_down(cloud.url)
    cloud.next(status(404, "no such model"), status(404, "no such model"))
    desk.generate("a sailor", "a baker")
    desk.until(lambda: desk.panel.summary == "2 need you")
    assert desk.program.model.job_count == 0  # no tile: no picture will come by itself
    desk.program.action("retry_failed").trigger()
    desk.program.wait_for_pictures(2)
    desk.until(lambda: not desk.program.action("retry_failed").isEnabled())


def tile_buttons(desk: Desk) -> list[QToolButton]:
    buttons = desk.program.view.viewport().findChildren(QToolButton)
    return [button for button in buttons if button.isVisible()]


def test_a_tile_of_unknown_outcome_is_decided_in_the_grid(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(close_before_reply())
    desk.generate("a sailor")
    desk.until(lambda: len(tile_buttons(desk)) == 3)
    assert desk.job("a sailor").job.state is JobState.OUTCOME_UNKNOWN
    words = [button.accessibleName() for button in tile_buttons(desk)]
    assert words == [
        "Look for picture: a sailor",
        "Send again (may cost twice): a sailor",
        "Forget: a sailor",
    ]
    name = desk.program.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert name == "The picture may have been made and paid for, a sailor"
    tile_buttons(desk)[2].click()
    desk.until(lambda: desk.program.model.job_count == 0 and not tile_buttons(desk))
    assert len(cloud.billed) == 1


def test_enter_on_a_tile_leads_to_its_row_in_the_queue(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(slow(60))
    desk.generate("a sailor", "a baker")
    desk.until(lambda: desk.rows() == ["a sailor", "a baker"])
    dock = desk.panel.parentWidget()
    assert dock is not None
    dock.hide()
    desk.program.view.activated.emit(desk.program.model.index(0))  # the newest stands first
    assert desk.panel.isVisible()
    assert desk.program.find(JobStrip).text == "Waiting. Nothing has been sent."


def test_what_was_done_today_leads_to_its_picture(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    desk.generate("a sailor", "a baker")
    desk.program.wait_for_pictures(2)
    assert desk.panel.done.total_words() == "2 pictures made today · 0.0060 USD"
    desk.panel.header.show_done(True)
    rows = desk.program.find(DoneList)
    rows.clicked.emit(desk.panel.done.index(1))
    assert desk.program.view.selected_ids() == [1]


def test_a_paused_queue_with_a_failed_try_is_kept_for_the_next_start(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(status(503))
    desk.generate("a sailor")
    desk.until(lambda: desk.job("a sailor").retry_error is not None)
    desk.program.action("pause_queue").trigger()
    desk.generate("a baker")
    desk.until(lambda: desk.panel.summary == "2 waiting")

    desk = sit_down(cloud.url)
    desk.until(lambda: desk.rows() == ["a sailor", "a baker"])
    assert desk.panel.hold_text == "Paused: no new job starts"
    assert posts(cloud) == ["a sailor"]
    desk.program.action("pause_queue").trigger()
    desk.program.wait_for_pictures(2)


def test_what_failed_is_there_at_the_next_start_until_it_is_dismissed(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(status(404, "no such model"), status(404, "no such model"))
    desk.generate("a sailor", "a baker")
    desk.until(lambda: desk.panel.summary == "2 need you")

    desk = sit_down(cloud.url)
    desk.until(lambda: desk.rows() == ["a sailor", "a baker"])
    desk.choose("a sailor")
    assert "no such model" in desk.program.find(JobStrip).text
    desk.click("Dismiss")
    desk.until(lambda: desk.rows() == ["a baker"] and desk.program.is_idle)

    desk = sit_down(cloud.url)
    desk.until(lambda: desk.rows() == ["a baker"])
    assert posts(cloud) == ["a sailor", "a baker"]  # nothing is sent by itself
    desk.choose("a baker")
    desk.click("Try again")
    desk.program.wait_for_pictures(1)
    assert len(cloud.billed) == 1


def test_a_picture_that_arrived_damaged_is_looked_for_in_the_history(
    cloud: SegmindService, sit_down: Callable[[str], Desk]
) -> None:
    desk = sit_down(cloud.url)
    cloud.next(truncated_image(), status(404))
    desk.generate("a sailor")
    desk.until(lambda: any(one.error is not None for one in desk.queue.statuses))
    desk.choose("a sailor")
    strip = desk.program.find(JobStrip)
    desk.until(lambda: "Look for picture" in [button.text() for button in strip.buttons()])
    assert "paid for" in strip.text
    assert not desk.program.action("retry_failed").isEnabled()  # it would be paid for again
    desk.click("Look for picture")  # where it is told that this is no history
    desk.until(lambda: not any(one.running for one in desk.queue.statuses))
    desk.choose("a sailor")
    desk.click("Look for picture")
    desk.program.wait_for_pictures(1)
    assert desk.panel.model.rowCount() == 0
    assert len(cloud.billed) == 1
