"""Money in the whole program, with the loopback service: estimates, budgets, an empty account, the ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QMessageBox, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.jobs.key_controller import KeyController
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.money.ledger_dialog import LedgerDialog
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import as_usual, reply, status, with_headers
from tests.support.segmind_service import KEY, Behaviour, Exchange, SegmindService
from tests.support.widgets import button_of, texts_of, the_only

_REFUSED = "Insufficient credits. Balance: 0.0010, required: 0.0030"
Start = Callable[[], RunningProgram]
Answer = Callable[[QDialog], None]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


@pytest.fixture
def start(cloud: SegmindService, tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin() -> RunningProgram:
        end()
        program = RunningProgram(tmp_path, qtbot, api=cloud.url)
        running.append(program)
        keys = program.find(KeyController)
        qtbot.waitUntil(lambda: keys.balance is not None or cloud.credits is None)
        return program

    def end() -> None:
        while running:
            program = running.pop()
            program.settings.set("on_close", "keep")
            program.close()

    yield begin
    end()


def generate(program: RunningProgram, **values: int) -> None:
    program.find(ParameterModel).set_values({"prompt": "a portrait", **values})
    program.action("generate").trigger()


def posts(service: SegmindService) -> int:
    return sum(request.method == "POST" for request in service.received)


def cost_label(program: RunningProgram) -> QLabel:
    return program.find(ParameterPanel)._cost


def status_text(program: RunningProgram) -> str:
    return program.window.status_line._engine.text


def notices(program: RunningProgram) -> dict[str, Notice]:
    return {notice.title: notice for notice in program.window.findChildren(Notice) if notice.isVisible()}


def press(notice: Notice, words: str) -> None:
    next(button for button in notice.findChildren(QPushButton) if button.text() == words).click()


def held(program: RunningProgram) -> list[HoldReason]:
    return [hold.reason for hold in program.find(GenerationQueue).holds]


@contextmanager
def answering(*answers: Answer) -> Iterator[list[str]]:
    """Have the dialogs that open answered one after the other; gives the words of each."""
    left, said = list(answers), list[str]()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and left:
            said.append(dialog.windowTitle())
            if isinstance(dialog, QMessageBox):
                said[-1] = f"{dialog.text()} {dialog.informativeText()}"
            left.pop(0)(dialog)

    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(answer)
    timer.start()
    yield said
    timer.stop()
    assert not left, "a dialog that was expected did not open"


def click(words: str) -> Answer:
    def answer(dialog: QDialog) -> None:
        next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()

    return answer


def test_what_generate_costs_is_learnt_from_what_it_cost(start: Start, cloud: SegmindService) -> None:
    program = start()
    label, model = cost_label(program), program.find(ParameterModel)
    program.qtbot.waitUntil(lambda: label.text() == "About 0.0030 USD")
    assert "documentation" in label.toolTip()
    model.set_values({"samples": 4})
    assert label.text() == "About 0.0120 USD for 4 pictures"  # at once: nothing is asked for
    cloud.next(with_headers({"x-cost": "0.05"}))
    generate(program)
    program.wait_for_pictures(4)
    program.qtbot.waitUntil(lambda: label.text() == "About 0.0500 USD for 4 pictures")
    assert "the last request with the same model" in label.toolTip()
    assert "About 0.0500 USD for 4 pictures" in status_text(program)
    model.set_values({"samples": 1})
    assert label.text() == "About 0.0125 USD"
    program.find(EngineChoice).choose("sketch")
    assert label.text() == "Free, drawn on this computer"
    assert "USD" not in status_text(program)


def test_a_budget_asks_before_it_is_crossed(start: Start, cloud: SegmindService) -> None:
    program = start()
    program.settings.set("session_budget", 0.005)
    generate(program)
    program.wait_for_pictures(1)  # 0.003: nobody asked
    with answering(click("Cancel")) as said:
        generate(program)
        program.qtbot.waitUntil(lambda: bool(said))
    assert "session budget" in said[0]
    for words in ("Budget: 0.0050 USD", "Spent: 0.0030 USD", "This request: about 0.0030 USD"):
        assert words in said[0]
    assert "Running and waiting" not in said[0]
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert posts(cloud) == 1
    program.find(EngineChoice).choose("sketch")
    generate(program)
    program.wait_for_pictures(2)  # free: not asked
    program.find(EngineChoice).choose("segmind")
    with answering(click("Generate anyway")):
        generate(program)
        program.wait_for_pictures(3)
    generate(program)
    program.wait_for_pictures(4)  # it was said once
    assert posts(cloud) == 3


def test_trying_again_by_hand_asks_about_a_budget_too_and_just_once(
    start: Start, cloud: SegmindService
) -> None:
    program = start()
    queue = program.find(GenerationQueue)
    cloud.next(status(404, "no such model"), status(404, "no such model"))
    generate(program)
    generate(program)
    program.qtbot.waitUntil(lambda: [one.error is not None for one in queue.statuses] == [True, True])
    program.settings.set("session_budget", 0.001)
    (notice,) = notices(program).values()
    with answering(click("Cancel")) as said:
        press(notice, "Try again")
        program.qtbot.waitUntil(lambda: bool(said))
    assert "This request: about 0.0060 USD" in said[0]
    assert posts(cloud) == 2
    assert len(queue.statuses) == 2  # and they stay, to be decided later
    with answering(click("Generate anyway")):
        program.action("retry_failed").trigger()
        program.wait_for_pictures(2)
    assert posts(cloud) == 4


def test_what_waits_counts_for_a_budget_and_two_questions_never_overlap(
    start: Start, cloud: SegmindService
) -> None:
    program = start()
    program.settings.set("monthly_budget", 0.007)
    program.find(GenerationQueue).pause()
    generate(program)
    generate(program)
    with answering(click("Cancel"), click("Cancel")) as said:
        generate(program)  # both are asked about, one after the other
        generate(program)
        program.qtbot.waitUntil(lambda: len(said) == 2)
    assert all("monthly budget" in words for words in said)
    assert all("Running and waiting: about 0.0060 USD" in words for words in said)
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert program.find(GenerationQueue).waiting == 2
    program.qtbot.waitUntil(lambda: "about 0.0060 USD in the queue" in status_text(program))
    assert posts(cloud) == 0


def test_a_budget_is_raised_where_it_is_set(start: Start, cloud: SegmindService) -> None:
    program = start()
    program.settings.set("session_budget", 0.001)

    def raise_(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        editor = dialog.editor("session_budget")
        assert editor.isVisible()
        editor.set_value(1.0)
        click("Save")(dialog)

    with answering(click("Raise the budget…"), raise_) as said:
        generate(program)
        program.wait_for_pictures(1)
    assert said[1] == "Settings"
    assert program.settings.value("session_budget") == 1
    assert posts(cloud) == 1


def test_the_month_is_remembered_over_a_restart(start: Start) -> None:
    program = start()
    generate(program)
    program.wait_for_pictures(1)
    again = start()
    again.settings.set("session_budget", 0.004)
    again.settings.set("monthly_budget", 0.005)
    with answering(click("Cancel")) as said:
        generate(again)
        again.qtbot.waitUntil(lambda: bool(said))
    assert "monthly budget" in said[0]
    assert "Spent: 0.0030 USD" in said[0]


def test_a_balance_that_is_too_low_holds_the_queue_before_anything_is_sent(
    start: Start, cloud: SegmindService
) -> None:
    cloud.credits, cloud.free_credits = 0.001, 0.0
    program = start()
    program.settings.set("concurrency", 1)
    generate(program)
    generate(program)
    queue = program.find(GenerationQueue)
    program.qtbot.waitUntil(lambda: queue.waiting == 2)
    notice = notices(program)["Low balance: queue on hold"]
    assert "has 0.0010 USD, too little for the next request" in notice.accessibleDescription()
    assert held(program) == [HoldReason.LOW_BALANCE]
    assert posts(cloud) == 0
    cloud.credits = 0.004
    press(notice, "Check again")
    program.qtbot.waitUntil(lambda: posts(cloud) == 1)  # enough for one
    program.qtbot.waitUntil(lambda: queue.waiting == 1 and program.model.picture_count == 1)
    assert held(program) == [HoldReason.LOW_BALANCE]
    cloud.credits = 5.0
    program.find(KeyController).refresh_balance()  # as every minute by itself
    program.wait_for_pictures(2)
    assert held(program) == []
    assert notices(program) == {}


def test_a_low_balance_may_be_spent_all_the_same(start: Start, cloud: SegmindService) -> None:
    program = start()
    program.settings.set("reserve", 100.0)
    generate(program)
    program.qtbot.waitUntil(lambda: program.find(GenerationQueue).waiting == 1)
    notice = notices(program)["Low balance: queue on hold"]
    assert "100.00 USD" in notice.accessibleDescription()
    press(notice, "Send anyway")
    program.wait_for_pictures(1)
    assert notices(program) == {}
    assert posts(cloud) == 1


def test_the_queue_is_resumed_where_it_says_that_it_waits(start: Start, cloud: SegmindService) -> None:
    program = start()
    panel = program.find(QueuePanel)
    program.settings.set("reserve", 100.0)
    generate(program)
    program.qtbot.waitUntil(lambda: held(program) == [HoldReason.LOW_BALANCE])
    panel.resume_requested.emit()
    program.wait_for_pictures(1)
    program.settings.set("reserve", 0.0)
    cloud.next(reply(406, _REFUSED.encode(), {"Content-Type": "text/plain"}))
    generate(program)
    program.qtbot.waitUntil(lambda: held(program) == [HoldReason.NO_CREDITS] and program.is_idle)
    panel.resume_requested.emit()
    program.wait_for_pictures(2)
    assert notices(program) == {}


def test_free_engines_know_no_balance(start: Start, cloud: SegmindService) -> None:
    cloud.credits, cloud.free_credits = 0.0, 0.0
    program = start()
    generate(program)
    program.qtbot.waitUntil(lambda: bool(notices(program)))
    program.find(EngineChoice).choose("sketch")
    generate(program)
    program.qtbot.waitUntil(lambda: program.model.picture_count == 1)
    assert posts(cloud) == 0


def test_a_refusal_for_want_of_credits_keeps_every_job(
    start: Start, cloud: SegmindService, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()))
    program = start()
    queue = program.find(GenerationQueue)
    program.settings.set("concurrency", 1)
    # Whatever the balance says; the last one is for the check that follows the refusal.
    cloud.next(reply(406, _REFUSED.encode(), {"Content-Type": "text/plain"}))
    for seed in (1, 2, 3):
        generate(program, seed=seed)
    program.qtbot.waitUntil(lambda: queue.waiting == 3 and program.is_idle)
    notice = notices(program)["Not enough credits: queue on hold"]
    assert list(notices(program)) == ["Not enough credits: queue on hold"]
    assert held(program) == [HoldReason.NO_CREDITS]
    assert [one.job.request.seed for one in queue.statuses] == [1, 2, 3]
    assert (posts(cloud), len(cloud.billed)) == (1, 0)
    program.find(KeyController).refresh_balance()
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert posts(cloud) == 1  # the balance has not changed: it would be refused again
    press(notice, "Add credits…")
    assert opened == ["https://cloud.segmind.com/billing"]
    cloud.credits = 20.0
    program.find(KeyController).refresh_balance()
    program.wait_for_pictures(3)
    assert len(cloud.billed) == 3
    assert notices(program) == {}


def test_refused_requests_keep_their_order(start: Start, cloud: SegmindService) -> None:
    """Two at a time are refused, the second perhaps when the first waits again."""
    program = start()
    queue = program.find(GenerationQueue)
    program.settings.set("concurrency", 4)
    refused = reply(406, _REFUSED.encode(), {"Content-Type": "text/plain"})
    gates = [Event() for _ in range(4)]
    generate(program, seed=0)
    program.wait_for_pictures(1)  # before its first answer no more than two are sent at a time

    def refuse_in_turn(gate: Event) -> Behaviour:
        def behave(exchange: Exchange) -> None:
            gate.wait(10)
            refused(exchange)

        return behave

    for gate in gates:
        cloud.next(refuse_in_turn(gate))
    for seed in range(1, 7):
        generate(program, seed=seed)
    program.qtbot.waitUntil(lambda: posts(cloud) == 5)
    for answered, gate in enumerate(gates, 1):
        gate.set()
        program.qtbot.waitUntil(lambda answered=answered: queue.waiting == 2 + answered)  # type: ignore[misc]
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert [one.job.request.seed for one in queue.statuses] == [1, 2, 3, 4, 5, 6]
    cloud.credits = 20.0
    program.find(KeyController).refresh_balance()
    program.wait_for_pictures(7)


def test_a_person_may_try_a_refused_request_again(start: Start, cloud: SegmindService) -> None:
    program = start()
    cloud.next(reply(406, _REFUSED.encode(), {"Content-Type": "text/plain"}))
    generate(program)
    queue = program.find(GenerationQueue)
    program.qtbot.waitUntil(lambda: queue.waiting == 1 and program.is_idle)
    cloud.next_balance(status(503))  # the balance cannot be asked for
    press(notices(program)["Not enough credits: queue on hold"], "Check again")
    program.qtbot.waitUntil(lambda: program.is_idle)
    assert posts(cloud) == 1
    press(notices(program)["Not enough credits: queue on hold"], "Check again")
    program.wait_for_pictures(1)


def test_calling_off_what_waits_ends_the_waiting(start: Start, cloud: SegmindService) -> None:
    cloud.credits, cloud.free_credits = 0.0, 0.0
    program = start()
    generate(program)
    program.qtbot.waitUntil(lambda: program.find(GenerationQueue).waiting == 1)
    program.action("cancel_waiting").trigger()
    assert held(program) == []
    assert notices(program) == {}


def test_the_ledger_says_what_was_spent_and_what_nobody_knows(
    start: Start, cloud: SegmindService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    junk = reply(200, b"not a picture", {"Content-Type": "image/jpeg", "x-cost": "0.25"})
    cloud.next(as_usual(), junk, with_headers({"x-cost": "?"}))
    for _ in range(3):
        queued = program.find(GenerationQueue)
        sent = posts(cloud) + 1
        generate(program)
        program.qtbot.waitUntil(partial(lambda wanted: posts(cloud) == wanted and program.is_idle, sent))
        assert queued.waiting == 0
    file = tmp_path / "costs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, LedgerDialog)
        program.qtbot.waitUntil(lambda: the_only(QTreeView, dialog).model().rowCount() == 1)
        model = the_only(QTreeView, dialog).model()
        seen.extend(str(model.index(0, column).data()) for column in range(1, model.columnCount()))
        seen.extend((dialog._total.text(), dialog._unknown.text(), dialog._spent.text()))
        button_of(dialog, "By month").click()
        click("Export as CSV…")(dialog)
        program.qtbot.waitUntil(lambda: "Saved to costs.csv." in texts_of(dialog))
        dialog.reject()

    with answering(look):
        program.action("costs").trigger()
    assert seen == [
        "Tiny-SD Portrait",
        "2",
        "0.2530 USD",
        "1",
        "1",
        "",
        "0.2530 USD for 2 requests",
        (
            "Includes 1 request that failed but was billed. "
            "Excludes 1 request whose cost Segmind did not report."
        ),
        "This month 0.2530 USD · this session 0.2530 USD",
    ]
    assert ",segmind,Tiny-SD Portrait,potraitsd1.5-txt2img,2,0.253,1,1,0\r\n" in file.read_bytes().decode()
