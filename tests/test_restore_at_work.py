"""A backup takes the library's place while jobs wait, run, or need somebody: nothing is paid for twice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.job import JobState
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.library.library import open_library
from portrait_app.system.clock import SystemClock
from portrait_app.ui.care.restore_dialog import RestoreDialog
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.money.ledger_controller import Costs, LedgerController
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.session import Session
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import close_before_reply, slow, status
from tests.support.segmind_service import KEY, SegmindService


class Evening:
    """A person who has jobs made, backs up in the middle, and goes back to that."""

    def __init__(self, home: Path, qtbot: QtBot, url: str) -> None:
        self.home = home
        self.qtbot = qtbot
        self.url = url
        self.backup = Path()
        self.ends = ExitStack()

    def sit_down(self, chosen_backup: Path | None = None, started: datetime | None = None) -> RunningProgram:
        self.ends.close()
        self.program = RunningProgram(
            self.home, self.qtbot, chosen_backup=chosen_backup, started=started, api=self.url
        )
        self.ends.callback(self.program.close)
        self.program.settings.set("concurrency", 1)
        model = self.program.find(ParameterModel)
        self.qtbot.waitUntil(lambda: model.endpoint.engine == "segmind")
        return self.program

    def back_up(self) -> None:
        """Have the daily backup made now."""
        backend = self.program.backend
        assert backend.backups.make_if_due(Cancel())
        self.backup = backend.backups.available()[0].path

    def go_back(self) -> RunningProgram:
        """Close, and open with the backup in the place of the library."""
        return self.sit_down(self.backup, self.program.find(Session).started)

    @property
    def queue(self) -> GenerationQueue:
        return self.program.find(GenerationQueue)

    def generate(self, *prompts: str) -> None:
        model = self.program.find(ParameterModel)
        for prompt in prompts:
            known = self.known
            model.set_values({"prompt": prompt})
            self.queue.submit(model.request())
            self.qtbot.waitUntil(lambda known=known: self.known > known)  # type: ignore[misc]

    @property
    def known(self) -> int:
        return len(self.queue.statuses) + self.program.model.picture_count

    def prompts(self) -> list[str]:
        return [one.job.request.prompt for one in self.queue.statuses]

    def states(self) -> list[JobState]:
        return [one.job.state for one in self.queue.statuses]

    def until(self, happened: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(happened, timeout=20_000)


@pytest.fixture
def cloud() -> Iterator[SegmindService]:
    with SegmindService() as service:
        yield service


@pytest.fixture
def evening(
    cloud: SegmindService, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Evening]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    made = Evening(tmp_path, qtbot, cloud.url)
    made.sit_down()
    yield made
    made.ends.close()


def posts(cloud: SegmindService) -> list[str]:
    return [one.json["prompt"] for one in cloud.received if one.method == "POST"]


def test_a_paused_queue_is_paused_afterwards_in_the_order_it_had(
    evening: Evening, cloud: SegmindService
) -> None:
    evening.queue.pause()
    evening.generate("one", "two")
    evening.back_up()
    evening.generate("three")
    evening.queue.jobs.run_next(evening.queue.statuses[2].job.id)
    evening.until(lambda: evening.program.is_idle)
    assert evening.prompts() == ["three", "one", "two"]
    evening.go_back()
    evening.until(lambda: evening.prompts() == ["three", "one", "two"])
    assert evening.program.find(QueuePanel).hold_text == "Paused: no new job starts"
    assert posts(cloud) == []
    evening.queue.resume()
    evening.program.wait_for_pictures(3)
    assert posts(cloud) == ["three", "one", "two"]


def test_what_waited_when_the_backup_was_made_and_was_made_since_is_not_sent_again(
    evening: Evening, cloud: SegmindService
) -> None:
    evening.queue.pause()
    evening.generate("one", "two", "three")
    evening.back_up()
    evening.queue.jobs.cancel(evening.queue.statuses[2].job.id)
    evening.queue.resume()
    evening.program.wait_for_pictures(2)
    evening.go_back()
    evening.program.wait_for_pictures(2)
    evening.until(lambda: evening.program.is_idle)
    assert evening.queue.statuses == []
    assert posts(cloud) == ["one", "two"]


def test_what_is_at_the_service_is_asked_for_on(evening: Evening, cloud: SegmindService) -> None:
    evening.program.settings.set("delivery", "queued")
    evening.queue.pause()
    evening.generate("one")
    evening.back_up()
    cloud.records.polls = 1_000_000
    evening.queue.resume()
    evening.until(lambda: any("/status" in one.path for one in cloud.received))
    evening.go_back()
    evening.until(lambda: evening.states() == [JobState.WAITING])
    cloud.records.polls = 1
    evening.program.wait_for_pictures(1)
    assert posts(cloud) == ["one"]


def test_what_was_being_sent_is_looked_for_and_never_sent(evening: Evening, cloud: SegmindService) -> None:
    evening.queue.pause()
    evening.generate("one")
    evening.back_up()
    cloud.next(slow(60))
    evening.queue.resume()
    evening.until(lambda: len(cloud.billed) == 1)
    evening.go_back()
    evening.program.wait_for_pictures(1)  # from the history
    assert posts(cloud) == ["one"]


def test_what_needs_a_person_still_does_and_what_they_let_go_stays_away(
    evening: Evening, cloud: SegmindService
) -> None:
    cloud.choose = lambda request: status(503) if "history" in request.path else None
    cloud.next(close_before_reply(), status(404, "no such model"), status(404, "no such model"))
    evening.generate("lost")
    evening.generate("failed", "dismissed")
    evening.until(lambda: all(one.error is not None for one in evening.queue.statuses))
    evening.back_up()
    evening.queue.jobs.dismiss(
        next(one.job.id for one in evening.queue.statuses if "dis" in one.job.request.prompt)
    )
    evening.until(lambda: evening.program.is_idle)
    evening.go_back()
    evening.until(lambda: sorted(evening.prompts()) == ["failed", "lost"])
    assert set(evening.states()) == {JobState.FAILED, JobState.OUTCOME_UNKNOWN}
    assert len(posts(cloud)) == 3


def test_a_countdown_goes_on_as_waiting(evening: Evening, cloud: SegmindService) -> None:
    evening.back_up()
    cloud.next(status(503))
    evening.generate("one")
    evening.until(lambda: evening.queue.statuses[0].retry_error is not None)
    evening.go_back()
    evening.program.wait_for_pictures(1)
    assert posts(cloud) == ["one", "one"]
    assert len(cloud.billed) == 1


def test_the_dialog_waits_for_what_runs(evening: Evening, cloud: SegmindService, qtbot: QtBot) -> None:
    evening.back_up()
    cloud.next(slow(60))
    evening.generate("one", "two")
    evening.until(lambda: len(posts(cloud)) == 1)
    dialog = RestoreDialog(evening.queue, evening.program.window)
    qtbot.addWidget(dialog)
    backend = evening.program.backend
    dialog.show_backups(backend.backups.available())
    dialog.show()
    (restore,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Restore"]
    problem = dialog.findChild(InlineProblem)
    assert isinstance(problem, InlineProblem)
    assert not restore.isEnabled()
    assert "Pause the queue" in problem.words
    problem.button.click()
    assert [hold.reason for hold in evening.queue.holds] == [HoldReason.PAUSED]
    assert "No other job will start" in problem.words
    evening.queue.jobs.cancel(evening.queue.statuses[0].job.id)
    evening.until(restore.isEnabled)
    assert evening.prompts() == ["two"]


def test_a_library_of_another_folder_takes_up_its_own_jobs(
    evening: Evening, cloud: SegmindService, tmp_path: Path
) -> None:
    evening.queue.pause()
    evening.generate("here")
    evening.program.settings.set(
        "opened_libraries", "[]"
    )  # else the program waits for the library that was here
    evening.ends.close()
    (tmp_path / "data").rename(tmp_path / "first")
    evening.sit_down()
    evening.until(lambda: evening.program.is_idle)
    assert evening.queue.statuses == []
    assert evening.queue.is_paused
    assert evening.program.find(QueuePanel).hold_text == "Paused: no new job starts"
    library = open_library(tmp_path / "first" / "library", SystemClock())
    assert [job.request.prompt for job in library.unfinished_jobs()] == ["here"]
    library.close()
    assert posts(cloud) == []


def test_what_the_session_has_spent_is_still_spent_afterwards(evening: Evening) -> None:
    evening.back_up()
    evening.generate("one")
    evening.program.wait_for_pictures(1)
    evening.go_back()
    evening.program.wait_for_pictures(1)
    ledger = evening.program.find(LedgerController)
    seen: list[Costs] = []
    ledger.arrived.connect(seen.append)
    ledger.watch()
    evening.until(lambda: bool(seen))
    assert seen[0].session == seen[0].month
    assert seen[0].session > 0
