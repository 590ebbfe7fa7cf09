"""The dialog that lets a person choose among what may be theirs."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QListWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.delivery import Candidate, RemoteState
from portrait_app.ui.queue.candidates_dialog import CandidatesDialog
from tests.support.fake_library import a_request

FIRST = Candidate("rq-1", datetime(2026, 11, 22, 9, tzinfo=UTC), RemoteState.MADE, ("a",), cost=0.006)
SECOND = Candidate("rq-2", datetime(2026, 11, 22, 10, tzinfo=UTC), RemoteState.MADE, ("b",))


def test_each_says_when_it_was_made_what_it_cost_and_what_it_shows(qtbot: QtBot) -> None:
    dialog = CandidatesDialog(a_request("an old sailor"), [FIRST, SECOND])
    qtbot.addWidget(dialog)
    dialog.show()
    rows = dialog.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    with_cost, without = (rows.item(number).text() for number in range(rows.count()))
    assert "0.0060 USD" in with_cost
    assert with_cost.endswith(" · an old sailor")
    assert "USD" not in without
    assert dialog.chosen is FIRST
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.chosen is SECOND
