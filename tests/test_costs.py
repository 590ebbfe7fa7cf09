"""The Costs dialog and its CSV against what the loopback service billed, whatever became of each request."""

import csv
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.money.ledger import LedgerEntry, Tally, total
from portrait_app.export.ledger_csv import CsvLedgerExport
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.library.library import open_library
from portrait_app.system.clock import SystemClock
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.money.ledger_controller import Costs, LedgerController
from tests.support.clock import FixedClock
from tests.support.program import RunningProgram
from tests.support.segmind_behaviours import close_before_reply, paid, reply, status
from tests.support.segmind_service import COST, KEY, SegmindService

Start = Callable[..., RunningProgram]
BILL = Decimal(str(COST))


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        yield service


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """The program's clock, set by hand."""
    made = FixedClock()
    monkeypatch.setattr(SystemClock, "now", lambda _self: made.now())
    return made


@pytest.fixture
def start(cloud: SegmindService, tmp_path: Path, qtbot: QtBot) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(**arguments: object) -> RunningProgram:
        end()
        program = RunningProgram(tmp_path, qtbot, api=cloud.url, **arguments)  # type: ignore[arg-type]
        running.append(program)
        model = program.find(ParameterModel)
        qtbot.waitUntil(lambda: model.endpoint.engine == "segmind" and program.is_idle)
        return program

    def end() -> None:
        while running:
            running.pop().close()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    end()


def generate(program: RunningProgram, prompt: str = "a portrait") -> None:
    """Have one request sent, and wait for what comes of it."""
    model = program.find(ParameterModel)
    model.set_values({"prompt": prompt})
    queue = program.find(GenerationQueue)
    queue.submit(model.request())
    program.qtbot.waitUntil(lambda: program.is_idle and not queue.running)


def entries(program: RunningProgram) -> list[LedgerEntry]:
    """Return what the dialog would show."""
    ledger = program.find(LedgerController)
    said: list[Costs] = []
    ledger.arrived.connect(said.append)
    ledger.watch()
    program.qtbot.waitUntil(lambda: bool(said))
    ledger.rest()
    return list(said[0].entries)


def hide_the_history(cloud: SegmindService) -> None:
    """Have nothing found there by itself."""
    cloud.choose = lambda request: status(503) if "history" in request.path else None


def needing_a_person(program: RunningProgram) -> list[int]:
    return [one.job.id for one in program.find(GenerationQueue).statuses if one.error is not None]


def billed(cloud: SegmindService) -> Decimal:
    """Return what the service took."""
    return sum((BILL * request.json["samples"] for request in cloud.billed), Decimal(0))


def test_every_bill_is_found_once_whatever_became_of_the_request(
    start: Start, cloud: SegmindService, tmp_path: Path
) -> None:
    program = start()
    queue = program.find(GenerationQueue)
    hide_the_history(cloud)
    junk = reply(200, b"not a picture", {"Content-Type": "image/jpeg", "x-cost": str(COST)})
    generate(program, "as usual")
    cloud.next(status(404, "no such model"))
    generate(program, "refused, then made")
    queue.jobs.retry(needing_a_person(program)[0])
    program.wait_for_pictures(2)
    cloud.next(paid(junk))
    generate(program, "billed and damaged, then made")
    queue.jobs.retry(needing_a_person(program)[0])
    program.wait_for_pictures(3)
    assert len(cloud.billed) == 4
    assert total(entries(program)) == Tally(4, billed(cloud), billed_failures=1)


def test_a_lost_reply_that_is_sent_again_stays_in_doubt(start: Start, cloud: SegmindService) -> None:
    program = start()
    queue = program.find(GenerationQueue)
    hide_the_history(cloud)  # so nobody will ever know
    cloud.next(close_before_reply())
    generate(program)
    (lost,) = needing_a_person(program)
    assert total(entries(program)) == Tally(unknown=1)
    queue.jobs.retry(lost)
    program.wait_for_pictures(1)
    tally = total(entries(program))
    assert (tally.cost, tally.unknown) == (BILL, 1)
    assert billed(cloud) == tally.cost + tally.unknown * BILL


def test_a_picture_that_was_found_again_is_billed_once(start: Start, cloud: SegmindService) -> None:
    program = start()
    queue = program.find(GenerationQueue)
    cloud.next(close_before_reply())
    generate(program)
    queue.jobs.look(needing_a_person(program)[0])
    program.wait_for_pictures(1)
    assert total(entries(program)) == Tally(1, BILL)
    assert len(cloud.billed) == 1


def test_days_and_months_and_the_file_agree_with_the_service(
    start: Start, cloud: SegmindService, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        clock.advance(hours=-1)
        program = start()
        clock.set(datetime(2026, 9, 30, 10, 59, tzinfo=UTC))  # a minute to October there (UTC+13)
        generate(program)
        clock.advance(minutes=2)
        generate(program)
        generate(program)
        shown = entries(program)
        assert [(str(entry.start), entry.tally.cost) for entry in shown] == [
            ("2026-10-01", 2 * BILL),
            ("2026-09-30", BILL),
        ]
        file = tmp_path / "costs.csv"
        CsvLedgerExport().write(shown, False, file)
        with file.open(newline="", encoding="utf-8") as text:
            rows = list(csv.DictReader(text))
        assert sum(Decimal(row["cost_usd"]) for row in rows) == billed(cloud)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_costs_outlive_their_pictures_and_a_restore_doubles_none(
    start: Start, cloud: SegmindService, tmp_path: Path
) -> None:
    program = start()
    generate(program, "before the backup")
    start.end()  # type: ignore[attr-defined]
    library = open_library(tmp_path / "data" / "library", SystemClock())
    assert library.backups().make_if_due(Cancel())
    backup = library.backups().available()[0].path
    library.close()

    program = start()
    hide_the_history(cloud)
    junk = reply(200, b"not a picture", {"Content-Type": "image/jpeg", "x-cost": str(COST)})
    cloud.next(paid(junk))
    generate(program, "after it, billed and damaged")
    program.find(GenerationQueue).jobs.retry(needing_a_person(program)[0])
    program.wait_for_pictures(2)
    truth = Tally(3, billed(cloud), billed_failures=1)
    assert total(entries(program)) == truth

    program = start(chosen_backup=backup)
    program.wait_for_pictures(2)
    assert total(entries(program)) == truth
    assert needing_a_person(program) == []
    program.find(CurationController).move_to_trash([1, 2])
    program.wait_for_pictures(0)
    backend = program.backend
    backend.curation.empty_trash(with_favourites=True, report=lambda *_: None, cancel=Cancel())
    assert total(entries(program)) == truth
