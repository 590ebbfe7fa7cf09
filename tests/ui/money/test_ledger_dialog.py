"""The dialog of costs, over a ledger that a test writes."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.money.estimates import PastCost
from portrait_app.core.money.ledger import LedgerEntry, Tally
from portrait_app.export.ledger_csv import CsvLedgerExport
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.kit.compact_combo_box import CompactComboBox
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.money.ledger_controller import LedgerController
from portrait_app.ui.money.ledger_dialog import LedgerDialog
from portrait_app.ui.money.ledger_model import LedgerModel
from tests.support.clock import FixedClock
from tests.support.engine import ScriptedEngine
from tests.support.fake_library import FakeLibrary
from tests.support.widgets import button_of, the_only

ENTRIES = [
    LedgerEntry(date(2026, 11, 22), "segmind", "smallsd1.5-txt2img", Tally(2, Decimal("0.1"), unknown=1)),
    LedgerEntry(date(2026, 11, 22), "segmind", "potraitsd1.5-txt2img", Tally(1, Decimal("0.2"), 1)),
    LedgerEntry(date(2026, 11, 21), "segmind", "smallsd1.5-txt2img", Tally(1500, Decimal("4.5"))),
    LedgerEntry(date(2026, 10, 2), "of tomorrow", "a-new-model", Tally(unreported=3)),
]


class WrittenLedger:
    """Implements `core.ports.Ledger` with what a test puts in."""

    def __init__(self, entries: Sequence[LedgerEntry]) -> None:
        self.held = list(entries)
        self.error: AppError | None = None

    def past_costs(self, engine: str, endpoint: str, limit: int) -> list[PastCost]:
        raise NotImplementedError(engine, endpoint, limit)

    def spent_since(self, moments: Sequence[datetime]) -> list[Decimal]:
        if self.error is not None:
            raise self.error
        return [Decimal("0.3"), Decimal("4.8")][: len(moments)]

    def entries(self, free: Collection[str]) -> list[LedgerEntry]:
        return [entry for entry in self.held if entry.engine not in free]


class Desk:
    """A dialog, and what stands behind it."""

    def __init__(self, folder: Path, qtbot: QtBot, ledger: WrittenLedger) -> None:
        self._qtbot = qtbot
        self.ledger = ledger
        self.settings = JsonSettings(folder / "settings.json")
        self.runner = TaskRunner()
        engine = ScriptedEngine()
        library = FakeLibrary(folder, FixedClock())
        self.queue = GenerationQueue({engine.row.key: engine}, library, self.runner, lambda: 1)
        self.controller = LedgerController(
            ledger=ledger,
            export=CsvLedgerExport(),
            engines={engine.row.key: engine},
            queue=self.queue,
            runner=self.runner,
            clock=FixedClock(),
            started=FixedClock().now(),
        )
        self.dialog = LedgerDialog(self.controller, self.settings)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.runner.busy)

    @property
    def rows(self) -> list[list[str]]:
        model = the_only(QTreeView, self.dialog).model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    @property
    def words(self) -> str:
        labels = self.dialog.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.dialog.findChildren(QPushButton) if one.text() == words)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    desk = Desk(tmp_path, qtbot, WrittenLedger(ENTRIES))
    yield desk
    QLocale.setDefault(before)
    assert desk.runner.shut_down(3000)


def test_the_model_is_a_sound_one(qapp: object) -> None:
    model = LedgerModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for entries in (ENTRIES, ENTRIES[:1], []):
        model.set_entries(entries, monthly=True)
        assert model.rowCount() == len(entries)
    assert tester.model() is model
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Cost"


def test_days_as_a_person_writes_them(desk: Desk) -> None:
    assert desk.rows[:3] == [
        ["22/11/2026", "Small-SD", "2", "0.1000 USD", "", "", "1"],
        ["22/11/2026", "Tiny-SD Portrait", "1", "0.2000 USD", "1", "", ""],
        ["21/11/2026", "Small-SD", "1,500", "4.5000 USD", "", "", ""],
    ]
    for words in (
        "This month 4.80 USD · this session 0.3000 USD",
        "4.80 USD for 1,503 requests",
        "Includes 1 request that failed but was billed.",
        "Excludes 3 requests whose cost of tomorrow did not report.",
        "Excludes 1 request that may or may not have been billed.",
    ):
        assert words in desk.words


def test_months_of_one_model(desk: Desk) -> None:
    button_of(desk.dialog, "By month").click()
    assert [row[:4] for row in desk.rows] == [
        ["November 2026", "Small-SD", "1,502", "4.6000 USD"],
        ["November 2026", "Tiny-SD Portrait", "1", "0.2000 USD"],
        ["October 2026", "a-new-model", "0", "0.0000 USD"],
    ]
    box = the_only(CompactComboBox, desk.dialog)
    offered = [box.itemText(place) for place in range(box.count())]
    assert offered == [
        "All models",
        "Segmind · Small-SD",
        "Segmind · Tiny-SD Portrait",
        "of tomorrow · a-new-model",
    ]
    box.setCurrentIndex(2)
    assert [row[1] for row in desk.rows] == ["Tiny-SD Portrait"]
    assert "0.2000 USD for 1 request" in desk.words


def test_what_is_shown_is_what_is_exported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "costs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    the_only(CompactComboBox, desk.dialog).setCurrentIndex(1)
    desk.button("Export as CSV…").click()
    desk.settle()
    assert "Saved to costs.csv." in desk.words
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["period", "2026-11-22", "2026-11-21"]


def test_a_file_that_cannot_be_written_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "x.csv"), ""))
    desk.button("Export as CSV…").click()
    desk.settle()
    assert the_only(InlineProblem, desk.dialog).isVisible()
    assert desk.button("Export as CSV…").isEnabled()
    assert len(desk.rows) == 4


def test_news_is_read_in_while_it_is_open(desk: Desk) -> None:
    desk.ledger.held = ENTRIES[:1]
    desk.queue.delivered.emit(None)
    desk.settle()
    assert len(desk.rows) == 1
    desk.dialog.reject()
    desk.ledger.held = ENTRIES
    desk.queue.delivered.emit(None)
    desk.settle()
    assert len(desk.rows) == 1


def test_nothing_spent_and_nothing_readable(tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk(tmp_path, qtbot, WrittenLedger([]))
    assert "Nothing has been paid for yet" in desk.words
    assert not desk.button("Export as CSV…").isEnabled()
    desk.settings.set("monthly_budget", 10.0)
    desk.dialog._show()
    assert "This month 4.80 USD of 10.00 USD" in desk.words
    desk.ledger.error = AppError(ErrorKind.LIBRARY_FAILED)
    desk.controller.watch()
    desk.settle()
    assert the_only(InlineProblem, desk.dialog).isVisible()
    assert desk.runner.shut_down(3000)
